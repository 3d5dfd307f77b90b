"""What one can ask of mock interview rounds."""

from typing import Final

from bot import intents as ask
from bot.commands.entry import Command, Parameter
from bot.commands.shared import PAGE, SURE

LIVE: Final = Parameter("round", "The round's number; without it, the one in this channel", "int")
NUMBER: Final = Parameter("round", "The round's number; without it, the last one", "int")

ROUNDS: Final = (
    Command(
        "round start",
        ask.StartRound,
        "A mock interview: pick a format, or let me show them",
        (
            Parameter("untimed", "No clock", "flag"),
            Parameter("format", "technical-screen, coding, system-design, behavioural, project-pitch or mixed-loop"),
            Parameter("topics", "Only these topics, as sql,git", "topic", named=True),
            Parameter("band", "junior, mid, senior or mixed", named=True),
            Parameter("minutes", "How long it takes in all", named=True),
            Parameter("questions", "How many questions", named=True),
        ),
        aliases=("mock", "mock start"),
        family_default=True,
        details="The clock runs while a question is open. Pause at any time; a report comes at the end.",
        examples=("round technical", "round start coding topics=py minutes=20", "mock behavioural untimed"),
    ),
    Command(
        "round live",
        ask.StartLive,
        "Open a live round in this channel, for everybody who joins",
        (
            Parameter("speed", "Quick right answers bring up to half more", "flag"),
            Parameter("format", "technical-screen or coding"),
            Parameter("topics", "Only these topics, as sql,git", "topic", named=True),
            Parameter("band", "junior, mid, senior or mixed", named=True),
            Parameter("questions", "How many questions", named=True),
        ),
        aliases=("mock live",),
        personal=False,
        examples=("round live technical", "round live technical questions=5 speed"),
    ),
    Command("round join", ask.JoinRound, "Take part in a live round", (LIVE,), aliases=("mock join",), personal=False),
    Command("round leave", ask.LeaveRound, "Leave a live round", (LIVE,), aliases=("mock leave",), personal=False),
    Command(
        "round go", ask.BeginLive, "Start a live round, or move it on", (LIVE,), aliases=("mock go",), personal=False
    ),
    Command(
        "round next", ask.NextItem, "What your round asks now", aliases=("mock next",)
    ),
    Command(
        "round answer",
        ask.AnswerRound,
        "Answer what your round asks",
        (Parameter("answer", "As for a daily", required=True, rest=True, field="said"),),
        aliases=("mock answer", "reply"),
        examples=("round answer b", "reply a c"),
    ),
    Command("round skip", ask.PassItem, "Say that you do not know, or skip a stage", aliases=("mock skip",)),
    Command("round pause", ask.PauseRound, "Stop your round's clock", aliases=("mock pause",)),
    Command("round resume", ask.ResumeRound, "Go on with your round", aliases=("mock resume",)),
    Command("round end", ask.EndRound, "End your round before its time", (SURE,), aliases=("mock end",)),
    Command("round show", ask.ShowRound, "How your round stands", aliases=("mock show",)),
    Command(
        "round pair",
        ask.SignUpPair,
        "Find a partner: two of you interview each other in turn",
        (
            Parameter("format", "As technical-screen, system-design or behavioural"),
            Parameter("slots", "When you are free, as: mon 18-20, sat 10-12", named=True),
            Parameter("band", "junior, mid, senior or mixed", named=True),
            Parameter("language", "The language to talk in; English unless you say", named=True),
        ),
        aliases=("mock pair",),
        form=True,
        examples=('round pair technical slots="mon 18-20, sat 10-12"',),
    ),
    Command("round alone", ask.WithdrawPair, "Stop looking for a partner", aliases=("mock alone",)),
    Command("round here", ask.ComeToPair, "Say that you are at your pair's meeting", (NUMBER,), aliases=("mock here",)),
    Command("round partner", ask.ShowPair, "How your pair's round stands", (NUMBER,), aliases=("mock partner",)),
    Command("round sheet", ask.ShowSheet, "The interviewer's run sheet", (NUMBER, PAGE), aliases=("mock sheet",)),
    Command(
        "round give",
        ask.HandOver,
        "Give the candidate a question",
        (Parameter("item", "The number that the run sheet's control carries", "int", required=True),),
        aliases=("mock give",),
        examples=("round give 31",),
    ),
    Command(
        "round rubric",
        ask.RatePair,
        "Fill in the rubric after a pair's round",
        (
            NUMBER,
            Parameter("about", "Whom, by the number that the control carries", "int", named=True),
            Parameter("levels", "A level from 0 to 3 for each criterion, as 2,3,1", named=True),
            Parameter("comment", "What else you saw", rest=True),
        ),
        aliases=("mock rubric",),
        examples=("round rubric 12 levels=2,3,1,2 good questions",),
    ),
    Command(
        "round rate",
        ask.RateRound,
        "Rate your own answer in a round against its rubric",
        (
            Parameter("item", "The answer, by the number that its control carries", "int", required=True),
            Parameter("levels", "A level from 0 to 3 for each criterion, in order", rest=True),
        ),
        aliases=("mock rate",),
        examples=("round rate 31 2 3 1",),
    ),
    Command("round history", ask.ShowRounds, "Your rounds and their scores", (PAGE,), aliases=("mock history",)),
    Command(
        "round report", ask.ShowReport, "The report of a round", (NUMBER,), aliases=("mock report",),
        examples=("round report 12",),
    ),
    Command(
        "round export", ask.ExportRound, "A round's report as a Markdown file", (NUMBER,), aliases=("mock export",)
    ),
)  # fmt: skip

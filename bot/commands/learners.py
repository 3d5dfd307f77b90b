"""What a learner can ask for: the daily, streaks and boards, settings, identity."""

from typing import Final

from bot import intents as ask
from bot.commands.entry import Command, Parameter
from bot.commands.shared import CODE, PAGE, SURE

PERIODS: Final = ("day", "week", "month", "season", "all")
SCOPES: Final = ("group", "channel", "space")

DAILY: Final = (
    Command(
        "daily",
        ask.ShowDaily,
        "Today's question of your group",
        (
            Parameter(
                "which",
                "Today's, or the last one that was revealed",
                "choice",
                choices=("today", "yesterday"),
                field="",
            ),
        ),
        aliases=("today", "question"),
        turns={"yesterday": ask.ShowYesterday},
        details="Shows the open question, or what you answered. While it is open the first answer is final.",
        examples=("daily", "daily yesterday"),
    ),
    Command(
        "answer",
        ask.Answer,
        "Answer the open question",
        (
            Parameter(
                "answer", "Letters (a c), a number, words: as the question asks", required=True, rest=True, field="said"
            ),
        ),
        form=True,
        details="Everything after the word counts as your answer. Several letters are told apart by spaces. Code may "
        "stand in a fence; behind the word fix stands the whole of a program that you have mended.",
        examples=("answer b", "answer a c", "answer 250 ms", "answer SELECT 1"),
    ),
    Command(
        "idk",
        ask.DontKnow,
        "Say honestly that you do not know: no points, the day counts",
        aliases=("dontknow", "pass"),
    ),
    Command(
        "hint",
        ask.TakeHint,
        "Take the next hint; one leaves 75 % of the points, two leave 50 %",
    ),
    Command(
        "run",
        ask.ShowRun,
        "What became of the code that you sent",
        (Parameter("run", "The number of the run; the last one if you name none", "int"),),
    ),
    Command(
        "plan",
        ask.ShowPlan,
        "How the database went about your query",
        (Parameter("run", "The number of the run; the last one if you name none", "int"),),
    ),
    Command("result", ask.ShowResult, "What became of your answer, once more"),
    Command(
        "assess",
        ask.AssessAnswer,
        "Rate your own open answer against its rubric",
        (Parameter("levels", "A level from 0 to 3 for each criterion, in order", required=True, rest=True),),
        form=True,
        examples=("assess 2 3 1 0",),
    ),
    Command("history", ask.ShowHistory, "Your past questions with your answers and the keys", (PAGE,)),
    Command(
        "practise",
        ask.Practise,
        "Try a revealed question again, for no points",
        (Parameter("question", "The question's id; without it, one that you missed", "question"),),
        aliases=("practice",),
        examples=("practise", "practise sql.window.0003"),
    ),
    Command(
        "try",
        ask.AnswerPractice,
        "Answer the practice question",
        (
            Parameter("question", "The question's id; without it, the one that you opened last", "question"),
            Parameter("answer", "As for a daily", required=True, rest=True, field="said"),
        ),
        form=True,
        examples=("try b", "try sql.window.0003 b"),
    ),
    Command(
        "report",
        ask.ReportQuestion,
        "Say that a question is wrong or unclear",
        (
            Parameter("question", "The question's id; without it, the last one that you answered", "question"),
            Parameter("reason", "What is wrong with it", required=True, rest=True),
        ),
        form=True,
        examples=("report option b is right as well since version 16",),
    ),
)

STANDING: Final = (
    Command(
        "streak",
        ask.ShowStreak,
        "Your streak, your freezes, and what today still needs",
        (
            Parameter(
                "show", "Why it is what it is: every change with its reason", "choice", choices=("why",), field=""
            ),
            PAGE,
        ),
        turns={"why": ask.ExplainStreak},
        examples=("streak", "streak why"),
    ),
    Command(
        "leaderboard",
        ask.ShowLeaderboard,
        "Who has how many points",
        (
            Parameter("period", "Since when; this week unless you say", "choice", choices=PERIODS),
            Parameter("scope", "Among whom; your group unless you say", "choice", choices=SCOPES),
            Parameter("topic", "Only this topic", "topic", named=True),
            PAGE,
        ),
        aliases=("board",),
        details="Your own row and its neighbours are always there.",
        examples=("leaderboard", "board month", "board all channel topic=sql"),
    ),
    Command("seasons", ask.ShowSeasons, "Closed seasons and their winners", (PAGE,)),
)

SETTINGS: Final = (
    Command("settings show", ask.ShowSettings, "Your settings", family_default=True),
    Command(
        "settings change",
        ask.ChangeSettings,
        "Change several of your settings at once",
        (
            Parameter("zone", "Your time zone, as Europe/Berlin", "zone", named=True),
            Parameter("rest", "Weekdays off, two at most, or none", named=True),
            Parameter("remind", "A time between 07:00 and 22:00, or off", "time", named=True),
            Parameter("confirm", "When to ask first", "choice", choices=("auto", "always", "never"), named=True),
            Parameter("visible", "On boards", "choice", choices=("named", "anonymous", "hidden"), named=True),
        ),
        form=True,
        examples=("settings change zone=Europe/Berlin remind=18:30",),
    ),
    Command(
        "settings zone",
        ask.SetZone,
        "Your time zone",
        (Parameter("zone", "As Europe/Berlin", "zone", required=True),),
        aliases=("zone",),
        examples=("settings zone Europe/Berlin",),
    ),
    Command(
        "settings rest",
        ask.SetRestDays,
        "Weekdays on which you owe no answer, two at most",
        (Parameter("days", "As sat sun, or none", required=True, rest=True),),
        examples=("settings rest sat sun", "settings rest none"),
    ),
    Command(
        "settings remind",
        ask.SetReminder,
        "A private reminder on days that you have not answered yet",
        (Parameter("at", "Your local time between 07:00 and 22:00, or off", "time", required=True),),
        examples=("settings remind 18:30", "settings remind off"),
    ),
    Command(
        "settings confirm",
        ask.SetConfirm,
        "Whether to ask before an answer is submitted",
        (
            Parameter(
                "when", "auto asks where several parts are chosen", "choice", True, choices=("auto", "always", "never")
            ),
        ),
        examples=("settings confirm always",),
    ),
    Command(
        "settings visible",
        ask.SetVisibility,
        "How leaderboards show you",
        (
            Parameter(
                "how", "By name, as Learner N, or not at all", "choice", True, choices=("named", "anonymous", "hidden")
            ),
        ),
        examples=("settings visible anonymous",),
    ),
    Command(
        "settings away",
        ask.PauseLearner,
        "Owe nothing for some days, from tomorrow",
        (Parameter("days", "How many days, 30 at most in any 90", "int", True, most=30),),
        aliases=("away",),
        examples=("settings away 7",),
    ),
    Command("settings back", ask.ResumeLearner, "End your pause from tomorrow", aliases=("back",)),
)

PERSON: Final = (
    Command("join", ask.JoinGroup, "Become a member of this channel's group"),
    Command("leave", ask.LeaveGroup, "Stop being a member; your history stays"),
    Command(
        "link",
        ask.StartLink,
        "Get a code that joins your other account to this one",
        details="Type the code on the other side with `redeem`, then agree on both. It holds for 10 minutes.",
    ),
    Command(
        "redeem",
        ask.RedeemLink,
        "Type the code that your other account was shown",
        (CODE,),
        examples=("redeem ABCD2345",),
    ),
    Command("agree", ask.ConfirmLink, "Agree that both accounts are you", (CODE,), examples=("agree ABCD2345",)),
    Command("unlink", ask.Unlink, "Give this account its own history back", (SURE,)),
    Command("export", ask.ExportData, "Everything that is stored about you, as a file"),
    Command(
        "forget",
        ask.DeleteData,
        "Delete what is stored about you",
        (SURE,),
        details="What you wrote is blanked and your id is replaced by a random one. There is no way back.",
    ),
    Command(
        "help",
        ask.ShowHelp,
        "What you can ask for",
        (Parameter("about", "One command in full", rest=True),),
        aliases=("commands",),
        examples=("help", "help group skip"),
    ),
)

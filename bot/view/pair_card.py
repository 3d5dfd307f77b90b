"""A pair's round: looking for a partner, the meeting, the run sheet, what the candidate sees."""

from bot.domain.grading import key_text
from bot.domain.pairing import MOST_SLOTS
from bot.domain.question import Open
from bot.intents import ComeToPair, HandOver, RatePair, ShowPair, ShowSheet, SignUpPair, WithdrawPair
from bot.usecases.find_partner import Seeking, SignUpSheet, Withdrawn
from bot.usecases.pair_round import HALVES, Met, Pair, Sheet, Task, half_of
from bot.usecases.rounds import OVER
from bot.view.card import Block, Button, Card, Code, Field, Fields, Footnote, Text, buttons, card
from bot.view.form import Form, FormChoice, FormField
from bot.view.question_blocks import question_blocks
from bot.view.rubric_fields import cut
from bot.view.told import feedback
from bot.view.wording import BANDS, counted, listed, topic_name

LEVELS = (
    FormChoice("mixed", "Any"),
    FormChoice("junior", "Junior"),
    FormChoice("mid", "Mid-level"),
    FormChoice("senior", "Senior"),
)


def sign_up(result: Seeking | SignUpSheet) -> Card:
    """You are looking, or how to."""
    if isinstance(result, SignUpSheet):
        return card(
            "Find a partner",
            "ask",
            Text("Two of you interview each other in turn. Say what you want to practise and when you are free."),
            buttons(Button("Sign up", result.said, "primary", form=True)),
            Footnote('Or type it: `round pair technical slots="mon 18-20, sat 10-12"`.'),
        )
    wish = result.wish
    return card(
        "You are on the list" if not result.again else "Your wish stands",
        "done",
        Fields(
            (
                Field("Format", result.format),
                Field("Level", BANDS.get(wish.band, "any")),
                Field("Free", f"{wish.slots} ({wish.zone})"),
                Field("Language", wish.language),
            )
        ),
        Text(
            f"{counted(result.others, 'other')} on the list so far." if result.others
            else "You are the first; the others have a day to join."
        ),
        Text("You get a private message when there is a partner, at the latest a day after the first one signed up."),
        buttons(
            Button("Change it", SignUpPair(wish.format), form=True),
            Button("Withdraw", WithdrawPair(), "danger"),
        ),
    )  # fmt: skip


def form(result: SignUpSheet) -> Form:
    """What is asked for."""
    said = result.said
    return Form(
        "Find a partner",
        SignUpPair(),
        (
            FormField(
                "format", "Format", "one", value=said.format or result.formats[0].id if result.formats else "",
                choices=tuple(FormChoice(one.id, f"{one.title} ({one.minutes} min)") for one in result.formats),
            ),
            FormField("band", "Level", "one", value=said.band or "mixed", choices=LEVELS),
            FormField("slots", "When you are free", value=said.slots, hint="As: mon 18-20, sat 10:30-12"),
            FormField("language", "Language", value=said.language, required=False, hint="Empty: English"),
        ),
        submit="Sign up",
    )  # fmt: skip


def withdrawn(result: Withdrawn) -> Card:
    """You are not looking any more."""
    return card("You are off the list", "done", buttons(Button("Sign up again", SignUpPair(), form=True)))


def found(pair: Pair) -> Card:
    """The letter: with whom, and when."""
    return card(
        f"A partner for you: {pair.format.title}",
        "done",
        Text(who(pair), literal=True),
        Text("You meet {when}.", when=pair.at),
        Text(part(pair)),
        buttons(Button("How it stands", ShowPair(pair.round.id), "primary")),
        Footnote("Agree on a call or a chat. Questions and run sheet come here when both of you are there."),
        word="paired",
    )


def who(pair: Pair) -> str:
    """The people, by name."""
    others = [pair.names.get(one.account_id, "") for one in pair.players if one.account_id != pair.me.account_id]
    return f"With {listed([name for name in others if name] or ['somebody'])}."


def part(pair: Pair) -> str:
    """What this person does, in which order."""
    minutes = int(half_of(pair.format).total_seconds() // 60)
    return {
        "first": f"You interview for {minutes} minutes, then you are interviewed.",
        "second": f"You are interviewed for {minutes} minutes, then you interview.",
    }.get(pair.me.role, "You observe: you get the run sheet, listen, and rate both.")


def now(pair: Pair) -> Card:
    """The letter at the time of the meeting."""
    return card(
        "It is time for your interview",
        "ask",
        Text(who(pair), literal=True),
        Text(part(pair)),
        buttons(Button("I am here", ComeToPair(pair.round.id), "primary")),
        Footnote("It begins when both of you are here. After ten minutes nobody has to wait."),
        word="now",
    )


def met(result: Met) -> Card:
    """I am here."""
    return card(
        "You are here",
        "done",
        Text("Both of you are here: it has begun." if result.both else "Your partner has not pressed yet."),
        buttons(Button("How it stands", ShowPair(result.pair.round.id))),
    )


def missed(pair: Pair) -> Card:
    """The letter to whoever came in vain."""
    return card(
        "Your partner did not come",
        "info",
        Text("Ten minutes have passed. That is no mark against you."),
        buttons(Button("Find another partner", SignUpPair(pair.format.id), "primary", form=True)),
        word="no show",
    )


def nobody(result: str) -> Card:
    """The letter to whoever waited in vain for two weeks."""
    return card(
        "No partner was found",
        "info",
        Text("For two weeks nobody had time with you. Other times, or another format, may help."),
        buttons(Button("Sign up again", SignUpPair(result), "primary", form=True)),
    )


def asked(pair: Pair) -> Card:
    """The letter to a candidate at the beginning of a half."""
    minutes = int(half_of(pair.format).total_seconds() // 60)
    return card(
        "You are interviewed now" if pair.half == 0 else "Change of roles: you are interviewed now",
        "open",
        Text(f"{minutes} minutes. The interviewer hands you the questions; they come here one by one."),
        Text("Think aloud. Ask what is not clear. It is all right to say that you do not know."),
        word=f"half {pair.half + 1} of {HALVES}",
    )


def sheet(result: Sheet) -> Card:
    """A page of the run sheet: question, key, hints, follow-ups, solution. Never for the candidate."""
    pair, question = result.pair, result.question
    number = pair.round.id
    given = result.item.opened_at is not None
    return card(
        f"Run sheet {result.page} of {len(result.items)} · {topic_name(question.topic)} · {BANDS[question.band]}",
        "open",
        *question_blocks(question, result.shown, None),
        *solution(result),
        buttons(
            Button("Given already" if given else "Give it to the candidate", HandOver(result.item.id), "primary")
            if pair.me.role != "observer"
            else None,
            Button("Back", ShowSheet(number, result.page - 1)) if result.page > 1 else None,
            Button("Next question", ShowSheet(number, result.page + 1)) if result.page < len(result.items) else None,
        ),
        Footnote(f"Half {pair.half + 1} of {HALVES}: {int(half_of(pair.format).total_seconds() // 60)} minutes."),
        word="interviewer" if pair.me.role != "observer" else "observer",
    )


def solution(result: Sheet) -> list[Block]:
    """What the interviewer knows."""
    question = result.question
    hints = [Field(f"Hint {number}", hint) for number, hint in enumerate(question.hints, 1)]
    found: list[Block] = [Fields(tuple(hints))] if hints else []
    if isinstance(question, Open):
        if question.answer.model_answer:
            found.append(Text(f"A good answer: {cut(question.answer.model_answer, 900)}"))
        if question.answer.pitfalls:
            found.append(Text("Often wrong: " + "; ".join(cut(one, 120) for one in question.answer.pitfalls)))
        return found
    found.append(Text(f"The key: {cut(key_text(question, result.shown), 300)}", literal=True, strong=True))
    found += feedback(question, result.shown)
    found.append(Text(cut(question.explanation, 600)))
    return found


def task(result: Task) -> Card:
    """What the candidate sees: the question and nothing of its answer."""
    question = result.question
    blocks: list[Block] = list(question_blocks(question, result.shown, None))
    if isinstance(question, Open) and question.answer.stages:
        blocks = [Text(question.stem)]
        if question.code is not None:
            blocks.append(Code(question.code.text, question.code.lang))
    return card(
        f"Your question · {topic_name(question.topic)}",
        "open",
        *blocks,
        Footnote("Answer aloud, or write to your interviewer. Nothing is graded by machine here."),
        word="candidate",
    )


def present(pair: Pair) -> Card:
    """How a pair's round stands."""
    number, state = pair.round.id, pair.round.state
    over = state in OVER
    said = {"lobby": "You meet {when}.", "running": f"Half {pair.half + 1} of {HALVES} is running."}
    return card(
        f"Round {number} · {pair.format.title}",
        "info",
        Text(who(pair), literal=True),
        Text(said.get(state, "It has ended."), when=pair.at if state == "lobby" else None),
        Text(part(pair)) if not over else None,
        buttons(
            Button("I am here", ComeToPair(number), "primary") if state == "lobby" else None,
            Button("Run sheet", ShowSheet(number), "primary") if state == "running" and pair.reads else None,
            Button("Rate, or see what all thought", RatePair(number), "primary", form=True)
            if state == "ended"
            else None,
        ),
        word={"lobby": "waiting", "running": "running"}.get(state, "ended"),
    )


SLOTS_HELP = f"A weekday, a beginning and an end: `mon 18-20, sat 10:30-12`. At most {MOST_SLOTS} of them."

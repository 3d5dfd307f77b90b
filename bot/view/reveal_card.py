"""What a channel sees of a daily after its reveal: the key and every why, and counts, never who chose what."""

from bot.domain import question as q
from bot.domain.grading import key_text
from bot.domain.shuffle import LETTERS
from bot.intents import Practise, ReportQuestion, ShowLeaderboard, ShowResult
from bot.usecases.letters_out import Posted, Revealed, Turnout
from bot.view import daily_card
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Table, Text, buttons, card
from bot.view.question_blocks import question_blocks
from bot.view.told import feedback, references
from bot.view.wording import counted, percent


def present(result: Revealed) -> Card:
    """The reveal: a message of its own."""
    daily, question = result.daily, result.question
    return card(
        f"Revealed · {daily_card.title(daily, question)}",
        "closed",
        *question_blocks(question, result.shown, None),
        Text(f"The key: {key_text(question, result.shown)}", literal=True, strong=True),
        *feedback(question, result.shown),
        Text(question.explanation),
        *distribution(question, result.shown, result.turnout),
        standing(result),
        references(question),
        buttons(
            Button("My result", ShowResult(daily.id), style="primary"),
            Button("Practise", Practise(question.id)),
            Button("Report this question", ReportQuestion(question.id), form=True),
            Button("Leaderboard", ShowLeaderboard(group=daily.group_id)),
        ),
        Footnote("This is the place to discuss it: what did you think, and why?"),
        word="revealed",
        whole=ShowResult(daily.id),
    )


def present_state(result: Posted) -> Card:
    """The post as it is to look now."""
    daily, question = result.daily, result.question
    if daily.state == "open":
        return daily_card.post(daily, question, result.shown)
    return card(
        daily_card.title(daily, question),
        "closed",
        *question_blocks(question, result.shown, None),
        Text(f"Closed with {counted(daily.answered, 'answer')}. The key has been revealed."),
        buttons(
            Button("My result", ShowResult(daily.id), style="primary"),
            Button("Practise", Practise(question.id)),
        ),
        word="revealed",
        whole=ShowResult(daily.id),
    )


def present_post(result: Posted) -> Card:
    """The post."""
    return daily_card.post(result.daily, result.question, result.shown)


def distribution(question: q.Question, shown: tuple[str, ...], turnout: Turnout | None) -> tuple[Block, ...]:
    """How many chose what, from 3 answers on."""
    if turnout is None:
        return ()
    share = f"{percent(turnout.right / turnout.answers)} of {counted(turnout.answers, 'answer')} fully right"
    unknown = f", {turnout.unknown} did not know" if turnout.unknown else ""
    said: tuple[Block, ...] = () if isinstance(question, q.Open) else (Text(f"{share}{unknown}."),)
    if not isinstance(question, q.Single | q.Multi | q.TrueFalse | q.Bug):
        return said
    labels = [str(n) for n in range(1, len(shown) + 1)] if isinstance(question, q.TrueFalse) else LETTERS
    what = {"true_false": "said true", "bug": "named the cause"}.get(question.kind, "chose it")
    rows = tuple(
        (label, str(turnout.chosen.get(name, 0)), percent(turnout.chosen.get(name, 0) / turnout.answers))
        for label, name in zip(labels, shown, strict=False)
    )
    return (*said, Table(("", what, "share"), rows, numeric=(1, 2)))


def standing(result: Revealed) -> Fields:
    """Answers, quorum, and the group's own streak."""
    daily = result.daily
    pairs = [Field("Answers", str(daily.answered))]
    if daily.roster >= 2:
        reached = "reached" if daily.quorum_at else "not reached"
        pairs.append(Field("Quorum", f"{daily.roster_answered} of {daily.roster}, {reached}"))
    pairs.append(Field("Group streak", counted(result.streak.length, "day")))
    return Fields(tuple(pairs))

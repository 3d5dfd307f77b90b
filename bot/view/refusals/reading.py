"""Refusals of answers that cannot be read: nothing was counted, what was expected, and the text given back."""

from bot.domain import errors as e
from bot.intents import Answer, AnswerPractice, AnswerRound, Intent, ShowDaily, ShowRun
from bot.view.card import Button, Card, Code, Text, buttons, card
from bot.view.question_blocks import HOW
from bot.view.refusals.shape import Cards
from bot.view.wording import counted, listed

TITLE = "I could not read that answer"
GIVEN_BACK = 1_500
"""Characters of the rejected text that stand on the card: a person has the whole of it in their own message."""


def again(refusal: e.Unreadable, intent: Intent | None, text: str, literal: str = "") -> Card:
    """The card: what was wrong, what was typed, and the way to answer again."""
    match intent:
        case AnswerPractice():
            answering: Intent = AnswerPractice(intent.question)
        case AnswerRound():
            answering = AnswerRound(intent.item)
        case _:
            answering = Answer(intent.daily if isinstance(intent, Answer) else None)
    said = refusal.said if len(refusal.said) <= GIVEN_BACK else refusal.said[:GIVEN_BACK] + "…"
    return card(
        TITLE,
        "refused",
        Text(text),
        Text(literal, literal=True) if literal else None,
        Text(f"You wrote: {said}", literal=True) if said.strip() else None,
        Text("Nothing was counted."),
        buttons(Button("Answer again", answering, style="primary", form=True)),
    )


def how(kind: str) -> str:
    """How an answer of this kind is written."""
    return HOW.get(kind, "Type the letter of your choice.")


def empty(refusal: e.EmptyResponse, intent: Intent | None) -> Card:
    return again(refusal, intent, f"There was no answer in it. {how(refusal.kind)}")


def too_long(refusal: e.ResponseTooLong, intent: Intent | None) -> Card:
    return again(
        refusal,
        intent,
        f"An answer has at most {refusal.limit:,} characters; this one has {refusal.length:,}. Shorten it.",
    )


def no_choice(refusal: e.NotAChoice, intent: Intent | None) -> Card:
    last = chr(64 + refusal.count) if 0 < refusal.count <= 26 else "?"
    return again(
        refusal,
        intent,
        f"The choices are A to {last}. {how(refusal.kind)}",
        f"This is none of them: {refusal.token[:60]}",
    )


def wrong_count(refusal: e.WrongCount, intent: Intent | None) -> Card:
    one = {"true_false": "judgement", "match": "pair"}.get(refusal.kind, "letter")
    needed = counted(refusal.most, one)
    if refusal.least != refusal.most:
        needed = f"{refusal.least} to {needed}"
    return again(refusal, intent, f"It needs {needed}, and you named {refusal.got}. {how(refusal.kind)}")


def twice(refusal: e.NamedTwice, intent: Intent | None) -> Card:
    return again(
        refusal,
        intent,
        f"Each may be named once. {how(refusal.kind)}",
        f"This stands there twice: {refusal.token[:60]}",
    )


def no_judgement(refusal: e.NotAJudgement, intent: Intent | None) -> Card:
    return again(
        refusal, intent, f"It needs {counted(refusal.count, 'judgement')}, each T or F, in order.",
        f"This is neither: {refusal.token[:60]}" if refusal.token else "",
    )  # fmt: skip


def no_pairing(refusal: e.NotAPairing, intent: Intent | None) -> Card:
    last = chr(64 + refusal.entries) if 0 < refusal.entries <= 26 else "?"
    return again(
        refusal, intent, f"Give each number from 1 to {refusal.rows} a letter from A to {last}, like this: `1b 2a 3d`."
    )


def no_line(refusal: e.NotALine, intent: Intent | None) -> Card:
    return again(
        refusal, intent, f"The code has the lines 1 to {refusal.last}.", f"This is none of them: {refusal.token[:60]}"
    )


def bug_part(refusal: e.BugPartMissing, intent: Intent | None) -> Card:
    what = "the letter of the cause" if refusal.missing == "cause" else "the number of the faulty line"
    return again(refusal, intent, f"Still missing: {what}. Write both, line first: `5 B`.")


def no_number(refusal: e.NotANumber, intent: Intent | None) -> Card:
    unit = f" in {refusal.unit}" if refusal.unit else ""
    return again(refusal, intent, f"It needs one number{unit}. For example: `1.5`, `1,296` or `3e4`.")


def out_of_range(refusal: e.NumberOutOfRange, intent: Intent | None) -> Card:
    return again(
        refusal, intent, "No answer needs a number that large or that long. Write it shorter, for example `3e4`."
    )


def unknown_unit(refusal: e.UnknownUnit, intent: Intent | None) -> Card:
    known = f" These are understood: {listed(refusal.accepted[:8], 'or')}." if refusal.accepted else ""
    return again(
        refusal, intent, f"I cannot tell that unit.{known} Without a unit, the question's own is meant.",
        f"You gave the unit: {refusal.typed[:60]}",
    )  # fmt: skip


def no_level(refusal: e.NotALevel, _: Intent | None) -> Card:
    return card(
        "Rate each criterion from 0 to 3",
        "refused",
        Text("Every criterion needs one of the levels 0, 1, 2 or 3."),
        Text(f"Look again at: {refusal.criterion}", literal=True) if refusal.criterion else None,
    )


def not_judged(refusal: e.NotJudged, _: Intent | None) -> Card:
    return card(
        "This cannot be graded here",
        "refused",
        Text("The answer is code that would have to be run, and there is no judge. Nothing was counted."),
        kept_code(refusal.said),
    )


def too_many_runs(refusal: e.TooManyRuns, _: Intent | None) -> Card:
    return card(
        "Your runs are waiting",
        "refused",
        Text(f"{counted(refusal.waiting, 'run')} of yours wait for the judge already. Send this again after the next."),
        kept_code(refusal.said),
        buttons(Button("Look at the last one", ShowRun())),
    )


def judge_full(refusal: e.JudgeFull, _: Intent | None) -> Card:
    return card(
        "The judge is busy",
        "refused",
        Text("Very many runs are waiting for the judge. Nothing was counted: please send it again in a minute."),
        kept_code(refusal.said),
    )


def no_run(_: e.NoRun, __: Intent | None) -> Card:
    return card(
        "There is no such run",
        "refused",
        Text("You have sent no code that was run, or none of that number. Runs are seen only by whoever sent them."),
        buttons(Button("Today's question", ShowDaily())),
    )


def kept_code(said: str) -> Code | None:
    """Code given back, as much of it as a card holds."""
    return Code(said[:2_400]) if said.strip() else None


CARDS: Cards = {
    e.EmptyResponse: empty,
    e.ResponseTooLong: too_long,
    e.NotAChoice: no_choice,
    e.WrongCount: wrong_count,
    e.NamedTwice: twice,
    e.NotAJudgement: no_judgement,
    e.NotAPairing: no_pairing,
    e.NotALine: no_line,
    e.BugPartMissing: bug_part,
    e.NotANumber: no_number,
    e.NumberOutOfRange: out_of_range,
    e.UnknownUnit: unknown_unit,
    e.NotALevel: no_level,
    e.NotJudged: not_judged,
    e.TooManyRuns: too_many_runs,
    e.JudgeFull: judge_full,
    e.NoRun: no_run,
}

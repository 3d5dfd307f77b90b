"""FORMS: intent -> the form that asks for it; and how the values of a form become an intent.

`form` makes at most one indexed read and writes nothing. A field of a form is a field of its intent, but for answers,
whose fields depend on the question's kind and are composed to one text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot import intents as ask
from bot.domain.errors import UnknownDaily
from bot.domain.reading import compose
from bot.intents import Intent
from bot.ports import Ports
from bot.refs import Caller
from bot.usecases.answer_round import round_form
from bot.usecases.assessment import assess_form
from bot.usecases.change import change_form
from bot.usecases.find_partner import sign_up_form
from bot.usecases.practice import practice_form
from bot.usecases.rate_pair import rate_pair_form
from bot.usecases.rate_round import rate_form
from bot.usecases.reports import report_form
from bot.usecases.settings import settings_form
from bot.usecases.setup import set_up_form
from bot.usecases.start_round import live_form, start_form
from bot.usecases.today import show_daily_for_form
from bot.view import (
    answer_form,
    assess_card,
    pair_card,
    pair_rating_card,
    practice_card,
    report_card,
    round_card,
    round_report_card,
    settings_card,
    setup_card,
)
from bot.view.card import Card
from bot.view.form import FIELDS_PER_PAGE, Form


@dataclass(frozen=True, slots=True)
class FormRoute:
    """How a form is made: a read, and the presenter that turns its result into a form (or a card)."""

    use_case: Callable[[Any, Caller, Ports], Any]
    present: Callable[[Any], Form | Card]


FORMS: dict[type[Intent], FormRoute] = {
    ask.SetUpGroup: FormRoute(set_up_form, setup_card.setup_form),
    ask.ChangeGroup: FormRoute(change_form, setup_card.change_form),
    ask.Answer: FormRoute(show_daily_for_form, answer_form.present),
    ask.AssessAnswer: FormRoute(assess_form, assess_card.form),
    ask.AnswerPractice: FormRoute(practice_form, practice_card.form),
    ask.ReportQuestion: FormRoute(report_form, report_card.form),
    ask.ChangeSettings: FormRoute(settings_form, settings_card.form),
    ask.StartRound: FormRoute(start_form, round_card.form),
    ask.SignUpPair: FormRoute(sign_up_form, pair_card.form),
    ask.RatePair: FormRoute(rate_pair_form, pair_rating_card.rate_form),
    ask.StartLive: FormRoute(live_form, round_card.form),
    ask.AnswerRound: FormRoute(round_form, round_card.answer_form),
    ask.RateRound: FormRoute(rate_form, round_report_card.rate_form),
}


def fill(intent: Intent, values: Mapping[str, str | Sequence[str]], ports: Ports) -> Intent:
    """The intent with the values of its form in place; values without a field of that name are dropped."""
    if isinstance(intent, ask.AnswerPractice):
        question = ports.bank.get(intent.question)
        return replace(intent, said=compose(question.kind if question else "", values))
    if isinstance(intent, ask.AnswerRound):
        return replace(intent, said=compose(asked_kind(intent, ports), values))
    if isinstance(intent, ask.RatePair):
        levels = " ".join([intent.levels, *levels_of(values)]).strip()
        return replace(intent, levels=levels, comment=str(values.get("comment", "")))
    if isinstance(intent, ask.AssessAnswer | ask.RateRound):
        return replace(intent, levels=" ".join([intent.levels, *levels_of(values)]).strip())
    if isinstance(intent, ask.Answer):
        return replace(intent, said=compose(kind_of(intent, ports), values))
    names = {field.name for field in fields(intent)}
    joined = {
        name: value if isinstance(value, str) else " ".join(value) for name, value in values.items() if name in names
    }
    return replace(intent, **joined)


def levels_of(values: Mapping[str, str | Sequence[str]]) -> list[str]:
    """The levels of a page of an assessment, in the order of its criteria; a level left out is said as "?"."""
    page = [values.get(f"c{number}", "?") for number in range(1, FIELDS_PER_PAGE + 1)]
    while page and page[-1] == "?":
        page.pop()
    return [value if isinstance(value, str) and value.strip() else "?" for value in page]


def asked_kind(intent: ask.AnswerRound, ports: Ports) -> str:
    """The kind of what a round asks; a story has a kind of its own, other stages are plain texts."""
    item = ports.rounds.item(intent.item)
    question = ports.bank.get(item.question_id) if item is not None else None
    if item is None or question is None:
        return ""
    return item.stage or question.kind


def kind_of(intent: ask.Answer, ports: Ports) -> str:
    """The kind of the question that is being answered. Raises UnknownDaily."""
    daily = ports.dailies.get(intent.daily) if intent.daily else None
    question = ports.bank.get(daily.question_id) if daily else None
    if question is None:
        raise UnknownDaily()
    return question.kind

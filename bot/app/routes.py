"""ROUTES: intent -> use case -> presenter. Whoever wants to know what the bot does reads this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import intents as ask
from bot.commands import CATALOGUE
from bot.intents import Intent
from bot.ports import Ports
from bot.refs import Caller
from bot.usecases.answer import answer, dont_know
from bot.usecases.on_demand import open_on_demand
from bot.usecases.today import give_hint, show_daily, show_result, show_yesterday
from bot.view import daily_card, on_demand_card, result_card
from bot.view.card import Card, Reply
from bot.view.help import help_about, help_card


@dataclass(frozen=True, slots=True)
class Route:
    """How an intent is carried out. `use_case` runs in a transaction; `present` makes its result a card or replies.

    `reads` promises that the use case writes nothing.
    """

    use_case: Callable[[Any, Caller, Ports], Any]
    present: Callable[[Any], Card | tuple[Reply, ...]]
    reads: bool = False


def as_asked(intent: Intent, caller: Caller, ports: Ports) -> Intent:
    """For what needs no more than the question itself."""
    return intent


def present_help(intent: ask.ShowHelp) -> Card:
    """All commands, or one of them in full."""
    return help_about(CATALOGUE, intent.about) if intent.about else help_card(CATALOGUE)


ROUTES: dict[type[Intent], Route] = {
    ask.ShowHelp: Route(as_asked, present_help, reads=True),
    ask.OpenOnDemand: Route(open_on_demand, on_demand_card.present),
    ask.ShowDaily: Route(show_daily, daily_card.present),
    ask.Answer: Route(answer, result_card.present),
    ask.DontKnow: Route(dont_know, result_card.present),
    ask.TakeHint: Route(give_hint, daily_card.present),
    ask.ShowResult: Route(show_result, result_card.present),
    ask.ShowYesterday: Route(show_yesterday, result_card.present_past),
}

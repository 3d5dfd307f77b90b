"""LETTERS: kind of letter -> what it says now, how that looks, and what becomes of one whose fate nobody can tell.

A letter is "<kind> <id> <id>..." in the outbox. To add a kind, add a line here and put letters of it into the outbox
(`ports.outbox.post` or `.tell`); the rest is the courier's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.ports import Ports
from bot.usecases import letters_out as out
from bot.usecases.corrections import load_corrected
from bot.usecases.invite import load_invite
from bot.usecases.live_posts import load_ask, load_podium, load_told
from bot.usecases.live_rounds import load_lobby
from bot.usecases.pair_round import load_half, load_pair, load_sheet, load_task, load_waiting
from bot.usecases.reminders import load_reminder
from bot.usecases.seasons import load_season
from bot.usecases.settle_run import load_run
from bot.usecases.spanning import load_share_asked, load_shared
from bot.view import (
    invite_card,
    learner_letters,
    live_card,
    news_card,
    pair_card,
    pair_rating_card,
    reveal_card,
    run_card,
    season_card,
    spanning_card,
)
from bot.view.card import Card

Doubt = Literal["leave", "again", "drop"]
"""When a post may be out and the history cannot be read: leave it unknown (at most once), send it again, drop it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """How a kind of letter is composed: `load` runs in a transaction and gives None when there is nothing to say.

    `counting` tells since when what was loaded does no more than count answers; None when it says more.
    """

    load: Callable[[tuple[str, ...], Ports], Any]
    present: Callable[[Any], Card]
    doubt: Doubt = "drop"
    counting: Callable[[Any], datetime | None] = lambda loaded: None


LETTERS: dict[str, Letter] = {
    "daily": Letter(out.load_post, reveal_card.present_post, "leave"),
    "state": Letter(out.load_state, reveal_card.present_state, counting=out.counting_since),
    "reveal": Letter(out.load_reveal, reveal_card.present, "again"),
    "season": Letter(load_season, season_card.news, "leave"),
    "silence": Letter(out.load_silence, news_card.silence),
    "few": Letter(out.load_few_left, news_card.few_left),
    "stopped": Letter(out.load_stopped, news_card.stopped),
    "reminder": Letter(load_reminder, learner_letters.reminder),
    "corrected": Letter(load_corrected, learner_letters.corrected),
    "run": Letter(load_run, run_card.present),
    "lost": Letter(out.load_lost, news_card.lost),
    "invite": Letter(load_invite, invite_card.present, "again"),
    "lobby": Letter(load_lobby, live_card.lobby, "again"),
    "liveask": Letter(load_ask, live_card.ask),
    "livetold": Letter(load_told, live_card.told, "again"),
    "paired": Letter(load_waiting, pair_card.found),
    "pairnow": Letter(load_waiting, pair_card.now),
    "pairmissed": Letter(load_pair, pair_card.missed),
    "nopair": Letter(lambda ids, ports: ids[1], pair_card.nobody),
    "pairsheet": Letter(load_sheet, pair_card.sheet),
    "pairasked": Letter(load_half, pair_card.asked),
    "pairtask": Letter(load_task, pair_card.task),
    "pairrate": Letter(load_pair, pair_rating_card.rate),
    "podium": Letter(load_podium, live_card.podium, "again"),
    "shareask": Letter(load_share_asked, spanning_card.present_asked),
    "shared": Letter(load_shared, spanning_card.present),
}


def read_letter(text: str) -> tuple[str, tuple[str, ...]]:
    """A letter's kind and ids."""
    kind, *ids = text.split(" ")
    return kind, tuple(ids)

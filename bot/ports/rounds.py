"""Mock interview rounds: where they stand, what was asked, what was said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Round(NamedTuple):
    """A round. `state`: lobby, running, paused, ended, or left (given up); `wish` is the JSON of what was asked for."""

    id: int
    mode: str
    format: str
    host_id: int
    group_id: int | None
    channel_id: int | None
    wish: str
    state: str
    phase: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    moved_at: datetime | None


class Item(NamedTuple):
    """One thing that a round asks. `state`: waiting, open, closed.

    `spent` seconds of its time were used up to `opened_at`, since when its clock runs (None: it stands). `why` says
    how it was closed: answered, late or skipped.
    """

    id: int
    round_id: int
    place: int
    phase: int
    question_id: str
    revision: int
    stage: str
    state: str
    opened_at: datetime | None
    spent: float
    why: str | None
    due_at: datetime | None


class Player(NamedTuple):
    """Somebody in a round. `role`: player, first (interviews first), second or observer; `left`: they went."""

    account_id: int
    learner_id: int
    left: bool
    role: str = "player"
    here: bool = False


class PairWish(NamedTuple):
    """Somebody who looks for a partner. `slots` as `bot.domain.pairing` writes them; `skipped` times found nobody."""

    id: int
    group_id: int
    account_id: int
    learner_id: int
    format: str
    band: str
    language: str
    zone: str
    slots: str
    skipped: int
    at: datetime


class NewItem(NamedTuple):
    """An item that is still to be asked."""

    phase: int
    question_id: str
    revision: int
    stage: str


class RoundAnswer(NamedTuple):
    """What somebody said to an item. `score` None: people rate it. `took` in seconds, `points` in hundredths."""

    item_id: int
    account_id: int
    response: str
    score: float | None
    points: int
    took: float
    attempt_id: int | None
    at: datetime


class Rating(NamedTuple):
    """A rubric that somebody filled in: about an item, or (item 0) about the round as a whole."""

    item_id: int
    rater_id: int
    about_id: int
    levels: Mapping[str, int]
    comment: str
    at: datetime


class Rounds(Protocol):
    """Rounds, their items, players, answers and ratings."""

    def begin(
        self, mode: str, format: str, host_id: int, wish: str, active: str, items: Sequence[NewItem], now: datetime
    ) -> int | None:
        """A new running round with its host as its player; None if another one holds `active`."""

    def open_lobby(
        self, format: str, host_id: int, group_id: int, channel_id: int, wish: str, active: str, now: datetime
    ) -> int | None:
        """A new live round that waits for its players; None if another one holds `active`."""

    def lay_out(self, round_id: int, wish: str, items: Sequence[NewItem], now: datetime) -> None:
        """A live round begins: what it asks, and by which wish."""

    def pin(self, round_id: int, zone: str, season: str) -> None:
        """The round counts on boards, by this zone and plan of seasons, whatever its group changes later."""

    def move(self, round_id: int, now: datetime) -> None:
        """Its host has done something: whoever waits for them waits from now."""

    def join(self, round_id: int, account_id: int, role: str, now: datetime) -> bool:
        """Take part (again); False if the account did already."""

    def leave(self, round_id: int, account_id: int, now: datetime) -> None: ...

    def open_pair(
        self, format: str, host_id: int, group_id: int, wish: str, roles: Mapping[int, str], now: datetime
    ) -> int:
        """A new pair round that waits for its meeting; `roles` by account."""

    def come(self, round_id: int, account_id: int, now: datetime) -> bool:
        """Somebody came to the meeting; False if that was known."""

    def wish(self, wish: PairWish, active: str) -> bool:
        """Look for a partner; False if the learner does already."""

    def wishes(self, group_id: int) -> Sequence[PairWish]:
        """Who looks for a partner in a group, the one that waits longest first."""

    def wish_of(self, active: str) -> PairWish | None: ...

    def settle_wish(self, wish_id: int, state: str) -> None:
        """It is matched or withdrawn."""

    def skip_wish(self, wish_id: int) -> None:
        """It found nobody this time."""

    def partners(self, learner_id: int) -> frozenset[int]:
        """The learners with whom this one has been paired."""

    def players(self, round_id: int) -> Sequence[Player]: ...

    def answer_of(self, item_id: int, learner_id: int) -> RoundAnswer | None:
        """What the learner said to the item, by any account."""

    def missing(self, item_id: int) -> int:
        """How many of the players who are there have not answered the item."""

    def due(self, item_id: int, due_at: datetime | None) -> None:
        """Until when everybody may answer."""

    def get(self, round_id: int) -> Round | None: ...

    def active(self, active: str) -> Round | None:
        """The round that holds this."""

    def plays(self, round_id: int, learner_id: int) -> bool:
        """Whether one of the learner's accounts plays in the round."""

    def of_learner(self, learner_id: int, offset: int, most: int) -> Sequence[Round]:
        """The learner's ended rounds, the newest first."""

    def items(self, round_id: int) -> Sequence[Item]:
        """All items in their order."""

    def item(self, item_id: int) -> Item | None: ...

    def open_item(self, item_id: int, now: datetime) -> None:
        """Start the item's clock."""

    def stop_clock(self, item_id: int, spent: float) -> None:
        """Stop it, with so many seconds used."""

    def close_item(self, item_id: int, spent: float, why: str) -> None: ...

    def set_state(self, round_id: int, state: str, phase: int, ended_at: datetime | None) -> None:
        """Where the round stands; an end also lets go of what it held."""

    def answer(self, answer: RoundAnswer) -> bool:
        """Store an answer; False if the account has answered this item already."""

    def answers(self, round_id: int) -> Sequence[RoundAnswer]:
        """All answers, in the order in which they came."""

    def rate(self, round_id: int, rating: Rating) -> bool:
        """Store a rating; False if the rater has rated this already."""

    def ratings(self, round_id: int) -> Sequence[Rating]: ...

    def met(self, learner_id: int) -> Mapping[str, int]:
        """Every question that the learner has met, with the number of the newest attempt at it."""

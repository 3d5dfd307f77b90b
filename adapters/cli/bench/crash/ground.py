"""The ground that crashes happen on: a small bank, three study groups, and those who learn in them.

What posts when is written down here once more, apart from the bot's own schedule, so that the judge can hold it to it.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from adapters.cli.bench.crash.world import PLATFORM
from bot.app import App
from bot.bank.bank import Bank
from bot.domain.question import Question
from bot.intents import AddChannel, ChangeGroup, Intent, JoinGroup, SetReminder, SetUpGroup
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef
from bot.store import rooms
from bot.store.engine import open_engine
from bot.store.migrate import prepare
from bot.store.statement import Statement

START: Final = datetime(2026, 2, 27, 0, 30, tzinfo=UTC)
"""A Friday; the zones below change their clocks in the weeks that follow."""
QUESTIONS: Final = 240
SPACE: Final = "T"


class Ground(NamedTuple):
    """A group: where it lives and when it posts. `weekdays` as they are typed and as numbers."""

    name: str
    channels: tuple[str, ...]
    zone: str
    at: time
    typed: str
    weekdays: frozenset[int]
    reveal: str
    verdict: str = "now"

    def days(self, after: datetime, until: datetime) -> Iterator[date]:
        """The study days whose post lies after one instant and not after another."""
        day = after.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        while True:
            at = datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)
            if at > until:
                return
            if at > after and day.weekday() in self.weekdays:
                yield day
            day += timedelta(days=1)


ALL_DAYS = frozenset(range(7))
GROUNDS: Final = (
    Ground("north", ("north", "blind-north"), "Europe/Berlin", time(10), "mon-fri", frozenset(range(5)), "next"),
    Ground("west", ("west",), "America/New_York", time(9), "daily", ALL_DAYS, "10h", "reveal"),
    Ground("east", ("blind-east",), "Asia/Kolkata", time(19, 30), "daily", ALL_DAYS, "next"),
)
LEARNERS: Final = tuple(
    (f"{name}{number}", channels)
    for number in range(12)
    for name, channels in (
        ("ann", ("north", "blind-north")),
        ("bob", ("west",)),
        ("cyd", ("blind-east",)),
        ("dan", ("north", "west", "blind-east")),
    )
)
REMINDED: Final = (
    ("ann0", "north", "20:30"), ("bob0", "west", "20:30"), ("eve", "west", "12:30"), ("eli", "blind-east", "11:00"),
    ("eda", "blind-east", "15:30"), ("edo", "blind-east", "17:00"), ("eno", "north", "14:00"), ("ewa", "west", "18:00"),
)  # fmt: skip
"""Who is reminded while the day waits. Those with an E never answer."""


def bank() -> Bank:
    """Questions of one press each; option `r` is the right one."""
    return Bank(tuple(question(number) for number in range(1, QUESTIONS + 1)))


def question(number: int) -> Question:
    """One of them."""
    fields: dict[str, Any] = {
        "id": f"py.crash.{number:04}",
        "kind": "single",
        "status": "live",
        "difficulty": {
            "band": ("junior", "mid", "senior")[number % 3], "prior": 0.0, "cognitive": "apply", "time_s": 60,
        },
        "stem": f"Question {number}?",
        "options": [{"id": name, "text": f"{name} of {number}", "correct": name == "r"} for name in "pqrs"],
        "explanation": "So it is.",
        "verify": {"level": "executed"},
    }  # fmt: skip
    made: Question = msgspec.convert(fields, Question)
    return made


def caller(name: str, channel: str, *, admin: bool = False) -> Caller:
    """Somebody who speaks in a channel."""
    zone = next(ground.zone for ground in GROUNDS if channel in ground.channels)
    return Caller(
        AccountRef(PLATFORM, SPACE, name),
        name,
        SpaceRef(PLATFORM, SPACE),
        ChannelRef(PLATFORM, SPACE, channel),
        channel_name=channel,
        space_admin=admin,
        zone=zone,
    )


def set_up(app: App) -> None:
    """Make the groups, as an admin would. Raises RuntimeError when one is refused."""
    for number, ground in enumerate(GROUNDS, 1):
        made = SetUpGroup(
            name=ground.name, at=f"{ground.at:%H:%M}", zone=ground.zone, weekdays=ground.typed, reveal=ground.reveal
        )
        do(app, made, "ada", ground.channels[0])
        do(app, ChangeGroup(number, verdict=ground.verdict), "ada", ground.channels[0])
        for more in ground.channels[1:]:
            do(app, AddChannel(number), "ada", more)
    for name, channel, at in REMINDED:
        do(app, JoinGroup(), name, channel)
        do(app, SetReminder(at), name, channel)


def do(app: App, intent: Intent, name: str, channel: str) -> None:
    """Somebody asks for something, and it is done."""
    for reply in app.handle(intent, caller(name, channel, admin=True)):
        if reply.card.state in ("refused", "warning"):
            raise RuntimeError(f"{intent}: {reply.card.title}")


def lay_tables(url: str) -> None:
    """Make the tables of an empty database, and compile every statement once, so that no fork has to."""
    engine = open_engine(url)
    try:
        prepare(engine)
        for statement in statements():
            statement.on[engine.dialect.name]
    finally:
        engine.dispose()


def statements() -> Iterator[Statement]:
    """All statements of the rooms."""
    package = rooms.__name__.rsplit(".", 1)[0]
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{package}."):
            yield from (one for one in vars(module).values() if isinstance(one, Statement))

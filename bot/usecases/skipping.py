"""Dates without a daily: holidays, rest for all."""

from dataclasses import dataclass
from datetime import date

from bot.domain.date_words import read_dates, without
from bot.domain.errors import DateHasDaily, NothingSkipped
from bot.domain.schedule import Skip, merged
from bot.domain.study_day import local_date
from bot.intents import SkipDates, UnskipDates
from bot.ports import Ports
from bot.ports.groups import Group
from bot.refs import Caller
from bot.usecases.administering import administer
from bot.usecases.plan_daily import plan


@dataclass(frozen=True, slots=True)
class DatesKept:
    """The dates that were skipped (or taken back), all that are skipped from today on, and the next post's day."""

    group: Group
    dates: tuple[Skip, ...]
    skips: tuple[Skip, ...]
    next_day: date | None
    back: bool = False


def skip(intent: SkipDates, caller: Caller, ports: Ports) -> DatesKept:
    """Post nothing on these dates. Raises what `administer` and `read_dates` raise, or DateHasDaily."""
    person, group = administer(intent.group, caller, ports)
    today = local_date(ports.now, group.zone)
    dates = read_dates(intent.dates, today)
    last = ports.posts.last(group.id)
    if last is not None and any(span.first <= last.day <= span.last for span in dates):
        raise DateHasDaily(day=last.day.isoformat(), group=group.id)
    skips = merged((*ports.administration.skips(group.id), *dates))
    return keep(group, person.account_id, dates, skips, today, ports, back=False)


def unskip(intent: UnskipDates, caller: Caller, ports: Ports) -> DatesKept:
    """Take skipped dates back. Raises NothingSkipped as well."""
    person, group = administer(intent.group, caller, ports)
    today = local_date(ports.now, group.zone)
    dates = read_dates(intent.dates, today)
    before = ports.administration.skips(group.id)
    skips = without(before, dates)
    if skips == before:
        raise NothingSkipped(said=intent.dates[:60])
    return keep(group, person.account_id, without(before, skips), skips, today, ports, back=True)


def keep(
    group: Group, account_id: int, dates: tuple[Skip, ...], skips: tuple[Skip, ...], today: date, ports: Ports, *,
    back: bool,
) -> DatesKept:  # fmt: skip
    """Store the dates, log them, and plan the next post anew."""
    ports.administration.keep_skips(group.id, skips, ports.now)
    said = ", ".join(f"{one.first}..{one.last}" if one.first != one.last else str(one.first) for one in dates)
    ports.administration.log(group.id, account_id, "unskip" if back else "skip", said, ports.now)
    following = plan(group.id, ports)
    coming = tuple(one for one in skips if one.last >= today)
    return DatesKept(group, dates, coming, following.day if following else None, back)

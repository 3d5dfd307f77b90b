"""Read the log of a group: every admin act, with who and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents import ShowLog
from bot.ports import Ports
from bot.ports.administration import LogRow
from bot.ports.groups import Group
from bot.refs import Caller
from bot.usecases.administering import administer

ON_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, newest first; `more` says that older rows follow."""

    group: Group
    rows: Sequence[LogRow]
    page: int
    more: bool


def show_log(intent: ShowLog, caller: Caller, ports: Ports) -> LogPage:
    """A page of the log. Raises what `administer` raises."""
    _, group = administer(intent.group, caller, ports, ended=True)
    page = max(1, min(intent.page, 10_000))
    rows = ports.administration.log_page(group.id, ON_A_PAGE + 1, (page - 1) * ON_A_PAGE)
    return LogPage(group, rows[:ON_A_PAGE], page, len(rows) > ON_A_PAGE)

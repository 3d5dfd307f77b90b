"""The App Home: today's question, streak, standings and settings on one page, composed of the same cards as elsewhere.

Who is in several groups sees one at a time, first one that waits for an answer. A page is published whole: when it is
opened, when another group is chosen, and when its owner did something that changes it.
"""

import logging
import re
from collections.abc import Sequence
from typing import Final

from adapters.slack.clients import Clients
from adapters.slack.pace import LOST, PATIENCE, Pace
from adapters.slack.people import People
from adapters.slack.render import LABEL, VIEW, Drawn, blocks
from adapters.slack.replies import code
from adapters.slack.rich import plain_text
from adapters.slack.where import Where
from bot import intents as ask
from bot.app import App
from bot.app.tasks import Tasks
from bot.intents import Intent
from bot.ports import Ports
from bot.ports.groups import Group
from bot.refs import AccountRef, Caller
from bot.view.card import Card
from bot.view.letters import one_line

log = logging.getLogger(__name__)

BLOCKS: Final = 95
IN_A_ROW: Final = 5
ROWS: Final = 3
AT_ONCE: Final = IN_A_ROW * ROWS
"""Groups offered at once; arrows lead to the others."""
MOST: Final = 50_000
"""Owners of pages remembered; whoever is forgotten gets a fresh page when they open it."""
CONTROL: Final = re.compile(r"home~(group|from)~([0-9]{1,19})(~[a-z]+)?", re.ASCII)
CHANGING: Final = (
    *(ask.Answer, ask.DontKnow, ask.TakeHint, ask.AssessAnswer, ask.JoinGroup, ask.LeaveGroup, ask.SetUpGroup),
    *(ask.ChangeSettings, ask.SetZone, ask.SetRestDays, ask.SetReminder, ask.SetConfirm, ask.SetVisibility),
    *(ask.PauseLearner, ask.ResumeLearner, ask.ConfirmLink, ask.Unlink, ask.DeleteData),
)
"""What changes one's own page."""

Key = tuple[str, str]


class Home:
    """The pages of all who opened theirs."""

    def __init__(self, door: App, clients: Clients, people: People, pace: Pace, tasks: Tasks) -> None:
        self._door = door
        self._clients = clients
        self._people = people
        self._pace = pace
        self._tasks = tasks
        self._shown: dict[Key, int | None] = {}  # who opened a page, and the group that they chose on it
        self._from: dict[Key, int] = {}  # the first of the groups offered there
        self._busy: set[Key] = set()
        self._again: set[Key] = set()

    async def turned(self, where: Where, action: str) -> None:
        """A control of the page's own was pressed: another group, or other groups to choose from."""
        found = CONTROL.fullmatch(action)
        if found is not None:
            key, number = (where.team, where.user), int(found[2])
            if found[1] == "group":
                self._shown[key] = number
            else:
                self._from[key] = number
            await self.publish(where)

    async def opened(self, where: Where) -> None:
        """Somebody opened their page."""
        key = (where.team, where.user)
        chosen = self._shown.pop(key, None)
        while len(self._shown) >= MOST:
            oldest = next(iter(self._shown))
            del self._shown[oldest]
            self._from.pop(oldest, None)
        self._shown[key] = chosen
        await self.publish(where)

    def changed(self, where: Where, intent: Intent) -> None:
        """Somebody did something: their page, if they ever opened it, is published anew."""
        if isinstance(intent, CHANGING) and (where.team, where.user) in self._shown:
            self._tasks.spawn(self.publish(where))

    async def publish(self, where: Where) -> None:
        """Publish a page as it is now. Of several wishes at once the last one is carried out, after the first."""
        key = (where.team, where.user)
        self._again.add(key)
        if key in self._busy:
            return
        self._busy.add(key)
        try:
            while key in self._again:
                self._again.discard(key)
                await self._publish(where)
        finally:
            self._busy.discard(key)

    async def _publish(self, where: Where) -> None:
        person = await self._people.of(where.team, where.user, where.user_name)
        if not person.human:
            return
        alone = Where(where.team, where.user, where.tenant, where.user_name)  # a page is in no channel
        view = await self.page(alone.caller(person), (where.team, where.user))
        try:
            workspace = await self._clients.of(where.team)
            await self._pace.call(workspace, "views_publish", patience=PATIENCE, user_id=where.user, view=view)
        except LOST as problem:
            log.warning("the page of %s in %s was not published: %s", where.user, where.team, code(problem))

    async def page(self, caller: Caller, key: Key) -> Drawn:
        """The page of a caller as Slack takes it."""
        wanted = self._shown.get(key)
        groups, chosen = await self._door.keep(lambda ports: groups_of(caller.account, wanted, ports))
        asked: list[Intent] = [ask.ShowDaily(group=chosen), ask.ShowStreak()]
        if chosen is not None:
            asked.append(ask.ShowLeaderboard(group=chosen))
        cards = [card for intent in [*asked, ask.ShowSettings()] for card in await self._cards(intent, caller)]
        rows = picker(groups, chosen, self._from.get(key, 0)) if len(groups) > 1 else []
        return {"type": "home", "callback_id": "home", "blocks": [*rows, *blocks(cards, BLOCKS - len(rows), VIEW)]}

    async def _cards(self, intent: Intent, caller: Caller) -> list[Card]:
        return [reply.card for reply in await self._door.call(intent, caller)]


def groups_of(account: AccountRef, wanted: int | None, ports: Ports) -> tuple[Sequence[Group], int | None]:
    """The groups of an account, and the one to show: the wanted one, else the first that waits for an answer."""
    person = ports.people.find(account)
    groups = ports.groups.of_learner(person.learner_id) if person is not None else ()
    ids = [group.id for group in groups]
    if person is None or not ids or wanted in ids:
        return groups, wanted if wanted in ids else None
    for group in ids:
        daily = ports.dailies.open_of(group)
        if daily is not None and ports.attempts.of_daily(daily.id, person.learner_id) is None:
            return groups, group
    return groups, ids[0]


def picker(groups: Sequence[Group], chosen: int | None, first: int) -> list[Drawn]:
    """Controls to choose another group; the chosen one is pointed at."""
    first = max(0, min(first, len(groups) - 1)) // AT_ONCE * AT_ONCE
    offered = groups[first : first + AT_ONCE]
    row = [_button(("▸ " if g.id == chosen else "") + (one_line(g.name) or "?"), f"home~group~{g.id}") for g in offered]
    arrows = []
    if first > 0:
        arrows.append(_button("◀", f"home~from~{first - AT_ONCE}~back", spoken="Groups before these"))
    if first + AT_ONCE < len(groups):
        arrows.append(_button("▶", f"home~from~{first + AT_ONCE}~on", spoken="More groups"))
    rows = [row[at : at + IN_A_ROW] for at in range(0, len(row), IN_A_ROW)]
    drawn: list[Drawn] = [{"type": "actions", "elements": elements} for elements in (*rows, arrows) if elements]
    return [*drawn, {"type": "divider"}]


def _button(label: str, action: str, *, spoken: str = "") -> Drawn:
    drawn: Drawn = {"type": "button", "text": plain_text(label, LABEL), "action_id": action}
    return {**drawn, "accessibility_label": spoken} if spoken else drawn

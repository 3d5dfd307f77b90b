"""What Slack tells of people: asked once a day, kept apart by workspace, and never trusted to be whole."""

import asyncio

import pytest

from adapters.slack.clients import OneWorkspace, UnknownWorkspace, Workspace, greet
from adapters.slack.pace import Pace
from adapters.slack.people import KEPT, People, Person, read_person
from tests.platforms.slack import FakeSlack, client, drop, malformed, ratelimited, server_error, slack

__all__ = ["slack"]


class Both:
    """Two workspaces at once."""

    def __init__(self, *workspaces: Workspace) -> None:
        self.workspaces = {one.team: one for one in workspaces}

    async def of(self, key: str) -> Workspace:
        try:
            return self.workspaces[key]
        except KeyError:
            raise UnknownWorkspace(key) from None

    async def is_gone(self, team: str, at: float) -> bool:
        return False


async def people_of(slack: FakeSlack, *workspaces: object) -> People:
    greeted = [await greet(client(slack, ws.bot_token)) for ws in workspaces]  # type: ignore[attr-defined]
    return People(Both(*greeted), Pace(slack.clock.now), slack.clock.now)


async def test_a_person_is_told_with_zone_language_and_rank(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada", display_name="Ada L.", tz="Asia/Kolkata", locale="pt-BR", is_admin=True)
    people = await people_of(slack, acme)
    assert await people.of(acme.team_id, ada.id) == Person("Ada L.", "Asia/Kolkata", "pt-BR", admin=True)


async def test_slack_is_asked_once_a_day_however_many_want_to_know(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    people = await people_of(slack, acme)
    await asyncio.gather(*(people.of(acme.team_id, ada.id) for _ in range(20)))
    await slack.clock.advance(KEPT - 1)
    await people.of(acme.team_id, ada.id)
    assert len(slack.journal.of("users.info")) == 1
    ada.person.tz = "America/Lima"
    await slack.clock.advance(1)
    assert (await people.of(acme.team_id, ada.id)).zone == "America/Lima"
    assert len(slack.journal.of("users.info")) == 2


async def test_an_event_refreshes_without_a_call(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    people = await people_of(slack, acme)
    assert (await people.of(acme.team_id, ada.id)).human
    ada.person.tz, ada.person.deleted = "America/Lima", True
    people.hear(acme.team_id, ada.person.wire(slack.clock.today(), with_locale=True))
    assert await people.of(acme.team_id, ada.id) == Person("ada", "America/Lima", "en-US", human=False)
    assert len(slack.journal.of("users.info")) == 1


async def test_the_same_id_is_somebody_else_in_another_workspace(slack: FakeSlack) -> None:
    acme, bolt = slack.workspace("acme"), slack.workspace("bolt")
    ada, bob = acme.user("ada", tz="Europe/Paris"), bolt.user("bob", tz="Asia/Tokyo")
    assert ada.id == bob.id
    people = await people_of(slack, acme, bolt)
    assert (await people.of(acme.team_id, ada.id)).zone == "Europe/Paris"
    assert (await people.of(bolt.team_id, bob.id)).zone == "Asia/Tokyo"


@pytest.mark.parametrize("tz", ["Mars/Olympus", "../etc/passwd", "", "x" * 300])
def test_a_zone_that_is_none_is_not_taken(tz: str) -> None:
    assert read_person({"id": "U1", "name": "ada", "tz": tz, "tz_offset": 3600}) == Person("ada")


def test_anything_may_be_missing_or_null() -> None:
    nothing = dict.fromkeys(("profile", "real_name", "name", "tz", "locale", "deleted", "is_bot", "is_admin"))
    assert read_person({"id": "U1", **nothing}) == Person("U1")
    assert read_person({"id": "U1"}) == Person("U1")


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user"])
def test_a_guest_rules_nothing(flag: str) -> None:
    assert read_person({"id": "U1", flag: True, "is_admin": True}) == Person("U1", guest=True)


@pytest.mark.parametrize("about", [{"is_bot": True}, {"deleted": True}, {"id": "USLACKBOT"}])
def test_bots_and_those_who_left_are_no_learners(about: dict[str, object]) -> None:
    assert not read_person({"id": "U1", **about}).human


@pytest.mark.parametrize("trouble", [server_error(), malformed(), ratelimited(30)])
async def test_when_slack_does_not_tell_what_came_along_has_to_do(slack: FakeSlack, trouble: object) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada", tz="Europe/Paris")
    people = await people_of(slack, acme)
    slack.faults.add("users.info", trouble)  # type: ignore[arg-type]
    assert await people.of(acme.team_id, ada.id, "ada") == Person("ada")
    await slack.clock.advance(31)
    assert (await people.of(acme.team_id, ada.id)).zone == "Europe/Paris"
    await slack.clock.advance(KEPT)
    slack.faults.add("users.info", trouble)  # type: ignore[arg-type]
    assert (await people.of(acme.team_id, ada.id)).zone == "Europe/Paris"  # yesterday's is better than nothing


async def test_a_line_that_breaks_is_no_fault_of_whoever_asked(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    people = await people_of(slack, acme)
    for _ in range(2):  # aiohttp itself tries a GET once more
        slack.faults.add("users.info", drop())
    assert await people.of(acme.team_id, ada.id, "ada") == Person("ada")


async def test_nobody_is_asked_about_in_a_workspace_without_quorum(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    people = People(OneWorkspace(await greet(client(slack, acme.bot_token))), Pace(slack.clock.now), slack.clock.now)
    assert await people.of("T9", "U1", "eve") == Person("eve")
    assert slack.journal.of("users.info") == []


def test_the_offset_is_never_used() -> None:
    summer = {"id": "U1", "tz": "Europe/Berlin", "tz_offset": 7200}
    zone = read_person(summer).zone
    assert zone == "Europe/Berlin"
    assert read_person({**summer, "tz_offset": 3600}).zone == zone

"""When Slack is slow, full, broken or deaf: every daily is posted exactly once, and nobody waits for another."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.messenger import SlackMessenger
from adapters.slack.pace import later
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.store import schema
from bot.store.instants import micros
from bot.view.card import card
from bot.view.messenger import CannotLook, TryLater, Undeliverable
from tests.databases import sqlite_with_tables
from tests.platforms.slack import Channel, FakeSlack, delay, drop, malformed, ratelimited, server_error
from tests.platforms.slack.faults import Fault
from tests.slack.world import World, button, playing

KEY = "daily:1:1"


def dailies(world: World) -> int:
    """How many posts of the first daily stand in the channel."""
    return sum(
        (post.metadata or {}).get("event_payload", {}).get("delivery_key") == KEY for post in world.general.parents
    )


FAULTS = {
    "lost answer": drop(after=True),
    "lost before": drop(),
    "500 after": server_error(after=True),
    "500 before": server_error(),
    "broken answer": malformed(),
    "429": ratelimited(30),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_whatever_becomes_of_the_post_it_is_there_once(world: World, fault: Fault) -> None:
    await world.set_up()
    world.slack.faults.add("chat.postMessage", fault)
    await world.pass_time(3_600)
    for _ in range(4):
        await world.pass_time(15)
    assert dailies(world) == 1


async def test_the_bot_dies_between_post_and_confirmation(
    slack: FakeSlack, mode: str, sqlite_template: Path, tmp_path: Path
) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    acme = slack.workspace("acme")
    general = acme.channel("general")
    acme.user("ada").join(general)
    async with playing(slack, mode, url, acme) as world:
        await world.set_up()
        slack.faults.add("chat.postMessage", delay(600, after=True))
        await slack.clock.advance(3_600)
        dying = asyncio.ensure_future(world.app.tick(watch=False))
        await slack.until(lambda: dailies(world) == 1)
        await world.app.courier.stop(0)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    async with playing(slack, mode, url, acme) as world:
        for _ in range(4):
            await world.pass_time(60)
        assert dailies(world) == 1
        assert states(world)[KEY] == "sent"


async def test_a_history_that_cannot_be_read_means_at_most_once(world: World) -> None:
    await world.set_up()
    world.acme.installation.scopes -= {"channels:history", "groups:history"}
    world.slack.faults.add("chat.postMessage", drop())
    await world.pass_time(3_600)
    for _ in range(3):
        await world.pass_time(60)
    assert dailies(world) == 0
    assert states(world)[KEY] == "unknown"


async def test_a_fan_out_of_500_groups_spreads_by_itself_and_posts_each_once(
    slack: FakeSlack, sqlite_template: Path, tmp_path: Path
) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    acme = slack.workspace("acme")
    slack.rates.enforced = True
    async with playing(slack, "http", url, acme) as world:
        places = [acme.channel(f"hall-{number}") for number in range(500)]
        due_today(world, places)
        begun = slack.clock.now()
        while any(not channel.parents for channel in places) and slack.clock.now() < begun + 600:
            await world.tick()
            await slack.clock.advance(5)
        calls = slack.journal.of("chat.postMessage")
        assert [len(channel.parents) for channel in places] == [1] * len(places)
        assert all(call.status == 200 or call.error == "ratelimited" for call in calls)
        assert 0 < sum(call.status == 429 for call in calls) <= 50, "whoever is told to wait does not ask on and on"


def due_today(world: World, places: list[Channel]) -> None:
    """A group in each of these channels, all of which post now."""
    now = world.slack.clock.today()
    groups = [
        {
            "id": number, "name": f"Group {number}", "zone": "UTC", "post_at": f"{now:%H:%M}",
            "weekdays": "0,1,2,3,4,5,6", "created_at": micros(now), "next_post_at": micros(now),
            "next_day": now.date().isoformat(),
        }
        for number in range(1, len(places) + 1)
    ]  # fmt: skip
    with world.engine.begin() as connection:
        connection.execute(sa.insert(schema.space), {"id": 1, "platform": "slack", "key": world.acme.team_id})
        connection.execute(sa.insert(schema.study_group), groups)
        connection.execute(
            sa.insert(schema.channel),
            [{"space_id": 1, "key": place.id, "group_id": number} for number, place in enumerate(places, 1)],
        )
        connection.execute(
            sa.insert(schema.agenda),
            [
                {"key": f"post:{group['id']}", "what": "post", "subject": group["id"], "due_at": micros(now)}
                for group in groups
            ],
        )


async def test_a_full_workspace_holds_up_nobody_else(slack: FakeSlack, sqlite_template: Path, tmp_path: Path) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    acme, other = slack.workspace("acme"), slack.workspace("other")
    async with playing(slack, "http", url, acme) as world:
        pace = world.connection.pace
        mine = await world.connection.clients.of(acme.team_id)
        theirs = type(mine)(
            "T9", world.connection.bolt.client.__class__(other.bot_token, slack.api, retry_handlers=[]), "U1", "B1"
        )
        slack.faults.add("users.info", ratelimited(30))
        with pytest.raises(TryLater):
            await pace.call(mine, "users_info", user="U0000001")
        calls = len(slack.journal.of("users.info"))
        with pytest.raises(TryLater, match="30"):
            await pace.call(mine, "users_info", user="U0000001")
        assert len(slack.journal.of("users.info")) == calls, "what is closed is not asked again"
        assert (await pace.call(theirs, "users_info", user="U0000001"))["ok"]
        assert (await pace.call(mine, "auth_test"))["ok"], "another method is open"
        await slack.clock.advance(30)
        assert (await pace.call(mine, "users_info", user="U0000001"))["ok"]


WAITS = {"30": 30.0, "1.5": 1.5, "0": 1.0, "-5": 1.0, "": 30.0, "soon": 30.0, "nan": 30.0, "inf": 30.0}


@pytest.mark.parametrize("said", WAITS)
def test_whatever_slack_says_of_later_it_is_waited_for(said: str) -> None:
    answer = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data={"ok": False, "error": "ratelimited"},
        headers={"retry-after": said}, status_code=429,
    )  # fmt: skip
    assert later(SlackApiError("", answer)) == WAITS[said]


async def test_posts_in_a_channel_are_a_second_apart(world: World) -> None:
    world.slack.rates.enforced = True
    channel = ChannelRef("slack", world.acme.team_id, world.general.id)
    sending = [
        asyncio.ensure_future(world.connection.messenger.send(channel, card(f"{n}", "info"), f"k{n}")) for n in range(4)
    ]
    for count in range(1, 5):
        await world.until(lambda: len(world.slack.journal.of("chat.postMessage")) == count)  # noqa: B023
        await world.slack.clock.advance(1.1)
    await asyncio.gather(*sending)
    times = [call.at for call in world.slack.journal.of("chat.postMessage")]
    assert all(later - earlier >= 1.1 - 1e-6 for earlier, later in pairwise(times))


# --- the messenger by itself


def here(world: World) -> ChannelRef:
    return ChannelRef("slack", world.acme.team_id, world.general.id)


def messenger(world: World) -> SlackMessenger:
    return world.connection.messenger


async def test_of_two_posts_with_one_key_the_first_is_kept(world: World) -> None:
    first = await messenger(world).send(here(world), card("One", "info"), "k")
    sending = asyncio.ensure_future(messenger(world).send(here(world), card("One", "info"), "k"))
    await world.until(lambda: world.turns.waiting)
    await world.slack.clock.advance(2)
    await sending
    assert await messenger(world).find(here(world), "k", world.slack.clock.today()) == first
    assert len(world.general.parents) == 1
    assert await messenger(world).find(here(world), "other", world.slack.clock.today()) is None


async def test_all_pages_of_a_history_are_read(world: World) -> None:
    sent = await messenger(world).send(here(world), card("One", "info"), "k")
    for number in range(40):
        world.bob.say(world.general, f"chatter {number}")
    assert await messenger(world).find(here(world), "k", world.slack.clock.today()) == sent
    assert len(world.slack.journal.of("conversations.history")) == 3


async def test_a_key_is_found_in_block_ids_where_metadata_are_missing(world: World) -> None:
    sent = await messenger(world).send(here(world), card("One", "info"), "k")
    del world.general.latest.body["metadata"]
    assert await messenger(world).find(here(world), "k", world.slack.clock.today()) == sent


async def test_a_reply_is_found_by_its_thread_or_by_its_parent(world: World) -> None:
    parent = await messenger(world).send(here(world), card("Question", "open"), "k")
    now = world.slack.clock.today()
    assert await messenger(world).find(here(world), "r", now, parent) is None
    await world.slack.clock.advance(2)
    reply = await messenger(world).send(here(world), card("Reveal", "closed"), "r", parent)
    assert world.general.thread(parent.key)
    assert await messenger(world).find(here(world), "r", now, parent) == reply
    world.slack.app.bot_reads_replies = True
    assert await messenger(world).find(here(world), "r", now, parent) == reply
    assert await messenger(world).find(here(world), "s", now, parent) is None


CLOSED = {"is_archived": "archived", "channel_not_found": "deleted", "restricted_action": "restricted"}


@pytest.mark.parametrize("reason", CLOSED)
async def test_a_closed_channel_is_told_as_such(world: World, reason: str) -> None:
    setattr(world.general, CLOSED[reason], True)
    with pytest.raises(Undeliverable, match=reason):
        await messenger(world).send(here(world), card("One", "info"), "k")


async def test_people_who_are_gone_cannot_be_told(world: World) -> None:
    world.bob.person.deleted = True
    with pytest.raises(Undeliverable, match="user_disabled"):
        await messenger(world).tell(AccountRef("slack", world.acme.team_id, world.bob.id), card("One", "info"))
    with pytest.raises(Undeliverable, match="workspace"):
        await messenger(world).tell(AccountRef("slack", "T404", world.bob.id), card("One", "info"))


async def test_a_revoked_token_is_undeliverable_and_a_post_that_is_gone_too(world: World) -> None:
    sent = await messenger(world).send(here(world), card("One", "info"), "k")
    with pytest.raises(Undeliverable, match="message_not_found"):
        await messenger(world).edit(MessageRef("slack", sent.channel, "1.000001"), card("Two", "info"))
    world.slack.revoke(world.acme, tell=False)
    with pytest.raises(Undeliverable, match="token_revoked"):
        await messenger(world).edit(sent, card("Two", "info"))


async def test_no_scope_for_the_history_is_said(world: World) -> None:
    world.acme.installation.scopes -= {"channels:history"}
    with pytest.raises(CannotLook):
        await messenger(world).find(here(world), "k", world.slack.clock.today())


async def test_an_export_comes_as_a_file(world: World) -> None:
    post = await world.post_daily()
    await world.ada.click(post, button(post, "A"))
    await world.until(lambda: world.count("attempt") == 1)
    await world.ada.slash("/quorum export", world.general)
    await world.until(lambda: world.slack.journal.of("files.completeUploadExternal"))
    (file,) = world.slack.files.values()
    assert b"attempt" in (file.content or b"")


# --- two workspaces


async def test_two_workspaces_never_see_each_other(slack: FakeSlack, sqlite_template: Path, tmp_path: Path) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    acme, other = slack.workspace("acme"), slack.workspace("other")
    for ws in (acme, other):
        ws.user("ada").join(ws.channel("general"))
    assert acme.user("ada").id == other.user("ada").id
    async with playing(slack, "http", url, acme) as world:
        post = await world.post_daily()
        await world.ada.click(post, button(post, "A"))
        await world.until(lambda: world.count("attempt") == 1)
        await other.user("ada").slash("/quorum daily", next(iter(other.channels.values())))
        assert not slack.journal.of("users.info", other.team_id)
        assert world.count("learner") == 1
        with pytest.raises(Undeliverable):
            await messenger(world).tell(AccountRef("slack", other.team_id, world.ada.id), card("One", "info"))
        assert not other.user("ada").dms


def states(world: World) -> dict[str, str]:
    """What became of the letters by delivery key."""
    with world.engine.connect() as connection:
        return dict(connection.execute(sa.select(schema.outbox.c.delivery_key, schema.outbox.c.state)).all())  # type: ignore[arg-type]

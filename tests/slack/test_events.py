"""Events: what a workspace tells of channels and people, once each, in both modes; and lines typed to the bot."""

import contextlib
import sqlite3

import sqlalchemy as sa

from bot.store import schema
from tests.platforms.slack import delay, events, ratelimited
from tests.slack.world import World, button, words


def channel_states(world: World) -> dict[str, str]:
    """Channels by key, and whether they are there."""
    with world.engine.connect() as connection:
        rows = connection.execute(sa.select(schema.channel.c.key, schema.channel.c.state)).all()
    return {row.key: row.state for row in rows}


def group_state(world: World) -> str:
    with world.engine.connect() as connection:
        return str(connection.execute(sa.select(schema.study_group.c.state)).scalar_one())


async def test_a_redelivered_event_counts_once(world: World) -> None:
    hall = world.acme.channel("hall", bot=False)
    delivery = await world.ada.invite_bot(hall)
    assert delivery is not None
    await world.slack.deliveries.repeat(delivery)
    assert delivery.outcomes == ["acked", "acked"]
    await world.tick()
    await world.tick()
    assert len(hall.parents) == 1
    assert world.count("event_seen") == 1


async def test_an_event_that_cannot_be_stored_comes_again(world: World) -> None:
    hall = world.acme.channel("hall", bot=False)
    with contextlib.closing(sqlite3.connect(world.engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # nobody else can write
        delivery = world.ada.invite_bot(hall)
        assert delivery is not None
        if world.mode == "socket":
            await world.slack.clock.advance(3, unanswered=True)
        await world.until(lambda: delivery.attempts[0].outcome)
        other.execute("ROLLBACK")
    await delivery
    await world.slack.clock.advance(60)
    assert delivery.attempts[0].outcome != "acked"
    assert delivery.ok
    await world.tick()
    assert len(hall.parents) == 1


async def test_a_channel_that_is_lost_suspends_its_group_and_comes_back(world: World) -> None:
    await world.set_up()
    await world.ada.remove_bot(world.general)
    assert channel_states(world)[world.general.id] == "lost"
    assert group_state(world) == "paused"
    await world.tick()
    assert "Backend circle is paused" in world.ada.dms[0].text
    await world.ada.invite_bot(world.general)
    assert channel_states(world)[world.general.id] == "active"
    assert group_state(world) == "active"


async def test_archived_unarchived_renamed_deleted(world: World) -> None:
    await world.set_up()
    await world.ada.archive(world.general)
    assert channel_states(world)[world.general.id] == "lost"
    await world.ada.unarchive(world.general)
    assert channel_states(world)[world.general.id] == "active"
    await world.ada.rename(world.general, "study-hall")
    with world.engine.connect() as connection:
        assert connection.execute(sa.select(schema.channel.c.name)).scalar_one() == "study-hall"
    hall = next(channel for channel in world.acme.channels.values() if channel.name == "study-hall")
    await world.ada.delete_channel(hall)
    assert channel_states(world)[hall.id] == "lost"


async def test_a_private_channel_is_lost_as_well(world: World) -> None:
    den = world.acme.channel("den", private=True)
    world.ada.join(den)
    await world.set_up(channel=den)
    await world.ada.remove_bot(den)
    assert channel_states(world)[den.id] == "lost"


async def test_who_was_deactivated_is_gone(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, button(post, "A"))
    await world.until(lambda: world.count("attempt") == 1)
    await world.bob.change(deleted=True)
    with world.engine.connect() as connection:
        active = connection.execute(sa.select(schema.member.c.active)).scalars().all()
    assert active == [0]
    assert world.count("attempt") == 1


async def test_who_left_the_channel_is_inactive_until_they_answer_again(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, button(post, "A"))
    await world.until(lambda: world.count("attempt") == 1)
    assert active(world) == [1]
    await world.bob.leave(world.general)
    assert active(world) == [0]
    assert channel_states(world)[world.general.id] == "active"
    assert world.count("attempt") == 1


def active(world: World) -> list[int]:
    """Who is a member and who was."""
    with world.engine.connect() as connection:
        return list(connection.execute(sa.select(schema.member.c.active)).scalars())


async def test_the_bot_itself_left_a_channel(world: World) -> None:
    await world.set_up()
    for _ in range(2):  # with and without another event that says the same
        about = {"user": world.acme.bot.id, "channel": world.general.id, "channel_type": "C", "event_ts": "1.000001"}
        delivery = events.send(world.acme, {"type": "member_left_channel", **about})
        assert delivery is not None
        assert (await delivery).ok
        await world.ada.remove_bot(world.general)
    assert channel_states(world)[world.general.id] == "lost"
    assert group_state(world) == "paused"


async def test_an_event_that_cannot_be_read_is_not_asked_for_again(world: World) -> None:
    await world.set_up()
    for about in ({"channel": world.general.id}, {"channel": None}, {}):
        delivery = events.send(world.acme, {"type": "channel_rename", "event_ts": "1.000001", **about})
        assert delivery is not None
        assert (await delivery).outcomes == ["acked"]
    assert channel_states(world)[world.general.id] == "active"


async def test_the_app_is_uninstalled_in_either_order(world: World) -> None:
    await world.set_up()
    world.slack.uninstall(world.acme, first="tokens_revoked")
    await world.until(lambda: channel_states(world)[world.general.id] == "lost")
    assert group_state(world) == "paused"
    for delivery in world.slack.journal.deliveries[-2:]:
        await delivery
        assert delivery.ok


async def test_a_late_uninstall_of_a_workspace_that_is_there_changes_nothing(world: World) -> None:
    await world.set_up()
    delivery = events.lifecycle(world.acme, "app_uninstalled", at=0)
    assert delivery is not None
    assert (await delivery).ok
    assert channel_states(world)[world.general.id] == "active"


async def test_a_mention_is_a_line(world: World) -> None:
    await world.ada.mention(world.general, "")
    helped = (await world.until(lambda: world.ada.ephemerals))[0]
    assert "leaderboard" in words(helped)
    await world.ada.mention(world.general, "good morning, what can you do?")
    (again,) = await world.until(lambda: world.ada.ephemerals[1:])
    assert words(again) == words(helped)
    await world.ada.mention(world.general, "group setup")
    offered = (await world.until(lambda: world.ada.ephemerals[2:]))[0]
    await world.ada.click(offered, button(offered, "Open the form"))
    form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
    assert form.inputs["f:name", "name"]["value"] == "general"
    assert not world.bob.ephemerals


async def test_a_direct_message_is_a_line_and_bots_are_not_answered(world: World) -> None:
    await world.ada.dm("help")
    await world.until(lambda: len(world.ada.dms) == 2)
    assert "leaderboard" in words(world.ada.dms[1])
    await world.slack.clock.advance(2)
    await world.ada.dm("hello & goodbye")
    await world.until(lambda: len(world.ada.dms) == 4)
    assert words(world.ada.dms[3]) == words(world.ada.dms[1])
    robot = world.acme.user("robot", is_bot=True)
    robot.join(world.general)
    await robot.mention(world.general, "help")
    assert not robot.ephemerals


async def test_a_person_is_named_by_mention(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, button(post, "A"))
    await world.until(lambda: world.count("attempt") == 1)
    before = len(world.ada.ephemerals)
    await world.ada.slash("/quorum group admin @bob", world.general)
    await world.until(lambda: world.ada.ephemerals[before:])
    assert world.count("group_admin") == 2


async def test_zone_and_name_come_from_slack_once_and_follow_changes(world: World) -> None:
    world.ada.person.tz = "America/New_York"
    for _ in range(3):
        before = len(world.ada.ephemerals)
        await world.ada.slash("/quorum settings", world.general)
        await world.until(lambda: len(world.ada.ephemerals) > before)  # noqa: B023
    assert len(world.slack.journal.of("users.info")) == 1
    assert "America/New_York" in words(world.ada.ephemerals[-1])
    await world.ada.change(tz="Asia/Tokyo", display_name="Countess")
    person = await world.connection.people.of(world.acme.team_id, world.ada.id)
    assert (person.name, person.zone) == ("Countess", "Asia/Tokyo")
    assert len(world.slack.journal.of("users.info")) == 1


async def test_people_are_served_when_slack_tells_nothing_of_them(world: World) -> None:
    world.slack.faults.add("users.info", ratelimited(30))
    stranger = world.acme.user("stranger", tz=None, is_stranger=True)
    stranger.join(world.general)
    await stranger.slash("/quorum help", world.general)
    await world.until(lambda: stranger.ephemerals)


async def test_the_admin_of_a_workspace_is_one_of_its_groups(world: World) -> None:
    await world.set_up()
    boss = world.acme.user("boss", is_admin=True)
    boss.join(world.general)
    await boss.slash("/quorum group pause", world.general)
    await world.until(lambda: boss.ephemerals)
    assert group_state(world) == "paused"
    guest = world.acme.user("guest", is_ultra_restricted=True)
    guest.join(world.general)
    await guest.slash("/quorum group resume", world.general)
    await world.until(lambda: guest.ephemerals)
    assert group_state(world) == "paused"


async def test_a_slow_slack_holds_no_acknowledgement(world: World) -> None:
    world.slack.faults.add("users.info", delay(10))
    press = await world.ada.slash("/quorum help", world.general)
    assert press.ok
    await world.until(lambda: world.slack.journal.of("users.info"))
    await world.slack.clock.advance(10)
    await world.until(lambda: world.ada.ephemerals)

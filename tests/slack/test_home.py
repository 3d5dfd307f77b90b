"""The App Home: the same cards on one page, kept up with what its owner does."""

from typing import Any

from adapters.slack.home import AT_ONCE, picker
from bot.view.wire import decode
from tests.platforms.slack import FakeSlack, Post
from tests.slack.world import World, button, words


def picks(world: World, who: Any) -> list[str]:
    """The groups that a page offers."""
    return [
        element["text"]["text"]
        for block in who.home.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith("home~")
    ]


async def question(world: World) -> Post:
    """A group whose first question stands in the channel."""
    await world.post_daily()
    return await world.until(lambda: next((p for p in world.general.parents if "DontKnow" in ids(p)), None))


def ids(shown: Any) -> str:
    """The intents of a message's controls."""
    controls = [e["action_id"] for b in shown.blocks if b["type"] == "actions" for e in b["elements"]]
    return " ".join(type(decode(one.split("~")[0])).__name__ for one in controls)


async def opened(world: World, who: Any, says: str) -> str:
    """Open the page and wait until it says something."""
    await who.open_home()
    await world.until(lambda: who.id in world.acme.homes and says in words(who.home))
    return words(who.home)


async def test_whoever_is_in_no_group_reads_how_to_begin(world: World) -> None:
    page = await opened(world, world.ada, "Your streak")
    assert "group" in page
    assert "Settings" in page or "settings" in page
    assert "Leaderboard ·" not in page


async def test_the_page_has_question_streak_board_and_settings(world: World) -> None:
    post = await question(world)
    before = len(world.ada.ephemerals)
    await world.ada.click(post, button(post, "A"))
    await world.until(lambda: len(world.ada.ephemerals) > before)
    page = await opened(world, world.ada, "Leaderboard")
    for said in ("Your streak: 1 day", "Leaderboard · ", "ada (you)", "Europe/Berlin"):
        assert said in page
    assert len(world.ada.home.blocks) <= 95
    assert len(world.slack.journal.of("users.info")) <= 2  # nobody is asked about when a page is drawn


async def test_the_question_is_answered_on_the_page_and_the_page_follows(world: World) -> None:
    post = await question(world)
    await world.ada.slash("/quorum group show", world.general)
    await world.ada.slash("/quorum join", world.general)
    page = await opened(world, world.ada, "Today")
    assert "Your streak: 1 day" not in page
    await world.ada.click(world.ada.home, button(world.ada.home, "A"))
    await world.until(lambda: "Your streak: 1 day" in words(world.ada.home))
    assert world.ada.views, "the result is in a modal"
    await world.tick()
    assert post.blocks


async def test_an_answer_in_the_channel_changes_an_open_page_only(world: World) -> None:
    post = await question(world)
    await world.bob.click(post, button(post, "A"))
    await world.until(lambda: world.bob.ephemerals)
    assert world.slack.journal.of("views.publish") == []
    await opened(world, world.ada, "Your streak")
    await world.ada.click(post, button(post, "A"))
    await world.until(lambda: "Your streak: 1 day" in words(world.ada.home))
    assert world.bob.id not in world.acme.homes


async def test_settings_changed_on_the_page_show_at_once(world: World) -> None:
    await question(world)
    await opened(world, world.ada, "Europe/Berlin")
    await world.ada.slash("/quorum zone Asia/Tokyo", world.general)
    await world.until(lambda: "Asia/Tokyo" in words(world.ada.home))


async def test_several_groups_are_shown_one_at_a_time(world: World) -> None:
    await world.set_up()
    other = world.acme.channel("other")
    world.ada.join(other)
    before = len(world.ada.ephemerals)
    await world.ada.slash('/quorum group setup name="Night owls" at=11:30 zone=Europe/Berlin', other)
    await world.until(lambda: len(world.ada.ephemerals) > before)
    for channel in (world.general, other):
        before = len(world.ada.ephemerals)
        await world.ada.slash("/quorum join", channel)
        await world.until(lambda before=before: len(world.ada.ephemerals) > before)
    await opened(world, world.ada, "Leaderboard · Backend circle")
    assert picks(world, world.ada) == ["▸ Backend circle", "Night owls"]
    await world.ada.click(world.ada.home, button(world.ada.home, "Night owls"))
    await world.until(lambda: "Leaderboard · Night owls" in words(world.ada.home))
    assert picks(world, world.ada) == ["Backend circle", "▸ Night owls"]
    await world.ada.leave(other)
    await world.ada.slash("/quorum group show", other)
    await opened(world, world.ada, "Leaderboard · Night owls")  # the choice is kept


async def test_a_page_that_slack_does_not_take_harms_nothing(world: World) -> None:
    world.slack.app.home_tab_enabled = False
    await world.ada.open_home()
    await world.until(lambda: world.slack.journal.of("views.publish"))
    world.slack.app.home_tab_enabled = True
    await opened(world, world.ada, "Your streak")


async def test_the_messages_tab_is_no_page(world: World) -> None:
    await world.ada.open_home("messages")
    await opened(world, world.bob, "Your streak")
    assert world.ada.id not in world.acme.homes


async def test_two_workspaces_have_pages_of_their_own(world: World, slack: FakeSlack) -> None:
    await opened(world, world.ada, "Your streak")
    assert all(call.team == world.acme.team_id for call in slack.journal.of("views.publish"))


def test_many_groups_are_offered_a_few_at_a_time() -> None:
    class Named:
        def __init__(self, number: int) -> None:
            self.id, self.name = number, f"Group {number}"

    groups: Any = [Named(number) for number in range(AT_ONCE * 2 + 1)]
    seen = []
    for first in (0, AT_ONCE, AT_ONCE * 2, 10**9):
        rows = picker(groups, 0, first)
        assert rows[-1] == {"type": "divider"}
        assert all(len(row["elements"]) <= 5 for row in rows[:-1])
        ids = [element["action_id"] for row in rows[:-1] for element in row["elements"]]
        assert len(ids) == len(set(ids))
        seen.append([name for name in ids if name.startswith("home~group~")])
    assert [len(one) for one in seen] == [AT_ONCE, AT_ONCE, 1, 1]

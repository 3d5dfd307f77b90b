"""Forms filled in wrongly, and what becomes of them; settings, paging, admin verbs, direct messages, permissions."""

from typing import Any

import discord
import pytest

from tests.discord.drawn import standing
from tests.discord.world import World, button, controls, words


async def send(person: Any, opened: Any, **changes: Any) -> Any:
    """Send a form as it opened, with some fields filled in otherwise."""
    assert opened.modal is not None
    return await person.submit_modal(opened, {**standing(opened.modal), **changes})


def said(result: Any) -> str:
    """All that an answer shows, its further messages too."""
    assert result.response is not None
    assert result.ephemeral
    return "\n".join(map(words, [result.response, *result.followups]))


async def press(person: Any, result: Any, label: str) -> Any:
    """Press a button on whichever message of an answer has it."""
    for shown in [result.response, *result.followups]:
        if any(part.get("label") == label for part in controls(shown)):
            return await person.click(shown.message, custom_id=button(shown, label))
    raise AssertionError(f"there is no {label!r} on {said(result)}")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"at": "25 past never"}, {"at": "21:30"}),
        ({"zone": "Middle/Earth"}, {"zone": "Europe/Berlin"}),
        ({"weekdays": "someday"}, {"weekdays": "mon-fri"}),
        ({"reveal": "5 minutes"}, {"reveal": "4h"}),
    ],
    ids=["time", "zone", "weekdays", "reveal"],
)
async def test_a_set_up_that_is_refused_is_given_back(
    world: World, wrong: dict[str, str], right: dict[str, str]
) -> None:
    opened = await world.ada.slash(world.general, "group setup")
    assert opened.modal["title"].endswith("(1 of 2)")
    refused = await send(world.ada, opened, **{"name": "Night *owls*", "zone": "Europe/Berlin", **wrong})
    assert refused.followups == []
    assert next(iter(wrong.values())) in said(refused)
    assert "name: Night *owls*" in said(refused)
    assert world.count("study_group") == 0
    again = await press(world.ada, refused, "Correct it")
    assert standing(again.modal) | wrong == standing(again.modal)
    assert standing(again.modal)["name"] == "Night *owls*"
    kept = await send(world.ada, again, **right)
    second = await press(world.ada, kept, "Continue")
    assert second.modal["title"].endswith("(2 of 2)")
    made = await send(world.ada, second)
    assert "Night \\*owls\\* is set up" in said(made)
    assert world.count("study_group") == 1


async def test_a_mistake_on_the_second_page_keeps_the_first(world: World) -> None:
    opened = await world.ada.slash(world.general, "group setup")
    kept = await send(world.ada, opened, name="Owls", zone="Europe/Berlin")
    second = await press(world.ada, kept, "Continue")
    refused = await send(world.ada, second, bands="a third each")
    assert "a third each" in said(refused)
    again = await press(world.ada, refused, "Correct it")
    assert standing(again.modal)["bands"] == "a third each"
    made = await send(world.ada, again, bands="20/50/30")
    assert "Owls is set up" in said(made)


async def test_settings_are_changed_by_a_form(world: World) -> None:
    await world.set_up()
    opened = await world.bob.slash(world.general, "settings change")
    refused = await send(world.bob, opened, zone="Nowhere", remind="18:30", rest=["saturday"])
    assert "Nowhere" in said(refused)
    again = await press(world.bob, refused, "Fill it in again")
    there = standing(again.modal)
    assert (there["zone"], there["remind"], there["rest"]) == ("Nowhere", "18:30", ["saturday"])
    done = await send(world.bob, again, zone="Asia/Tokyo")
    assert "Asia/Tokyo" in said(done)
    assert "Saturday" in said(done)
    shown = await world.bob.slash(world.general, "settings show")
    assert "at 18\\:30" in said(shown)


async def test_a_report_needs_its_words(world: World) -> None:
    post = await world.post_daily()
    answered = await world.bob.click(post, custom_id=button(post, "A"))
    opened = await press(world.bob, answered, "Report this question")
    blank = await send(world.bob, opened, reason="   ")
    assert "Thank you" not in said(blank)
    assert world.count("report") == 0
    opened = await press(world.bob, answered, "Report this question")
    assert "Thank you" in said(await send(world.bob, opened, reason="option b is right as well"))
    assert world.count("report") == 1


async def test_a_long_board_is_read_page_by_page(world: World) -> None:
    post = await world.post_daily()
    people = [world.guild.add_member(world.env.create_user(f"learner{n:02}")) for n in range(23)]
    for person in people:
        await person.click(post, custom_id=button(post, "A"))
    shown = await world.bob.slash(world.general, "leaderboard")
    seen = said(shown)
    pages = 1
    while any(part.get("label") == "Next page" for part in controls(shown.response)):
        shown = await press(world.bob, shown, "Next page")
        seen += said(shown)
        pages += 1
    assert pages > 1
    assert all(f"learner{n:02}" in seen for n in range(23))
    assert any(part.get("label") == "Previous page" for part in controls(shown.response))


async def test_admin_verbs_are_for_admins(world: World) -> None:
    await world.set_up()
    for line in ("group pause", "group change at=10:00", "group log", "group skip 2026-01-05", "group end yes"):
        refused = await world.bob.slash(world.general, "quorum", line=line)
        assert "not done" in said(refused), line
    assert "running" in said(await world.bob.slash(world.general, "group show"))
    role = world.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    chief = world.guild.add_member(world.env.create_user("chief"), roles=[role])
    assert "is paused" in said(await chief.slash(world.general, "group-admin pause"))
    assert "running again" in said(await world.ada.slash(world.general, "quorum", line="group resume"))


async def test_in_a_direct_message_personal_verbs_work_and_group_verbs_find_the_group(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, custom_id=button(post, "A"))
    bob = world.bob.user
    for line, expected in (
        ("streak", "Your streak: 1 day"),
        ("settings", "Your settings"),
        ("daily", "You answered this already"),
        ("board", "Leaderboard · Backend circle"),
        ("group show", "Backend circle"),
        ("help", "What you can ask for"),
    ):
        result = await bob.slash("quorum", line=line)
        assert expected in said(result), line
    board = await bob.slash("leaderboard")
    month = await press(bob, board, "Month")
    assert "this month" in said(month)
    opened = await bob.slash("settings change")
    assert "Asia/Tokyo" in said(await send(bob, opened, zone="Asia/Tokyo"))
    stranger = world.env.create_user("stranger")
    nowhere = await stranger.slash("daily")
    assert nowhere.response is not None
    assert "Something broke" not in words(nowhere.response)


async def test_where_the_bot_may_not_write_whoever_sets_it_up_is_told(world: World) -> None:
    locked = world.guild.create_text_channel(
        "locked", overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    await world.env.settle()
    result = await world.ada.slash(locked, "quorum", line='group setup name="Locked" at=11:00 zone=Europe/Berlin')
    assert "Send Messages" in said(result)

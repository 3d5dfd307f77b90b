"""The daily question in a Slack channel: posted, answered by a press or a form, counted, revealed."""

from tests.platforms.slack import Actor, Post
from tests.slack.world import World, button, words


def answered(actor: Actor) -> list[Post]:
    """The results that somebody was shown."""
    return [one for one in actor.ephemerals if "Backend circle ·" in one.text]


async def test_the_daily_is_posted_at_its_time(world: World) -> None:
    post = await world.post_daily()
    assert "Backend circle" in post.text
    assert post.metadata == {"event_type": "quorum_card", "event_payload": {"delivery_key": "daily:1:1"}}
    assert all(block["block_id"].startswith("q:daily:1:1:") for block in post.blocks)
    call = world.slack.journal.of("chat.postMessage")[-1]
    assert call.args["unfurl_links"] in (False, "0", 0)


async def test_a_press_is_answered_in_private_and_a_second_press_alike(world: World) -> None:
    post = await world.post_daily()
    for _ in range(2):
        assert (await world.ada.click(post, button(post, "A"))).ok
    seen = await world.until(
        lambda: [one for one in world.ada.ephemerals if "·" in one.text][1:] and world.ada.ephemerals
    )
    results = [one for one in seen if "Backend circle ·" in one.text]
    assert len(results) == 2
    assert "You answered this already" in words(results[1])
    assert sum("Welcome" in one.text for one in world.ada.ephemerals) == 1
    assert not world.bob.ephemerals


async def test_help_and_an_unknown_verb(world: World) -> None:
    await world.ada.slash("/quorum help", world.general)
    await world.ada.slash("/quorum dayli", world.general)
    helped, unknown = await world.until(lambda: world.ada.ephemerals[1:] and world.ada.ephemerals)
    assert "leaderboard" in words(helped) + words(unknown)
    assert "daily" in words(unknown) + words(helped)

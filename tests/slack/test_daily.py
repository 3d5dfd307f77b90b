"""The daily question in a Slack channel: posted, answered by a press, counted, revealed, whatever is in the way."""

import asyncio
import threading
from itertools import pairwise

from bot.bank.bank import Bank
from tests.clubs import questions
from tests.platforms.slack import Actor, FakeSlack, Post, malformed, server_error
from tests.slack.world import World, button, words
from tests.slack.world import world as a_world


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


async def test_counts_follow_and_the_reveal_is_told_in_the_thread(world: World) -> None:
    post = await world.post_daily()
    before = {block["block_id"] for block in post.blocks}
    await world.ada.click(post, button(post, "A"))
    await world.until(lambda: answered(world.ada))
    await world.pass_time(3)
    assert "1 answer so far" in words(post)
    assert before.isdisjoint(block["block_id"] for block in post.blocks)
    assert post.metadata == {"event_type": "quorum_card", "event_payload": {"delivery_key": "daily:1:1"}}
    await world.pass_time(24 * 3_600)
    assert "The key has been revealed" in words(post)
    (reveal,) = world.general.thread(post.ts)
    assert "Revealed" in reveal.text
    await world.ada.click(reveal, button(reveal, "My result"))
    result = await world.until(lambda: answered(world.ada)[1:])
    assert result[0].thread_ts == post.ts


async def test_nobody_sees_the_key_before_the_reveal(world: World) -> None:
    post = await world.post_daily()
    drawn = str(post.body)
    for word in ("correct", "explanation", "right"):
        assert word not in drawn


async def test_i_dont_know_and_a_hint_are_private(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, button(post, "I don't know"))
    await world.until(lambda: answered(world.bob))
    assert not answered(world.ada)
    assert len(world.general.parents) == 2  # the announcement and the question


async def test_what_is_brought_twice_is_carried_out_once(slack: FakeSlack, mode: str, database: str) -> None:
    async with a_world(slack, mode, database, Bank(tuple(questions(3, hints=["Think.", "Think again."])))) as world:
        post = await world.post_daily()
        hint = world.ada.click(post, button(post, "Hint (75 % of the points)"))
        await hint
        await world.until(lambda: world.count("hint") == 1)
        await world.slack.deliveries.repeat(hint)
        answer = world.ada.click(post, button(post, "A"))
        await answer
        await world.until(lambda: answered(world.ada))
        await world.slack.deliveries.repeat(answer)
        results = await world.until(
            lambda: answered(world.ada)[-2:] if "already" in str(world.ada.ephemerals) else None
        )
        assert (world.count("hint"), world.count("attempt")) == (1, 1)
        first, second = (words(one).partition("The key")[2] for one in results)
        assert first == second != ""


async def test_counts_wait_two_seconds_then_five_and_end_with_the_last_state(world: World) -> None:
    people = [world.acme.user(f"member-{number}") for number in range(6)]
    for one in people:
        one.join(world.general)
    post = await world.post_daily()
    begun = world.slack.clock.now()
    for at, one in enumerate(people):
        await one.click(post, button(post, "AB"[at % 2]))
        await world.until(lambda: world.count("attempt") == at + 1)  # noqa: B023
        for _ in range(2):
            await world.pass_time(1)
    for _ in range(6):
        await world.pass_time(1)
    edits = [call.at - begun for call in world.slack.journal.of("chat.update")]
    assert 2 <= edits[0] <= 3
    assert all(later - earlier >= 5 for earlier, later in pairwise(edits))
    assert len(edits) <= 4
    assert "6 answers so far" in words(post)


async def test_an_answer_that_cannot_be_delivered_one_way_comes_another(world: World) -> None:
    post = await world.post_daily()
    for method in ("response_url", "chat.postEphemeral"):
        world.slack.faults.add(method, malformed() if method[0] == "c" else server_error(), times=2)
    await world.ada.click(post, button(post, "A"))
    await world.until(lambda: world.turns.waiting)  # two direct messages in a row
    await world.slack.clock.advance(2)
    told = await world.until(lambda: len(world.ada.dms) == 2 and world.ada.dms)
    assert "You said: A" in told[0].text


async def test_an_old_button_is_told_kindly(world: World) -> None:
    post = await world.post_daily()
    old = [{**block, "elements": [{**element, "action_id": "q0:gone:1"} for element in block["elements"]]}
           for block in post.blocks if block["type"] == "actions"][:1]  # fmt: skip
    old[0]["elements"] = old[0]["elements"][:1]
    before = len(world.ada.ephemerals)
    await world.ada.click(post, "q0:gone:1", stale=old)
    said = await world.until(lambda: world.ada.ephemerals[before:])
    assert "had its day" in said[0].text


async def test_hostile_names_mention_and_format_nothing(world: World) -> None:
    evil = world.acme.user("evil", display_name="<!channel> *bold* <@U0000001> `x` &amp; https://example.test")
    evil.join(world.general)
    post = await world.post_daily()
    await evil.click(post, button(post, "A"))
    await world.until(lambda: answered(evil))
    await evil.slash("/quorum board", world.general)
    board = await world.until(lambda: next((one for one in evil.ephemerals if "#  Learner" in words(one)), None))
    assert "<!channel>" in words(board)  # to the letter, in a text that means itself
    for block in board.blocks:
        assert block["type"] != "section"
        if block["type"] == "context":
            assert "<!channel>" not in str(block)
    assert "<!channel>" not in board.text
    assert "&lt;!channel&gt;" in board.text


async def test_a_question_longer_than_a_message_is_shown_whole_on_a_press(
    slack: FakeSlack, mode: str, database: str
) -> None:
    stem = "".join(f"Word{number} & <more> of it. " for number in range(400))
    async with a_world(slack, mode, database, Bank(tuple(questions(3, stem=stem)))) as world:
        post = await world.post_daily()
        assert "Word399" not in words(post)
        assert "Shortened" in words(post)
        await world.ada.click(post, button(post, "Show all of it"))
        whole = await world.until(lambda: world.ada.views and "Word399" in words(world.ada.view) and world.ada.view)
        assert "Word0 & <more> of it. Word1 &" in words(whole)
        await world.ada.click(whole, button(whole, "A"))
        await world.until(lambda: "You said: A" in words(whole))
        assert world.count("attempt") == 1


async def test_an_answer_waits_behind_a_stalled_writer_and_arrives_late(world: World) -> None:
    post = await world.post_daily()
    await world.bob.slash("/quorum settings change", world.general)
    form = await world.until(lambda: world.bob.views and world.bob.view.callback_id == "form" and world.bob.view)
    let_go = threading.Event()
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stall(tx: object) -> None:
        loop.call_soon_threadsafe(begun.set)
        let_go.wait(30)

    world.app.writer.submit(stall)  # type: ignore[arg-type]
    await begun.wait()
    try:
        assert (await world.ada.click(post, button(post, "A"))).ok
        assert (await world.ada.slash("/quorum streak", world.general)).ok
        assert (await world.ada.shortcut("today")).ok
        assert (await world.bob.submit(form, {"zone": "Asia/Tokyo"})).ok
        await world.until(lambda: world.ada.views)
        await world.slack.clock.advance(10)
        assert not answered(world.ada)
        assert "One moment" in words(form)
    finally:
        let_go.set()
    await world.until(lambda: answered(world.ada))
    await world.until(lambda: "Asia/Tokyo" in words(form))
    await world.until(lambda: "One moment" not in words(world.ada.view))
    assert world.count("attempt") == 1

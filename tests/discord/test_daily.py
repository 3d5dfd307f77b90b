"""A group's day in Discord: set up by a form, the daily in its channel, presses answered in private, the reveal."""

from tests.discord.world import World, button, controls, words


async def test_a_group_is_set_up_by_a_form_and_its_first_daily_is_answered(world: World) -> None:
    card = world.general.last_message
    assert "question a day" in words(card)
    opened = await world.ada.click(card, custom_id=button(card, "Set up"))
    assert opened.modal is not None
    first = await world.ada.submit_modal(opened, {"name": "Backend circle", "at": "11:00", "zone": "Europe/Berlin"})
    assert first.ephemeral
    assert first.response is not None
    second = await world.ada.click(first.response.message, custom_id=button(first.response, "Continue"))
    made = await world.ada.submit_modal(second, {})
    assert made.response is not None
    assert "is set up" in words(made.response)
    assert made.ephemeral
    assert "Backend circle" in words(world.general.last_message)  # all see that there is a group now

    await world.pass_time(10 * 3_600)
    post = world.general.last_message
    verdict = await world.bob.click(post, custom_id=button(post, "B"))
    assert verdict.ephemeral
    assert verdict.response is not None
    assert "The key: A" in words(verdict.response)
    (welcome,) = verdict.followups
    assert welcome.ephemeral
    assert "Is that your time zone?" in words(welcome)
    assert world.count("attempt") == 1

    await world.pass_time(5)
    assert "1 answer so far" in words(world.general.history()[-1])


async def test_a_second_press_shows_the_same_and_stores_nothing(world: World) -> None:
    post = await world.post_daily()
    first = await world.bob.click(post, custom_id=button(post, "A"))
    again = await world.bob.click(post, custom_id=button(post, "B"))
    assert first.response is not None
    assert again.response is not None
    assert world.count("attempt") == 1
    assert again.ephemeral


async def test_nothing_that_a_client_gets_holds_the_key(world: World) -> None:
    post = await world.post_daily()
    ids = [part["custom_id"] for part in controls(post) if part.get("label") in ("A", "B", "C", "D")]
    heads = {said.split(":")[3].split("~")[0] for said in ids}
    assert len(heads) == 4
    assert all(len(head) <= 2 for head in heads)  # a position, or its letter


async def test_the_reveal_is_a_new_message_with_a_thread_and_one_edit_of_the_post(world: World) -> None:
    post = await world.post_daily()
    for person in (world.ada, world.bob):
        await person.click(post, custom_id=button(post, "A"))
    await world.pass_time(24 * 3_600)
    messages = world.general.history()
    reveal = next(message for message in messages if message.id > post.id)
    assert reveal.id != messages[-1].id  # the next daily came with it
    threads = world.general.threads
    assert [thread.id for thread in threads] == [reveal.id]
    edited = next(message for message in messages if message.id == post.id)
    assert edited.edited_at is not None


async def test_a_group_that_is_set_up_before_the_greeting_could_leave_is_not_greeted(world: World) -> None:
    hall = world.env.create_guild("Another").create_text_channel("hall")
    await world.env.settle()
    ada = next(guild for guild in world.env._guilds if guild.name == "Another").add_member(world.people["ada"])
    await ada.slash(hall, "quorum", line="group setup name=Early at=11:00 zone=Europe/Berlin")
    await world.tick()
    assert ["Early: a question a day" in words(message) for message in hall.history()] == [True]

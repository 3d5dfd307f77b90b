"""Time passes and processes end: private cards work an hour later, old posts and open forms after a restart."""

from tests.discord.world import World, button, words


async def test_a_private_card_works_an_hour_later(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, custom_id=button(post, "A"))
    shown = await world.bob.slash(world.general, "settings show")
    assert shown.response is not None
    await world.env.advance_time(3_600)
    away = await world.bob.click(shown.response.message, custom_id=button(shown.response, "Away for 7 days"))
    assert away.ephemeral
    assert away.response is not None
    assert "You are away" in words(away.response)


async def test_every_control_of_an_old_post_works_after_a_restart(world: World) -> None:
    post = await world.post_daily()
    opened = await world.ada.slash(world.general, "settings change")
    assert opened.modal is not None
    await world.restart()
    await world.env.advance_time(600)
    verdict = await world.bob.click(post, custom_id=button(post, "A"))
    assert verdict.response is not None
    assert world.count("attempt") == 1
    sent = await world.ada.submit_modal(opened, {"zone": "Asia/Tokyo", "confirm": "auto", "visible": "named"})
    assert sent.response is not None
    assert "Asia/Tokyo" in words(sent.response)
    told = [one for one in world.env.http_requests if one.method == "PUT" and one.path.endswith("/commands")]
    assert len(told) == 1  # unchanged, so not told again

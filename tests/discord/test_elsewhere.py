"""Where the bot is not: a server in which somebody has installed it for themselves. It answers, and does no more."""

from tests.discord.wire import Wire, discord, wire

__all__ = ["discord", "wire"]


async def test_in_a_server_without_the_bot_it_answers_its_installer(wire: Wire) -> None:
    post = await wire.post_daily()
    await wire.answer(wire.bob, post)
    elsewhere = wire.discord.guild("Elsewhere", bot=False)
    hall = elsewhere.channel("hall")
    elsewhere.member("bob")
    wire.bob.installed = True
    streak = await wire.bob.slash("streak", hall)
    shown = await streak.done()
    assert shown.ephemeral
    assert "1 day" in shown.text
    await (await wire.bob.slash("daily", hall)).done()
    assert hall.messages == []
    spaces = wire.app.writer.submit(lambda tx: wire.app.ports(tx).places.spaces("discord")).result()
    assert [space.key for space in spaces] == [wire.circle.id]


async def test_a_group_can_not_be_set_up_where_the_bot_is_not(wire: Wire) -> None:
    hall = wire.discord.guild("Elsewhere", bot=False).channel("hall")
    hall.guild.member("bob")  # type: ignore[union-attr]
    wire.bob.installed = True
    said = await (await wire.bob.slash("quorum", hall, line="group setup name=x at=11:00 zone=Europe/Berlin")).done()
    assert said.ephemeral
    assert "channel" in said.text
    assert wire.count("study_group") == 0


async def test_the_same_person_in_a_direct_message(wire: Wire) -> None:
    post = await wire.post_daily()
    await wire.answer(wire.bob, post)
    said = await (await wire.bob.slash("streak")).done()
    assert "1 day" in said.text
    assert wire.count("account") == 2  # and Ada

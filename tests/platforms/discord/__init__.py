"""A fake Discord for tests: the unmodified discord.py talks to it over the loopback, REST and gateway.

It imports nothing of Quorum but the limits table. A test looks like this (`discord` is a fixture, import it in the
test module or its conftest; it points discord.py's two addresses at the fake)::

    from tests.platforms.discord import connected, discord

    async def test_a_press(discord):
        circle = discord.guild("circle")                    # the bot is in it, with the invitation's permissions
        general, ada = circle.channel("general"), circle.member("ada")      # member("eve", "MANAGE_GUILD")
        async with connected(discord, AutoShardedClient(...)):      # or a process: discord.api
            done = await ada.slash("group setup", general, at="09:00")      # awaited: the first response is there
            post = await discord.until(lambda: general.messages)            # what follows later: never sleep
            press = await ada.press(post[0], "A")           # a button by label or custom_id
            await press.done()                              # a deferred one has its result
            press.text, press.ephemeral, press.kind, press.message.buttons

Verbs of a person (driver.py): slash(line, place, **options), autocomplete(line, option, typed, place) -> `.choices`,
press(message, button), choose(message, values, select=None), submit({label or custom_id: value}), dismiss, say, join,
leave; `installed`, `takes_dms`, `locale`. Without a place it is the direct message. What they see: `modal`,
`ephemerals`, `dms`; `channel.messages`, `.latest`, `.threads`; a Message has text, buttons, ids, components, pings,
edits, nonce, thread. A slash is only there once synced, and only where its contexts and permissions offer it.
An Interaction has kind, message, text, ephemeral, deferred, modal, choices, follow_ups, changes, failed.

Places (places.py): guild.channel/member/role/set_role/delete_role/rename/remove_bot/invite_bot/lose/recover,
`guild.blocked_words`, `.commands_for_all`; channel.deny("SEND_MESSAGES")/allow/rename/delete/archive. Each tells the
gateway's sessions what Discord tells with the intent `guilds`. `discord.guild(name, shard=1)` with `app.shards = 2`.

Time stands still: give `discord.clock.today` to the app and `await discord.clock.advance(seconds)`; after 3 s an
interaction that nobody answered has failed for the person (10062), after 15 min its token is dead (10015).
A failure stands in `discord.journal.failures`; `discord.forgive()` takes it, else the test fails at its end, as it
does for every route, query, key, frame or value (50035) that Discord does not know. `FakeDiscord(clock=RealClock())`
where a process of its own plays.

Trouble: `discord.faults.add(POST_MESSAGE, drop(after=True), when=lambda call: ...)` and server_error, rate_limited
(scope="global", via=False), exhausted, delay, refuse (faults.py, with the names of the routes);
`discord.gateway.drop()`, `.close(4000)`, `.reconnect()`, `.invalidate(resumable=…)`, `.ask()`, `.silence()`, `.shut()`
... `.open()`, `.refuse()`; fields of `discord.app`. Two clients on one shard both hear everything.
`discord.journal.of(POST_MESSAGE)` gives the calls (body, status, code, fault, stored); `.invalid` counts what bans.
Bodies are also held against Discord's OpenAPI description where QUORUM_DISCORD_OPENAPI names a copy (openapi.py).
"""

from tests.platforms.discord.app import AppConfig
from tests.platforms.discord.clock import FakeClock, RealClock
from tests.platforms.discord.driver import Person
from tests.platforms.discord.faults import (
    CALLBACK,
    EDIT_MESSAGE,
    EDIT_ORIGINAL,
    FOLLOW_UP,
    HISTORY,
    POST_MESSAGE,
    SYNC,
    delay,
    drop,
    exhausted,
    rate_limited,
    refuse,
    server_error,
)
from tests.platforms.discord.interactions import Interaction, Modal
from tests.platforms.discord.places import Channel, Guild, Message, Role
from tests.platforms.discord.reading import NotThere
from tests.platforms.discord.running import connected, discord, fake_discord, pointed_at
from tests.platforms.discord.server import FakeDiscord

__all__ = [
    "CALLBACK",
    "EDIT_MESSAGE",
    "EDIT_ORIGINAL",
    "FOLLOW_UP",
    "HISTORY",
    "POST_MESSAGE",
    "SYNC",
    "AppConfig",
    "Channel",
    "FakeClock",
    "FakeDiscord",
    "Guild",
    "Interaction",
    "Message",
    "Modal",
    "NotThere",
    "Person",
    "RealClock",
    "Role",
    "connected",
    "delay",
    "discord",
    "drop",
    "exhausted",
    "fake_discord",
    "pointed_at",
    "rate_limited",
    "refuse",
    "server_error",
]

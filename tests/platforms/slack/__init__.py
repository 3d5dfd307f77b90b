"""A fake Slack for tests: the unmodified slack_sdk and slack-bolt talk to it over the loopback, in both modes.

It imports nothing of Quorum but the limits table. A test looks like this (`slack` and `mode` are fixtures, import
them in the test module or its conftest)::

    from tests.platforms.slack import client, connected, mode, slack

    async def test_a_click(slack, mode):
        acme = slack.workspace("acme")                  # installed; acme.bot_token, acme.bot, slack.app.signing_secret
        ada, general = acme.user("ada", tz="Europe/Paris"), acme.channel("general")
        ada.join(general)
        app = AsyncApp(client=client(slack, acme.bot_token), signing_secret=slack.app.signing_secret,
                       process_before_response=True)
        ...                                             # listeners
        async with connected(slack, app, mode):         # or socket_app(...), http_app(...), serve(own aiohttp routes)
            await ada.slash("/quorum start", general)   # awaiting a verb: until the app acknowledged it
            post = await slack.until(lambda: general.parents)   # what follows later: wait for a condition, never sleep
            await ada.click(post[0], "answer_a")
            await ada.submit(ada.view, {"action_id or block_id": "text, option value, [values], None"})

Verbs of a person (driver.py): slash, click, fill, submit, close, suggest, shortcut, open_home, say, dm, mention, react,
join, leave, invite_bot, remove_bot, archive, unarchive, rename, delete_channel, change(tz=…), join_team, visit(install
page) -> Consent.approve/deny. What they see: view, views, home, ephemerals, dms; `channel.parents`, `.thread(ts)`,
`.latest`; a Post has text, blocks, ts, metadata. A verb gives a Delivery: `.ok`, `.answer`, `.outcomes`, `.body`.

Time stands still: inject `slack.clock.today` into the app and `await slack.clock.advance(seconds)`. An app that hangs:
`press = ada.click(…); await slack.clock.advance(3); await press` (an event comes again at once and hangs again: say
`unanswered=True`). What the person then saw stands in `slack.journal.failures`; `slack.forgive()` takes it, else the
test fails at its end, as it does for any request that Slack would not understand.

Trouble: `slack.faults.add("chat.postMessage", drop(after=True))` and server_error, malformed, delay, ratelimited
(faults.py); `slack.rates.enforced = True`; `slack.sockets.open[0].drop()`, `.disconnect("warning")`,
`slack.sockets.drop_next("before" | "after")`, `.strict`; `slack.deliveries.repeat(delivery)`;
`slack.uninstall(ws, first=…)`, `slack.revoke(ws)` (with `tell=False`, and later
`events.lifecycle(ws, kind, at=…)`: told late); `acme.installation.state`/`.scopes`; fields of `slack.app`.
`slack.journal.of("chat.postMessage")` gives the calls (args, status, answer, fault, stored).
OAuth: mark tests with `filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")`, slack_sdk 3.47 needs it.
Two workspaces have different team ids and tokens but the same ids of people, channels, events and the same ts.
"""

from tests.platforms.slack.app import AppConfig
from tests.platforms.slack.clock import FakeClock
from tests.platforms.slack.delivery import Delivery
from tests.platforms.slack.driver import Actor
from tests.platforms.slack.faults import delay, drop, malformed, ratelimited, server_error
from tests.platforms.slack.running import client, connected, fake_slack, http_app, mode, serve, slack, socket_app
from tests.platforms.slack.server import FakeSlack
from tests.platforms.slack.views import View
from tests.platforms.slack.widgets import NotThere
from tests.platforms.slack.workspace import Channel, Post, Workspace

__all__ = [
    "Actor",
    "AppConfig",
    "Channel",
    "Delivery",
    "FakeClock",
    "FakeSlack",
    "NotThere",
    "Post",
    "View",
    "Workspace",
    "client",
    "connected",
    "delay",
    "drop",
    "fake_slack",
    "http_app",
    "malformed",
    "mode",
    "ratelimited",
    "serve",
    "server_error",
    "slack",
    "socket_app",
]

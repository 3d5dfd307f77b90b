"""Installing by OAuth with Bolt's own flow, two workspaces that share every id, and how an installation ends."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.file import FileInstallationStore
from slack_sdk.oauth.state_store.file import FileOAuthStateStore

from tests.platforms.slack import FakeSlack, client, connected, http_app, mode, slack
from tests.platforms.slack.oauth import Code
from tests.platforms.slack.pieces import error_of

__all__ = ["mode", "slack"]
# slack_sdk 3.47 builds its Basic header with a class that aiohttp 3.14 calls old
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
def app(slack: FakeSlack, tmp_path: Any) -> AsyncApp:
    """An app for many workspaces, with the file stores of the SDK."""
    store = FileInstallationStore(base_dir=str(tmp_path), client_id=slack.app.client_id)
    settings = AsyncOAuthSettings(
        client_id=slack.app.client_id,
        client_secret=slack.app.client_secret,
        scopes=sorted(slack.app.scopes),
        authorization_url=f"{slack.url}/oauth/v2/authorize",
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path)),
        install_page_rendering_enabled=False,
    )
    made = AsyncApp(
        client=client(slack),
        signing_secret=slack.app.signing_secret,
        oauth_settings=settings,
        installation_store=store,
        process_before_response=True,
    )

    @made.command("/quorum")
    async def command(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["channel_id"], text=f"for {body['team_id']}")

    return made


def callback(slack: FakeSlack, url: str, app: AsyncApp) -> None:
    """Register the app's redirect address at Slack and in the app: the port is known only now."""
    assert app.oauth_flow is not None
    address = f"{url}/slack/oauth_redirect"
    slack.app.redirect_urls.add(address)
    settings = app.oauth_flow.settings
    app.oauth_flow.redirect_uri = settings.redirect_uri = settings.authorize_url_generator.redirect_uri = address


async def test_two_workspaces_with_the_same_ids_stay_apart(slack: FakeSlack, app: AsyncApp, mode: str) -> None:
    acme, beta = slack.workspace("acme", installed=False), slack.workspace("beta", installed=False)
    async with http_app(slack, app) as url:
        callback(slack, url, app)
        for ws in (acme, beta):
            landed = await (await ws.user("ada").visit(f"{url}/slack/install")).approve()
            assert landed.status == 200
            assert ws.installed
    assert acme.bot_token != beta.bot_token
    assert acme.user("ada").id == beta.user("ada").id
    rooms = {ws: ws.channel("general") for ws in (acme, beta)}
    assert rooms[acme].id == rooms[beta].id
    async with connected(slack, app, mode):
        for ws, room in rooms.items():
            await ws.user("ada").slash("/quorum start", room)
            assert room.latest.text == f"for {ws.team_id}"
            assert len(room.posts) == 1
    assert rooms[acme].latest.ts == rooms[beta].latest.ts


async def test_a_state_is_kept_by_the_browser_and_used_once(slack: FakeSlack, app: AsyncApp) -> None:
    acme = slack.workspace("acme", installed=False)
    ada = acme.user("ada")
    async with http_app(slack, app) as url:
        callback(slack, url, app)
        assert "access_denied" in (await (await ada.visit(f"{url}/slack/install")).deny()).text
        assert (await (await ada.visit(f"{url}/slack/install")).approve(state="forged")).status in (400, 401)
        assert (await (await ada.visit(f"{url}/slack/install")).approve(cookie="")).status == 400
        assert not acme.installed
        consent = await ada.visit(f"{url}/slack/install")
        assert (await consent.approve()).status == 200
        assert (await consent.approve()).status == 401


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda slack: setattr(slack.app, "client_id", "other"), "invalid_client_id"),
        (lambda slack: slack.app.redirect_urls.clear(), "bad_redirect_uri"),
        (lambda slack: slack.app.scopes.discard("commands"), "invalid_scope"),
    ],
)
async def test_slack_refuses_to_ask(
    slack: FakeSlack, app: AsyncApp, change: Callable[[FakeSlack], Any], words: str
) -> None:
    acme = slack.workspace("acme", installed=False)
    async with http_app(slack, app) as url:
        callback(slack, url, app)
        change(slack)
        with pytest.raises(AssertionError, match=words):
            await acme.user("ada").visit(f"{url}/slack/install")


async def exchange(slack: FakeSlack, **change: Any) -> Any:
    args = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret, **change}
    return await client(slack).oauth_v2_access(**args)


def code(slack: FakeSlack, **more: Any) -> str:
    ws = next(iter(slack.workspaces.values()))
    name = f"c{len(slack.codes)}"
    slack.codes[name] = Code(ws, ws.user("ada").id, {"chat:write"}, "https://app/cb", slack.clock.now(), **more)
    return name


async def test_a_code_is_refused(slack: FakeSlack) -> None:
    slack.workspace("acme", installed=False)
    good = {"redirect_uri": "https://app/cb"}
    assert await error_of(exchange(slack, code=code(slack), **good, client_id="9.9")) == "invalid_client_id"
    assert await error_of(exchange(slack, code=code(slack), **good, client_secret="x")) == "bad_client_secret"
    assert await error_of(exchange(slack, code=code(slack), redirect_uri="https://evil")) == "bad_redirect_uri"
    assert await error_of(exchange(slack, code="never", **good)) == "invalid_code"
    once, old, young = code(slack), code(slack), code(slack)
    told = (await exchange(slack, code=once, **good)).data
    assert told["access_token"] == slack.workspaces["T0000001"].bot_token
    assert told["team"] == {"id": "T0000001", "name": "Acme"}
    assert (told["token_type"], told["enterprise"], told["is_enterprise_install"]) == ("bot", None, False)
    assert not {"refresh_token", "expires_in"} & told.keys()
    assert await error_of(exchange(slack, code=once, **good)) == "invalid_code"
    await slack.clock.advance(599)
    assert (await exchange(slack, code=young, **good))["ok"]
    await slack.clock.advance(1)
    assert await error_of(exchange(slack, code=old, **good)) == "invalid_code"


async def test_tokens_that_rotate(slack: FakeSlack) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    first = await exchange(slack, code=code(slack), redirect_uri="https://app/cb")
    assert first["expires_in"] == 12 * 3600
    await slack.clock.advance(12 * 3600)
    assert await error_of(client(slack, first["access_token"]).auth_test()) == "token_expired"
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await exchange(slack, **again)
    assert second["access_token"] == acme.bot_token != first["access_token"]
    assert (await client(slack, acme.bot_token).auth_test())["ok"]
    assert await error_of(exchange(slack, **again)) == "invalid_refresh_token"


async def test_scopes_only_add_up(slack: FakeSlack) -> None:
    acme = slack.workspace("acme", installed=False)
    for scopes in ({"chat:write"}, {"commands"}):
        name = code(slack)
        slack.codes[name].scopes = scopes
        told = await exchange(slack, code=name, redirect_uri="https://app/cb")
    assert told["scope"] == "chat:write,commands"
    assert len(acme.installations) == 1


@pytest.mark.parametrize("first", ["app_uninstalled", "tokens_revoked"])
async def test_uninstalling_kills_the_token_before_it_is_told(slack: FakeSlack, mode: str, first: str) -> None:
    acme, seen = slack.workspace("acme"), []
    app = AsyncApp(client=client(slack, acme.bot_token), signing_secret=slack.app.signing_secret)

    @app.event("app_uninstalled")
    async def uninstalled(body: Any) -> None:
        seen.append(body)

    @app.event("tokens_revoked")
    async def revoked(body: Any) -> None:
        seen.append(body)

    async with connected(slack, app, mode):
        slack.uninstall(acme, first=first)
        order = [told.body["event"]["type"] for told in slack.journal.deliveries]
        await slack.until(lambda: len(seen) == 2)
    assert await error_of(client(slack, acme.bot_token).auth_test()) == "account_inactive"
    assert order == [first, *({"app_uninstalled", "tokens_revoked"} - {first})]
    assert all("authorizations" not in body for body in seen)
    revoked_body = next(body for body in seen if body["event"]["type"] == "tokens_revoked")
    assert revoked_body["event"]["tokens"] == {"oauth": [], "bot": [acme.bot.id]}


async def test_a_revoked_token_and_a_new_one(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    old = acme.bot_token
    await client(slack, old).auth_revoke(test=True)
    assert (await client(slack, old).auth_test())["ok"]
    await client(slack, old).auth_revoke()
    assert await error_of(client(slack, old).auth_test()) == "token_revoked"
    new = await exchange(slack, code=code(slack), redirect_uri="https://app/cb")
    assert new["access_token"] != old
    slack.revoke(acme, tell=False)
    assert await error_of(client(slack, new["access_token"]).auth_test()) == "token_revoked"

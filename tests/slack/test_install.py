"""Many workspaces: installed by the browser, apart from one another, tokens sealed, exchanged, and ended."""

import asyncio
import logging

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.clients import UnknownWorkspace
from adapters.slack.install_settings import read_install_settings
from adapters.slack.install_store import Installed, Team
from adapters.slack.manifest import SCOPES
from adapters.slack.secrets import Unreadable, read_seal
from adapters.slack.settings import Settings
from bot.app import App
from tests.platforms.slack import FakeSlack, client, server_error, slack
from tests.platforms.slack.events import lifecycle
from tests.slack.tenants import KEY, core, environment, messengers, running

__all__ = ["core", "messengers", "slack"]


async def test_two_workspaces_install_and_never_see_each_other(slack: FakeSlack, core: App) -> None:
    acme, bolt = (slack.workspace(name, installed=False) for name in ("acme", "bolt"))
    async with running(slack, core) as house:
        for ws in (acme, bolt):
            landed = await house.install(ws)
            assert landed.status == 200, landed.text
            general = ws.channel("general")
            await ws.user("ada").mention(general)
        assert house.heard == [
            (acme.team_id, acme.bot_token, acme.bot.id),
            (bolt.team_id, bolt.bot_token, bolt.bot.id),
        ]
        # the ids of channels and people are the same in both: only the workspace tells them apart
        assert [post.text for post in acme.channels["C0000001"].parents][-1] == f"hello {acme.team_id}"
        assert [post.text for post in bolt.channels["C0000001"].parents][-1] == f"hello {bolt.team_id}"
        assert await house.installed.teams() == (acme.team_id, bolt.team_id)
        assert {(await house.installed.of(ws.team_id)).client.token for ws in (acme, bolt)} == {
            acme.bot_token,
            bolt.bot_token,
        }


async def test_no_token_is_readable_in_the_database_or_in_the_log(
    slack: FakeSlack, core: App, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        (row,) = house.rows()
        assert "xox" not in row[2]
        assert acme.bot_token in read_seal({"QUORUM_SECRET_KEY": KEY}).open(row[2])
        consent = await acme.user("ada").visit(f"{house.url}/slack/install")
        slack.app.client_secret = "changed"
        assert (await consent.approve()).status == 401
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    for secret in (acme.bot_token, acme.installation.refresh_token or "?", "code-1", "code-2", "s3cret-of-the-client"):
        assert secret not in said


async def test_the_install_page_says_why_each_scope_is_asked_for(slack: FakeSlack, core: App) -> None:
    async with running(slack, core) as house, slack.http.session().get(f"{house.url}/slack/install") as page:
        text = await page.text()
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
    for scope in SCOPES:
        assert f"<code>{scope}</code>" in text


async def test_a_forged_or_used_or_old_state_installs_nothing(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    ada = acme.user("ada")
    async with running(slack, core) as house:
        install = f"{house.url}/slack/install"
        assert "access_denied" in (await (await ada.visit(install)).deny()).text
        assert (await (await ada.visit(install)).approve(cookie="")).status == 400
        assert (await (await ada.visit(install)).approve(state="forged")).status == 400
        forged = "slack-app-oauth-state=forged"
        assert (await (await ada.visit(install)).approve(state="forged", cookie=forged)).status == 401
        sealed = house.settings.seal.close("not a state", slack.clock.today())
        cookie = f"slack-app-oauth-state={sealed}"
        assert (await (await ada.visit(install)).approve(state=sealed, cookie=cookie)).status == 401
        late = await ada.visit(install)
        await slack.clock.advance(601)
        assert (await late.approve()).status == 401
        assert house.rows() == []
        used = await ada.visit(install)
        assert (await used.approve()).status == 200
        assert (await used.approve()).status == 401
        assert len(house.rows()) == 1


async def test_a_state_comes_back_to_another_process(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as one:
        consent = await acme.user("ada").visit(f"{one.url}/slack/install")
    async with running(slack, core) as other:
        consent.query["redirect_uri"] = f"{other.url}/slack/oauth_redirect"
        assert (await consent.approve()).status == 200
        assert await other.installed.teams() == (acme.team_id,)


async def test_what_was_installed_is_there_after_a_restart(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
    async with running(slack, core) as house:
        assert await house.installed.load() == 1
        assert (await house.installed.of(acme.team_id)).client.token == acme.bot_token


async def test_another_key_refuses_to_start(slack: FakeSlack, core: App) -> None:
    from cryptography.fernet import Fernet

    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
    async with running(slack, core, QUORUM_SECRET_KEY=Fernet.generate_key().decode()) as house:
        with pytest.raises(ValueError, match="QUORUM_SECRET_KEY"):
            await house.installed.load()
        with pytest.raises(UnknownWorkspace):
            await house.installed.of(acme.team_id)


async def test_a_row_moved_under_another_workspace_speaks_for_nobody(slack: FakeSlack, core: App) -> None:
    acme, bolt = (slack.workspace(name, installed=False) for name in ("acme", "bolt"))
    async with running(slack, core) as house:
        await house.install(acme)
        (row,) = house.rows()
        await core.keep(lambda ports: ports.installations.keep("slack", bolt.team_id, row[2], core.clock()))
        with pytest.raises(UnknownWorkspace):
            await house.installed.of(bolt.team_id)


@pytest.mark.parametrize("first", ["app_uninstalled", "tokens_revoked"])
async def test_an_uninstalled_workspace_is_lost_once_and_its_token_forgotten(
    slack: FakeSlack, core: App, first: str
) -> None:
    acme, bolt = (slack.workspace(name, installed=False) for name in ("acme", "bolt"))
    async with running(slack, core) as house:
        await house.install(acme)
        await house.install(bolt)
        await slack.clock.advance(60)
        slack.uninstall(acme, first=first)
        await slack.until(lambda: house.lost)
        await slack.clock.advance(1)
        assert house.lost.count(acme.team_id) >= 1
        assert [row[1] for row in house.rows()] == [bolt.team_id]
        found = await core.keep(lambda ports: ports.installations.find("slack", acme.team_id))
        assert (found.payload, found.active) == ("", False)
        with pytest.raises(UnknownWorkspace):
            await house.installed.of(acme.team_id)
        assert (await house.installed.of(bolt.team_id)).client.token == bolt.bot_token


async def test_a_late_word_does_not_end_a_newer_installation(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        left_at = slack.clock.now() + 60
        await slack.clock.advance(60)
        slack.uninstall(acme, tell=False)
        await slack.clock.advance(60)
        assert (await house.install(acme)).status == 200
        asked = len(slack.journal.of("auth.test"))
        for kind in ("app_uninstalled", "tokens_revoked"):
            await lifecycle(acme, kind, at=left_at)
        assert house.lost == []
        assert len(slack.journal.of("auth.test")) == asked
        assert (await house.installed.of(acme.team_id)).client.token == acme.bot_token


async def test_a_false_word_is_checked_with_slack(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        await slack.clock.advance(60)
        await lifecycle(acme, "tokens_revoked")
        assert house.lost == []
        assert len(house.rows()) == 1


async def test_when_slack_cannot_be_asked_the_event_is_brought_again(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        await slack.clock.advance(60)
        slack.faults.add("auth.test", server_error())
        slack.revoke(acme)
        await slack.until(lambda: slack.deliveries)
        await slack.clock.advance(120)
        await slack.until(lambda: house.lost == [acme.team_id])
        assert house.rows() == []


async def test_tokens_are_exchanged_before_they_expire_once_for_all_who_want_them(slack: FakeSlack, core: App) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        first = acme.bot_token
        await slack.clock.advance(9 * 3600)
        assert (await house.installed.of(acme.team_id)).client.token == first
        await slack.clock.advance(2 * 3600)
        found = await asyncio.gather(*(house.installed.of(acme.team_id) for _ in range(8)))
        assert {one.client.token for one in found} == {first}  # nobody waits while it lives
        await house.installed.close()
        assert (await house.installed.of(acme.team_id)).client.token == acme.bot_token != first
        assert len(slack.journal.of("oauth.v2.access")) == 2
        # another process that still has the old token learns of the new one without exchanging again
        other = Installed(core, house.settings, lambda token: client(slack, token))
        await other.load()
        assert (await other.of(acme.team_id)).client.token == acme.bot_token
        assert len(slack.journal.of("oauth.v2.access")) == 2
        assert len(house.rows()) == 1


async def test_two_processes_that_exchange_at_once_end_with_one_token(slack: FakeSlack, core: App) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        other = Installed(core, house.settings, lambda token: client(slack, token))
        await other.load()
        await slack.clock.advance(12 * 3600 - 60)
        one, two = await asyncio.gather(house.installed.of(acme.team_id), other.of(acme.team_id))
        for found in (one, two):
            assert (await found.client.auth_test())["team_id"] == acme.team_id
        await slack.clock.advance(61)
        await house.installed.of(acme.team_id)
        await house.installed.close()
        assert (await house.installed.of(acme.team_id)).client.token == acme.bot_token


async def test_a_refused_exchange_lets_the_old_token_serve_while_it_lives(
    slack: FakeSlack, core: App, caplog: pytest.LogCaptureFixture
) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        slack.app.client_secret = "changed"
        await slack.clock.advance(11 * 3600)
        assert (await (await house.installed.of(acme.team_id)).client.auth_test())["ok"]
        for _ in range(5):
            await house.installed.of(acme.team_id)
            await house.installed.close()
        assert "bad_client_secret" in caplog.text
        assert len(slack.journal.of("oauth.v2.access")) == 2  # once to install; a refusal is not repeated at once
        await slack.clock.advance(2 * 3600)
        with pytest.raises(SlackApiError, match="token_expired"):
            await (await house.installed.of(acme.team_id)).client.auth_test()


async def test_whoever_wants_a_token_at_its_last_moment_waits_for_the_next(slack: FakeSlack, core: App) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        await slack.clock.advance(20 * 3600)  # nobody spoke for long
        found = await asyncio.gather(*(house.installed.of(acme.team_id) for _ in range(8)))
        assert {one.client.token for one in found} == {acme.bot_token}
        assert len(slack.journal.of("oauth.v2.access")) == 2
        assert (await found[0].client.auth_test())["ok"]


async def test_who_was_seen_once_is_known_while_the_database_stalls(slack: FakeSlack, core: App) -> None:
    import threading

    acme = slack.workspace("acme", installed=False)
    async with running(slack, core) as house:
        await house.install(acme)
        await slack.clock.advance(3600)
        free = threading.Event()
        stalled = core.writer.submit(lambda tx: free.wait(10))
        try:
            team = await asyncio.wait_for(house.installed.of(acme.team_id), 2)
        finally:
            free.set()
        stalled.result()
        assert team.client.token == acme.bot_token


async def test_a_workspace_without_quorum_is_told_to_install_it(slack: FakeSlack, core: App) -> None:
    acme = slack.workspace("acme")  # installed, but not by us
    async with running(slack, core) as house:
        general = acme.channel("general")
        acme.user("ada").join(general)
        await acme.user("ada").mention(general)
        assert house.heard == []


def test_the_states_of_another_installation_do_not_open() -> None:
    one = read_seal({"QUORUM_SECRET_KEY": KEY})
    with pytest.raises(Unreadable):
        one.open("")


def test_what_is_written_of_an_object_shows_no_secret(slack: FakeSlack) -> None:
    assert slack.app.client_secret not in repr(read_install_settings(environment(slack)))
    settings = Settings("xoxb-1", "xapp-1", "hush")
    team = Team("T1", "Acme", "xoxb-1", "B1", "U1", refresh="xoxe-1")
    for secret in ("xoxb-1", "xapp-1", "hush", "xoxe-1"):
        assert secret not in repr(settings) + repr(team)

"""People, files, and the events that follow from what people do in the fake Slack."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackRequestError

from tests.platforms.slack import FakeClock, FakeSlack, NotThere, client, connected, fake_slack, mode, slack
from tests.platforms.slack.pieces import bolt, error_of
from tests.platforms.slack.workspace import Workspace

__all__ = ["mode", "slack"]


async def test_a_person_has_a_zone_and_a_language(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada = (
        client(slack, acme.bot_token),
        acme.user("ada", tz="America/New_York", locale="pt-BR", is_restricted=True),
    )
    told = (await api.users_info(user=ada.id, include_locale=True))["user"]
    assert told["locale"] == "pt-BR"
    assert (told["tz"], told["tz_label"], told["tz_offset"]) == ("America/New_York", "EST", -5 * 3600)
    assert (told["is_restricted"], told["is_bot"], told["deleted"]) == (True, False, False)
    assert "locale" not in (await api.users_info(user=ada.id))["user"]
    stranger = acme.user("eve", tz=None, is_stranger=True)
    told = (await api.users_info(user=stranger.id, include_locale=True))["user"]
    assert told["is_stranger"]
    assert not {"tz", "tz_offset", "locale"} & told.keys()
    assert await error_of(api.users_info(user="U9999999")) == "user_not_found"


async def test_the_offset_moves_with_the_season() -> None:
    async with fake_slack(clock=FakeClock(datetime(2026, 10, 25, 0, 59, tzinfo=UTC))) as slack:
        acme = slack.workspace("acme")
        api, ada = client(slack, acme.bot_token), acme.user("ada", tz="Europe/Berlin")
        for offset in (7200, 3600):
            assert (await api.users_info(user=ada.id))["user"]["tz_offset"] == offset
            await slack.clock.advance(60)


async def test_everybody_page_by_page(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api = client(slack, acme.bot_token)
    names = {person.name for person in acme.people.values()} | {acme.user(name).person.name for name in "abc"}
    found, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = await api.users_list(limit=1, cursor=cursor)
        found += [member["name"] for member in page["members"]]
        cursor, pages = page["response_metadata"]["next_cursor"], pages + 1
    assert (set(found), len(found), pages) == (names, len(names), len(names))


async def test_a_file_is_sent_and_kept(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, general = client(slack, acme.bot_token), acme.channel("general")
    sent = await api.files_upload_v2(
        channel=general.id, content="a,b\n1,é\n", filename="export.csv", title="Export", initial_comment="yours"
    )
    (file,) = slack.files.values()
    assert (file.content, file.title, file.shared_in) == ("a,b\n1,é\n".encode(), "Export", general.id)
    assert sent["files"] == [{"id": file.id, "title": "Export"}]
    assert (general.latest.text, general.latest.body["files"][0]["id"]) == ("yours", file.id)


async def put(slack: FakeSlack, url: str, **body: Any) -> tuple[int, str]:
    async with slack.http.session().post(url, **body) as answer:
        assert answer.content_type == "text/plain"
        return answer.status, await answer.text()


async def test_what_goes_wrong_with_files(slack: FakeSlack) -> None:
    import aiohttp

    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    api, general = client(slack, acme.bot_token), acme.channel("general")
    assert await error_of(api.files_getUploadURLExternal(filename="f", length=0)) == "invalid_arguments"
    place = await api.files_getUploadURLExternal(filename="f", length=3)
    unsent = api.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=general.id)
    assert await error_of(unsent) == "file_not_found"
    assert (await put(slack, place["upload_url"], data=b"four"))[0] == 400
    assert (await put(slack, f"{slack.url}/upload/F9999999", data=b"abc"))[0] == 404
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="f")
    assert await put(slack, place["upload_url"], data=form) == (200, "OK - 3")
    foreign = client(slack, beta.bot_token).files_completeUploadExternal(files=[{"id": place["file_id"]}])
    assert await error_of(foreign) == "file_not_found"
    assert await error_of(api.files_completeUploadExternal(files=[{"id": "F9999999"}])) == "file_not_found"
    assert await error_of(api.api_call("files.completeUploadExternal", params={"files": "[]"})) == "invalid_arguments"
    general.members.clear()
    outside = api.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=general.id)
    assert await error_of(outside) == "not_in_channel"
    with pytest.raises(SlackRequestError):
        await api.files_upload_v2(channel=general.id, filename="f")


def listener(slack: FakeSlack, acme: Workspace) -> tuple[AsyncApp, list[dict[str, Any]]]:
    app, seen = bolt(slack, acme), []

    @app.event(re.compile(".*"))
    async def heard(event: dict[str, Any]) -> None:
        seen.append(event)

    return app, seen


async def test_what_happens_to_channels(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, bob = acme.user("ada"), acme.user("bob")
    general, secret = acme.channel("general", bot=False), acme.channel("secret", private=True)
    app, seen = listener(slack, acme)
    async with connected(slack, app, mode):
        happenings = [
            *(ada.join(general), ada.invite_bot(general), bob.join(general), bob.leave(general)),
            *(ada.rename(general, "team"), ada.archive(general), ada.unarchive(general), ada.delete_channel(general)),
            *(ada.rename(secret, "hush"), ada.archive(secret), ada.remove_bot(secret)),
        ]
        for told in happenings[1:]:
            assert told is not None
            assert (await told).ok
    assert happenings[0] is None, "a bot that is not there hears nothing"
    by_type = {event["type"]: event for event in seen}
    assert len(seen) == len(by_type) + 1, "member_joined_channel came twice"
    expected = [
        *("member_joined_channel", "member_left_channel", "channel_rename", "channel_archive", "channel_unarchive"),
        *("channel_deleted", "group_rename", "group_archive", "group_left"),
    ]
    assert set(by_type) == set(expected)
    joins = [event for event in seen if event["type"] == "member_joined_channel"]
    assert {event["user"] for event in joins} == {acme.bot.id, bob.id}
    assert next(event["inviter"] for event in joins if event["user"] == acme.bot.id) == ada.id
    assert by_type["channel_rename"]["channel"]["name"] == "team"
    assert by_type["group_left"]["actor_id"] == ada.id


async def test_a_bot_hears_no_mention_where_it_is_not(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    with pytest.raises(NotThere):
        acme.user("ada").mention(acme.channel("general", bot=False), "hi")
    slack.uninstall(acme, tell=False)
    with pytest.raises(NotThere):
        acme.user("ada").mention(acme.channel("random"), "hi")
    assert not slack.journal.deliveries


async def test_what_happens_to_people(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), listener(slack, acme)
    async with connected(slack, app, mode):
        for told in (ada.join_team(), ada.change(tz="Asia/Tokyo"), ada.change(deleted=True)):
            assert told is not None
            assert (await told).ok
    assert sorted(event["type"] for event in seen) == ["team_join", "user_change", "user_change"]
    assert {event["user"]["id"] for event in seen} == {ada.id}
    assert [event["user"]["tz"] for event in seen if event["user"]["deleted"]] == ["Asia/Tokyo"]


async def test_the_body_of_an_event(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    app, _ = listener(slack, acme)
    async with connected(slack, app, "socket"):
        told = await acme.user("ada").open_home()
        body = told.body
    assert body["type"] == "event_callback"
    assert (body["team_id"], body["api_app_id"], body["event_id"]) == ("T0000001", slack.app.app_id, "Ev000000001")
    assert body["event_time"] == int(slack.clock.now())
    (who,) = body["authorizations"]
    assert (who["team_id"], who["user_id"], who["is_bot"]) == ("T0000001", acme.bot.id, True)
    assert (body["event"]["tab"], "view" in body["event"]) == ("home", False)


async def test_the_bots_own_direct_messages_come_back(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), listener(slack, acme)
    async with connected(slack, app, "socket"):
        await client(slack, acme.bot_token).chat_postMessage(channel=ada.id, text="hello")
        (told,) = slack.journal.deliveries
        await told
    assert (told.body["event"]["bot_id"], told.body["event"]["channel_type"]) == (acme.bot_id, "im")
    assert not seen, "Bolt keeps a bot's own messages from its listeners"


async def test_an_event_that_nobody_subscribed_to_is_not_sent(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada, general = acme.user("ada"), acme.channel("general")
    assert ada.react(ada.say(general, "hi"), "eyes") is None
    slack.app.events.add("reaction_added")
    app, seen = listener(slack, acme)
    async with connected(slack, app, "socket"):
        told = ada.react(general.latest, "tada")
        assert told is not None
        await told
    assert seen[0]["item"]["ts"] == general.latest.ts

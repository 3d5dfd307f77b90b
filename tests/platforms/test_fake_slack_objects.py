"""Channels, messages, people and reactions of the fake Slack, and how it refuses."""

from typing import Any

import pytest

from tests.platforms.slack import FakeSlack, client, slack
from tests.platforms.slack.pieces import error_of, section

__all__ = ["slack"]


async def test_where_the_bot_cannot_post(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api = client(slack, acme.bot_token)
    outside, archived, quiet = acme.channel("outside", bot=False), acme.channel("old"), acme.channel("news")
    hidden, archived.archived, quiet.restricted = acme.channel("hidden", private=True, bot=False), True, True
    expected = {
        "C9999999": "channel_not_found",
        hidden.id: "channel_not_found",
        outside.id: "not_in_channel",
        archived.id: "is_archived",
        quiet.id: "restricted_action",
        "": "channel_not_found",
    }
    for channel, code in expected.items():
        assert await error_of(api.chat_postMessage(channel=channel, text="t")) == code
    assert await error_of(api.conversations_history(channel=outside.id)) == "not_in_channel"


async def test_a_message_says_something(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    assert await error_of(api.api_call("chat.postMessage", json={"channel": general.id})) == "no_text"
    lost = api.chat_postMessage(channel=general.id, text="t", thread_ts="1.000001")
    assert await error_of(lost) == "thread_not_found"
    await api.chat_postMessage(channel=general.id, text="a" * 40_001)
    assert len(general.latest.text) == 40_000


async def test_private_remarks_go_to_who_is_there(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api, ada, bob = acme.channel("general"), client(slack, acme.bot_token), acme.user("ada"), acme.user("bob")
    ada.join(general)
    assert await error_of(api.chat_postEphemeral(channel=general.id, user="U9999999", text="t")) == "user_not_found"
    assert await error_of(api.chat_postEphemeral(channel=general.id, user=bob.id, text="t")) == "user_not_in_channel"
    await api.chat_postEphemeral(channel=general.id, user=ada.id, text="psst")
    assert [post.text for post in ada.ephemerals] == ["psst"]
    assert not bob.ephemerals
    assert not general.posts


async def test_a_direct_message_by_user_id(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada, gone = client(slack, acme.bot_token), acme.user("ada"), acme.user("gone", deleted=True)
    helper = acme.user("helper", is_bot=True)
    sent = await api.chat_postMessage(channel=ada.id, text="hello")
    assert sent["channel"].startswith("D")
    assert sent["channel"] == (await api.conversations_open(users=ada.id))["channel"]["id"]
    assert [post.ts for post in ada.dms] == [sent["ts"]]
    assert await error_of(api.api_call("conversations.open")) == "users_list_not_supplied"
    assert await error_of(api.conversations_open(users=gone.id)) == "user_disabled"
    assert await error_of(api.conversations_open(users=helper.id)) == "cannot_dm_bot"
    assert await error_of(api.conversations_open(users="U9999999")) == "user_not_found"


async def test_only_own_messages_change(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api, ada = acme.channel("general"), client(slack, acme.bot_token), acme.user("ada")
    hers = ada.say(general, "mine")
    assert await error_of(api.chat_update(channel=general.id, ts=hers.ts, text="ours")) == "cant_update_message"
    assert await error_of(api.chat_delete(channel=general.id, ts=hers.ts)) == "cant_delete_message"
    assert await error_of(api.chat_update(channel=general.id, ts="1.000001", text="t")) == "message_not_found"
    ours = await api.chat_postMessage(channel=general.id, text="t")
    assert await error_of(api.chat_update(channel=general.id, ts=ours["ts"], text="a" * 4001)) == "msg_too_long"
    assert (await api.chat_update(channel=general.id, ts=ours["ts"], text="a" * 4000))["ok"]
    await api.chat_delete(channel=general.id, ts=ours["ts"])
    assert await error_of(api.chat_delete(channel=general.id, ts=ours["ts"])) == "message_not_found"


async def test_an_update_keeps_metadata_and_drops_blocks(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    metadata = {"event_type": "quorum_card", "event_payload": {"delivery_key": "k1"}}
    sent = await api.chat_postMessage(channel=general.id, text="t", blocks=[section("b")], metadata=metadata)
    await api.chat_update(channel=general.id, ts=sent["ts"], text="u")
    assert (general.latest.text, general.latest.blocks, general.latest.metadata) == ("u", [], metadata)


async def test_reactions(slack: FakeSlack) -> None:
    slack.app.scopes.add("reactions:write")
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    sent = await api.chat_postMessage(channel=general.id, text="t")
    where: dict[str, Any] = {"channel": general.id, "timestamp": sent["ts"]}
    assert await error_of(api.reactions_add(channel=general.id, timestamp="", name="eyes")) == "no_item_specified"
    assert await error_of(api.reactions_add(**where, name="no such thing")) == "invalid_name"
    assert await error_of(api.reactions_remove(**where, name="eyes")) == "no_reaction"
    await api.reactions_add(**where, name="eyes")
    assert await error_of(api.reactions_add(**where, name="eyes")) == "already_reacted"
    assert await error_of(api.reactions_add(channel=general.id, timestamp="1.0", name="eyes")) == "message_not_found"
    await api.reactions_remove(**where, name="eyes")
    assert general.latest.body["reactions"] == []


async def test_history_is_read_newest_first_page_by_page(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    metadata = {"event_type": "quorum_card", "event_payload": {"delivery_key": "k"}}
    sent = [(await api.chat_postMessage(channel=general.id, text=str(n), metadata=metadata))["ts"] for n in range(5)]
    await api.chat_postMessage(channel=general.id, text="a reply", thread_ts=sent[0])
    found, cursor = [], None
    while cursor != "":
        page = await api.conversations_history(channel=general.id, limit=2, cursor=cursor)
        found += [message["ts"] for message in page["messages"]]
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        assert page["has_more"] == bool(cursor)
    assert found == sent[::-1]
    after = await api.conversations_history(channel=general.id, oldest=sent[3])
    assert [message["ts"] for message in after["messages"]] == [sent[4]]
    one = await api.conversations_history(channel=general.id, oldest=sent[0], latest=sent[0], inclusive=True, limit=1)
    assert one["messages"][0]["reply_users"] == [acme.bot.id]
    assert one["messages"][0]["metadata"] == {"event_type": "quorum_card"}
    all_of_it = await api.conversations_history(channel=general.id, include_all_metadata=True, limit=1)
    assert all_of_it["messages"][0]["metadata"] == metadata


async def test_replies_are_not_for_bots_unless_allowed(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    parent = (await api.chat_postMessage(channel=general.id, text="p"))["ts"]
    await api.chat_postMessage(channel=general.id, text="r", thread_ts=parent)
    refused = api.conversations_replies(channel=general.id, ts=parent)
    assert await error_of(refused) == "not_allowed_token_type"
    slack.app.bot_reads_replies = True
    found = await api.conversations_replies(channel=general.id, ts=parent)
    assert [message["text"] for message in found["messages"]] == ["p", "r"]
    assert await error_of(api.conversations_replies(channel=general.id, ts="1.0")) == "thread_not_found"


async def test_history_asks_for_the_scope_of_its_channel(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, hidden = client(slack, acme.bot_token), acme.channel("hidden", private=True)
    acme.installation.scopes.discard("groups:history")
    assert await error_of(api.conversations_history(channel=hidden.id)) == "missing_scope"


async def test_channels_and_members_page_by_page(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, general = client(slack, acme.bot_token), acme.channel("general")
    acme.channel("hidden", private=True, bot=False)
    acme.channel("secret", private=True)
    ada = acme.user("ada")
    ada.join(general)
    names = await api.conversations_list(types="public_channel,private_channel")
    assert [channel["name"] for channel in names["channels"]] == ["general", "secret"]
    assert await error_of(api.conversations_list(types="public")) == "invalid_types"
    first = await api.conversations_members(channel=general.id, limit=1)
    rest = await api.conversations_members(
        channel=general.id, limit=1, cursor=first["response_metadata"]["next_cursor"]
    )
    assert {*first["members"], *rest["members"]} == {acme.bot.id, ada.id}
    assert rest["response_metadata"]["next_cursor"] == ""
    mine = await api.users_conversations(types="public_channel,private_channel")
    assert {channel["name"] for channel in mine["channels"]} == {"general", "secret"}
    about = await api.conversations_info(channel=general.id, include_num_members=True)
    assert about["channel"]["num_members"] == 2


async def test_a_message_for_later(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, general, now = client(slack, acme.bot_token), acme.channel("general"), int(slack.clock.now())
    assert await error_of(api.chat_scheduleMessage(channel=general.id, post_at=now, text="t")) == "time_in_past"
    far = now + 120 * 86_400 + 1
    assert await error_of(api.chat_scheduleMessage(channel=general.id, post_at=far, text="t")) == "time_too_far"
    kept = await api.chat_scheduleMessage(channel=general.id, post_at=now + 60, text="kept")
    taken = await api.chat_scheduleMessage(channel=general.id, post_at=now + 61, text="taken back")
    assert len((await api.chat_scheduledMessages_list())["scheduled_messages"]) == 2
    assert kept["scheduled_message_id"] != taken["scheduled_message_id"]
    gone: dict[str, Any] = {"channel": general.id, "scheduled_message_id": taken["scheduled_message_id"]}
    await api.chat_deleteScheduledMessage(**gone)
    assert await error_of(api.chat_deleteScheduledMessage(**gone)) == "invalid_scheduled_message_id"
    await slack.clock.advance(59)
    assert not general.posts
    await slack.clock.advance(3)
    assert [(post.text, post.ts.split(".")[0]) for post in general.parents] == [("kept", str(now + 60))]


async def test_ts_are_unique_ordered_and_of_one_shape(slack: FakeSlack) -> None:
    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    sent = {
        ws.domain: [
            (await client(slack, ws.bot_token).chat_postMessage(channel=channel.id, text="t"))["ts"] for _ in range(12)
        ]
        for ws in (acme, beta)
        for channel in [ws.channel("general")]
    }
    assert sent["acme"] == sent["beta"] == sorted(set(sent["acme"]))
    assert all(len(ts.partition(".")[2]) == 6 for ts in sent["acme"])


async def test_permalinks_team_and_bot(slack: FakeSlack) -> None:
    slack.app.scopes.add("team:read")
    acme = slack.workspace("acme")
    general, api = acme.channel("general"), client(slack, acme.bot_token)
    sent = await api.chat_postMessage(channel=general.id, text="t")
    link = await api.chat_getPermalink(channel=general.id, message_ts=sent["ts"])
    assert link["permalink"].startswith(f"https://acme.slack.com/archives/{general.id}/p")
    assert await error_of(api.chat_getPermalink(channel=general.id, message_ts="1.0")) == "message_not_found"
    assert (await api.team_info())["team"]["domain"] == "acme"
    assert (await api.bots_info(bot=acme.bot_id))["bot"]["user_id"] == acme.bot.id
    assert await error_of(api.bots_info(bot="B1")) == "bot_not_found"


@pytest.mark.parametrize("cursor", ["not base64!", "AAAA"])
async def test_a_forged_cursor(slack: FakeSlack, cursor: str) -> None:
    acme = slack.workspace("acme")
    assert await error_of(client(slack, acme.bot_token).users_list(cursor=cursor)) == "invalid_cursor"

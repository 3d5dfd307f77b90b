"""Blocks that the fake Slack refuses, in Slack's words, everywhere that blocks are sent."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack import FakeSlack, client, slack
from tests.platforms.slack.pieces import actions, button, error_of, home, modal, question, section

__all__ = ["slack"]
LONG = section("a" * 3001)
WORDS = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


async def test_a_message_is_refused_with_pointers(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, api, ada = acme.channel("general"), client(slack, acme.bot_token), acme.user("ada")
    ada.join(general)
    ts = (await api.chat_postMessage(channel=general.id, text="t"))["ts"]
    later = int(slack.clock.now()) + 60
    calls = [
        api.chat_postMessage(channel=general.id, text="t", blocks=[LONG]),
        api.chat_update(channel=general.id, ts=ts, text="t", blocks=[LONG]),
        api.chat_postEphemeral(channel=general.id, user=ada.id, text="t", blocks=[LONG]),
        api.chat_scheduleMessage(channel=general.id, post_at=later, text="t", blocks=[LONG]),
    ]
    for call in calls:
        with pytest.raises(SlackApiError) as refused:
            await call
        answer = refused.value.response
        assert (answer["error"], answer["errors"]) == ("invalid_blocks", [WORDS])
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {WORDS}"]
    assert not ada.ephemerals


async def test_a_response_url_refuses_too(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    url = slack.responses.new(acme, acme.channel("general"), acme.user("ada").id)
    answer = await AsyncWebhookClient(url, retry_handlers=[]).send(text="t", blocks=[LONG])
    assert answer.status_code == 400
    assert "invalid_blocks" in answer.body


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"blocks": [section("a" * 3000)] * 4 + [section("a")]}, "msg_blocks_too_long"),
        ({"metadata": {"event_type": "a", "event_payload": {"k": "a" * 1000}}}, "metadata_too_large"),
        ({"metadata": {"event_type": "a", "event_payload": {"k": {}}}}, "invalid_metadata_format"),
        ({"attachments": {"text": "t"}}, "invalid_attachments"),
        ({"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]]}] * 2}, "only_one_table_allowed"),
    ],
)
async def test_a_message_is_refused_by_name(slack: FakeSlack, args: dict[str, Any], code: str) -> None:
    acme = slack.workspace("acme")
    call = client(slack, acme.bot_token).chat_postMessage(channel=acme.channel("general").id, text="t", **args)
    assert await error_of(call) == code


async def test_a_view_is_refused_with_pointers_under_view(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada = client(slack, acme.bot_token), acme.user("ada")
    trigger = slack.triggers.new(acme, ada.id)
    for call in (
        api.views_open(trigger_id=trigger, view=modal(LONG)),
        api.views_push(trigger_id=trigger, view=modal(LONG)),
        api.views_publish(user_id=ada.id, view=home(LONG)),
    ):
        with pytest.raises(SlackApiError) as refused:
            await call
        answer = refused.value.response
        assert answer["error"] == "invalid_arguments"
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {WORDS.replace(':/', ':/view/')}"]
    heavy = modal(*[section("é" * 3000) for _ in range(45)])
    assert await error_of(api.views_open(trigger_id=trigger, view=heavy)) == "view_too_large"
    await api.views_open(trigger_id=trigger, view=modal(section("the refusals did not use the trigger up")))
    assert await error_of(api.views_update(view_id=ada.view.id, view=modal(LONG))) == "invalid_arguments"
    refused_kind = api.views_update(view_id=ada.view.id, view=home(section("a modal stays a modal")))
    assert await error_of(refused_kind) == "invalid_arguments"


async def test_stored_blocks_are_written_out(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    blocks = [section("m"), actions(button("a"), block_id="mine"), section("v")]
    await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t", blocks=blocks)
    first, second, third = general.latest.blocks
    assert first["text"] == {"type": "mrkdwn", "text": "m", "verbatim": False}
    assert second["elements"][0]["text"] == {"type": "plain_text", "text": "press", "emoji": True}
    assert second["block_id"] == "mine"
    assert first["block_id"] != third["block_id"]


async def test_blocks_validate_takes_exactly_one_thing(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, good = client(slack, acme.bot_token), section("fine")

    async def told(**data: Any) -> tuple[str, list[str]]:
        import json

        with pytest.raises(SlackApiError) as refused:
            await api.api_call("blocks.validate", data={name: json.dumps(value) for name, value in data.items()})
        answer = refused.value.response
        return answer["error"], [one["pointer"] for one in answer.get("errors", ())]

    import json

    for data in ({"blocks": [good]}, {"message": {"text": "t", "blocks": [good]}}, {"view": modal(question("q"))}):
        sent = {name: json.dumps(value) for name, value in data.items()}
        assert (await api.api_call("blocks.validate", data=sent))["ok"]
    assert await told(blocks=[LONG]) == ("invalid_blocks", ["/0/text/text"])
    assert await told(message={"text": "t", "blocks": [LONG]}) == ("invalid_message", ["/blocks/0/text/text"])
    assert await told(view=modal(LONG)) == ("invalid_view", ["/blocks/0/text/text"])
    assert await told(blocks=[good], view=modal(good)) == ("invalid_arguments", [])
    assert await told() == ("invalid_arguments", [])

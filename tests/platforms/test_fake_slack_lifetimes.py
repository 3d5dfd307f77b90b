"""Triggers, response URLs, views and their stack: how long they live and what ends them."""

from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack import Channel, FakeSlack, NotThere, Workspace, client, connected, mode, slack
from tests.platforms.slack.pieces import actions, bolt, button, error_of, home, modal, question, section

__all__ = ["mode", "slack"]


async def test_a_trigger_lives_three_seconds_and_once(slack: FakeSlack) -> None:
    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    api, ada = client(slack, acme.bot_token), acme.user("ada")
    trigger = slack.triggers.new(acme, ada.id)
    foreign = client(slack, beta.bot_token).views_open(trigger_id=trigger, view=modal(section("x")))
    assert await error_of(foreign) == "invalid_trigger_id"
    assert await error_of(api.views_open(trigger_id="0.0.0", view=modal(section("x")))) == "invalid_trigger_id"
    await slack.clock.advance(2.9)
    await api.views_open(trigger_id=trigger, view=modal(section("x")))
    assert await error_of(api.views_open(trigger_id=trigger, view=modal(section("x")))) == "exchanged_trigger_id"
    late = slack.triggers.new(acme, ada.id)
    await slack.clock.advance(3)
    assert await error_of(api.views_open(trigger_id=late, view=modal(section("x")))) == "expired_trigger_id"


async def test_modals_stack_three_deep(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada = client(slack, acme.bot_token), acme.user("ada")
    await api.views_open(trigger_id=slack.triggers.new(acme, ada.id), view=modal(section("1")))
    for depth in ("2", "3"):
        await api.views_push(trigger_id=slack.triggers.new(acme, ada.id), view=modal(section(depth)))
    fourth = api.views_push(trigger_id=slack.triggers.new(acme, ada.id), view=modal(section("4")))
    assert await error_of(fourth) == "push_limit_reached"
    first, second, third = ada.views
    assert (third.previous_id, third.root_id) == (second.id, first.id)
    ada.close()
    assert ada.view is second
    ada.close(whole_stack=True)
    with pytest.raises(NotThere):
        assert ada.view


async def test_a_view_is_updated_by_whoever_saw_it_last(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada = client(slack, acme.bot_token), acme.user("ada")
    trigger = slack.triggers.new(acme, ada.id)
    shown = (await api.views_open(trigger_id=trigger, view=modal(question("q"), external_id="e")))["view"]
    ada.fill(ada.view, {"q": "kept"})
    await api.views_update(
        view_id=shown["id"], hash=shown["hash"], view=modal(section("new"), question("q"), external_id="e")
    )
    assert ada.view.wire()["state"]["values"] == {"b-q": {"q": {"type": "plain_text_input", "value": "kept"}}}
    again = api.views_update(view_id=shown["id"], hash=shown["hash"], view=modal(section("x")))
    assert await error_of(again) == "hash_conflict"
    await api.views_update(external_id="e", view=modal(section("by its name")))
    assert ada.view.blocks[0]["text"]["text"] == "by its name"
    assert await error_of(api.views_update(view_id="V9", view=modal(section("x")))) == "not_found"
    assert await error_of(api.api_call("views.update", json={"view": modal(section("x"))})) == "invalid_arguments"
    ada.close()
    assert await error_of(api.views_update(view_id=shown["id"], view=modal(section("x")))) == "not_found"


async def test_an_external_id_is_used_once(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada, bob = client(slack, acme.bot_token), acme.user("ada"), acme.user("bob")
    await api.views_open(trigger_id=slack.triggers.new(acme, ada.id), view=modal(section("1"), external_id="e"))
    second = api.views_open(trigger_id=slack.triggers.new(acme, bob.id), view=modal(section("1"), external_id="e"))
    assert await error_of(second) == "duplicate_external_id"


async def test_a_home_is_published(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api, ada = client(slack, acme.bot_token), acme.user("ada")
    first = (await api.views_publish(user_id=ada.id, view=home(section("1"))))["view"]
    await api.views_publish(user_id=ada.id, hash=first["hash"], view=home(section("2")))
    stale = api.views_publish(user_id=ada.id, hash=first["hash"], view=home(section("3")))
    assert await error_of(stale) == "hash_conflict"
    assert await error_of(api.views_publish(user_id="U9999999", view=home(section("x")))) == "user_not_found"
    slack.app.home_tab_enabled = False
    assert await error_of(api.views_publish(user_id=ada.id, view=home(section("x")))) == "not_enabled"
    assert ada.home.blocks[0]["text"]["text"] == "2"


def response(slack: FakeSlack, acme: Workspace, general: Channel) -> AsyncWebhookClient:
    return AsyncWebhookClient(slack.responses.new(acme, general, acme.user("ada").id), retry_handlers=[])


async def test_a_response_url_is_used_five_times(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    webhook = response(slack, acme, general)
    for _ in range(5):
        answer = await webhook.send(text="t")
        assert (answer.status_code, answer.body) == (200, "ok")
    answer = await webhook.send(text="t")
    assert (answer.status_code, "used_url" in answer.body) == (404, True)
    assert len(acme.user("ada").ephemerals) == 5


async def test_a_response_url_lives_half_an_hour(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    webhook = response(slack, acme, general)
    await slack.clock.advance(30 * 60 - 1)
    assert (await webhook.send(text="t", response_type="in_channel")).status_code == 200
    await slack.clock.advance(1)
    answer = await webhook.send(text="t")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)
    assert [post.text for post in general.parents] == ["t"]


async def test_a_command_has_no_original_to_replace_or_delete(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    webhook = response(slack, acme, acme.channel("general"))
    await webhook.send(text="one")
    await webhook.send(text="two", replace_original=True)
    await webhook.send(delete_original=True)
    assert [post.text for post in acme.user("ada").ephemerals] == ["one", "two"]


async def test_what_a_response_url_is_sent_is_understood_or_fails(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    webhook = response(slack, acme, acme.channel("general"))
    assert (await webhook.send_dict({"text": "t", "colour": "red"})).status_code == 200
    assert (await webhook.send_dict({"blocks": []})).status_code == 400
    (puzzle,), _ = slack.forgive()
    assert "no argument colour" in puzzle


async def test_a_response_replaces_and_deletes_its_message(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general = acme.user("ada"), acme.channel("general")
    ada.join(general)
    app = bolt(slack, acme)

    @app.action("change")
    async def change(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="changed", replace_original=True, blocks=[actions(button("gone"))])

    @app.action("gone")
    async def gone(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    async with connected(slack, app, mode):
        api = client(slack, acme.bot_token)
        await api.chat_postMessage(channel=general.id, text="t", blocks=[actions(button("change"))])
        await api.chat_postEphemeral(channel=general.id, user=ada.id, text="t", blocks=[actions(button("change"))])
        for post, there in ((general.latest, general.parents), (ada.ephemerals[0], ada.ephemerals)):
            assert len(there) == 1
            await ada.click(post, "change")
            await slack.until(lambda post=post: post.text == "changed")
            with pytest.raises(NotThere):
                ada.click(post, "change")
            before = len(slack.journal.of("response_url"))
            await ada.click(post, "gone")
            await slack.until(lambda before=before: len(slack.journal.of("response_url")) > before)
            with pytest.raises(NotThere):
                ada.click(post, "gone")
    assert not general.posts
    assert not ada.ephemerals

"""What people do with components, and the bodies that the app is given for it."""

from typing import Any

import pytest

from tests.platforms.slack import FakeSlack, NotThere, client, connected, mode, slack
from tests.platforms.slack.pieces import OPTIONS, actions, button, element, modal, question, recorder, section

__all__ = ["mode", "slack"]


WIDGETS: list[tuple[dict[str, Any], Any, dict[str, Any], dict[str, Any]]] = [
    (element("static_select", "x", options=OPTIONS), "b", {"selected_option": None}, {"selected_option": "b"}),
    (element("radio_buttons", "x", options=OPTIONS), "c", {"selected_option": None}, {"selected_option": "c"}),
    (
        element("checkboxes", "x", options=OPTIONS),
        ["a", "c"],
        {"selected_options": []},
        {"selected_options": ["a", "c"]},
    ),
    (element("multi_static_select", "x", options=OPTIONS), [], {"selected_options": []}, {"selected_options": []}),
    (element("datepicker", "x"), "2026-11-03", {"selected_date": None}, {"selected_date": "2026-11-03"}),
    (element("timepicker", "x"), "09:30", {"selected_time": None}, {"selected_time": "09:30"}),
    (element("datetimepicker", "x"), 1793610000, {"selected_date_time": None}, {"selected_date_time": 1793610000}),
    (element("users_select", "x"), "U0000003", {"selected_user": None}, {"selected_user": "U0000003"}),
    (element("multi_users_select", "x"), ["U0000003"], {"selected_users": []}, {"selected_users": ["U0000003"]}),
    (element("channels_select", "x"), "C1", {"selected_channel": None}, {"selected_channel": "C1"}),
    (element("multi_channels_select", "x"), ["C1"], {"selected_channels": []}, {"selected_channels": ["C1"]}),
    (element("conversations_select", "x"), "C1", {"selected_conversation": None}, {"selected_conversation": "C1"}),
    (element("multi_conversations_select", "x"), [], {"selected_conversations": []}, {"selected_conversations": []}),
    (element("plain_text_input", "x", initial_value="i"), "text", {"value": "i"}, {"value": "text"}),
    (element("number_input", "x", is_decimal_allowed=True), "1.5", {"value": None}, {"value": "1.5"}),
    (element("email_text_input", "x"), "a@b.org", {"value": None}, {"value": "a@b.org"}),
    (element("url_text_input", "x"), "https://b.org", {"value": None}, {"value": "https://b.org"}),
    (
        element("rich_text_input", "x"),
        {"type": "rich_text"},
        {"rich_text_value": None},
        {"rich_text_value": {"type": "rich_text"}},
    ),
    (element("file_input", "x"), [{"id": "F1"}], {"files": []}, {"files": [{"id": "F1"}]}),
]


def chosen(state: dict[str, Any]) -> dict[str, Any]:
    """A state with the values of options in place of options."""
    found = {name: value for name, value in state.items() if name != "type"}
    for name, value in found.items():
        if name == "selected_option" and value:
            found[name] = value["value"]
        elif name == "selected_options":
            found[name] = [one["value"] for one in value]
    return found


@pytest.mark.parametrize(("widget", "entered", "before", "after"), WIDGETS, ids=[row[0]["type"] for row in WIDGETS])
async def test_every_input_has_its_state(
    slack: FakeSlack, widget: dict[str, Any], entered: Any, before: dict[str, Any], after: dict[str, Any]
) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), recorder(slack, acme)
    asked = {"type": "input", "block_id": "b", "optional": True, "label": {"type": "plain_text", "text": "l"}}
    async with connected(slack, app, "socket"):
        for _ in range(2):
            trigger = slack.triggers.new(acme, ada.id)
            await client(slack, acme.bot_token).views_open(trigger_id=trigger, view=modal({**asked, "element": widget}))
            await ada.submit(ada.view, {"x": entered} if seen else {})
    states = [body["view"]["state"]["values"]["b"]["x"] for body in seen]
    assert [state["type"] for state in states] == [widget["type"]] * 2
    assert [chosen(state) for state in states] == [before, after]


async def test_a_press_on_a_message(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general, (app, seen) = acme.user("ada"), acme.channel("general"), recorder(slack, acme)
    ada.join(general)
    blocks = [
        actions(element("checkboxes", "several", options=OPTIONS), button("send", value="v"), block_id="b1"),
        section("menu", block_id="b2", accessory=element("overflow", "more", options=OPTIONS)),
    ]
    async with connected(slack, app, mode):
        await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t", blocks=blocks)
        post = general.latest
        await ada.click(post, "several", ["a", "b"])
        await ada.click(post, "more", "c")
        await ada.click(post, "send")
    ticked, menu, sent = seen
    assert sent["container"] == {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": general.id,
        "is_ephemeral": False,
    }
    assert sent["actions"][0].items() >= {"type": "button", "action_id": "send", "block_id": "b1", "value": "v"}.items()
    assert sent["message"]["blocks"] == post.blocks
    assert (sent["team"], sent["user"]["id"]) == ({"id": "T0000001", "domain": "acme"}, ada.id)
    assert sent["response_url"].startswith(slack.url)
    assert [one["value"] for one in ticked["actions"][0]["selected_options"]] == ["a", "b"]
    assert [one["value"] for one in sent["state"]["values"]["b1"]["several"]["selected_options"]] == ["a", "b"]
    assert menu["actions"][0]["selected_option"]["value"] == "c"


async def test_a_private_message_comes_without_its_blocks(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, bob, general, (app, seen) = acme.user("ada"), acme.user("bob"), acme.channel("general"), recorder(slack, acme)
    ada.join(general)
    async with connected(slack, app, mode):
        api = client(slack, acme.bot_token)
        await api.chat_postEphemeral(channel=general.id, user=ada.id, text="t", blocks=[actions(button("a"))])
        await ada.click(ada.ephemerals[0], "a")
        with pytest.raises(NotThere):
            bob.click(ada.ephemerals[0], "a")
    assert seen[0]["container"]["is_ephemeral"] is True
    assert "message" not in seen[0]


async def test_only_what_is_there_can_be_used(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    ada, bob, general, (app, seen) = acme.user("ada"), acme.user("bob"), acme.channel("general"), recorder(slack, acme)
    async with connected(slack, app, "socket"):
        api = client(slack, acme.bot_token)
        blocks = [actions(button("old"), element("static_select", "pick", options=OPTIONS))]
        sent = await api.chat_postMessage(channel=general.id, text="t", blocks=blocks)
        post, lagging = general.latest, general.latest.blocks
        for wrong in (lambda: ada.click(post, "never"), lambda: ada.click(post, "pick", "z")):
            with pytest.raises(NotThere):
                wrong()
        await api.chat_update(channel=general.id, ts=sent["ts"], text="t", blocks=[actions(button("new"))])
        with pytest.raises(NotThere):
            ada.click(post, "old")
        assert (await ada.click(post, "old", stale=lagging)).ok
        await api.views_open(trigger_id=slack.triggers.new(acme, ada.id), view=modal(question("q")))
        for wrong in (lambda: ada.click(ada.view, "q", "text"), lambda: bob.fill(ada.view, {"q": "x"})):
            with pytest.raises(NotThere):
                wrong()
        for verb in (lambda: ada.slash("/unknown"), lambda: ada.shortcut("unknown"), lambda: ada.change(height=3)):
            with pytest.raises(NotThere):
                verb()
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("element_fields", "entered"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "four"),
        ({"type": "plain_text_input", "min_length": 3}, "2"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
        ({"type": "number_input", "is_decimal_allowed": False}, "many"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, "10"),
        ({"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}, ["a", "b"]),
    ],
)
async def test_the_client_lets_only_right_input_through(
    slack: FakeSlack, element_fields: dict[str, Any], entered: Any
) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    view = modal(question("q", **element_fields))
    await client(slack, acme.bot_token).views_open(trigger_id=slack.triggers.new(acme, ada.id), view=view)
    with pytest.raises(NotThere):
        ada.submit(ada.view, {"q": entered})

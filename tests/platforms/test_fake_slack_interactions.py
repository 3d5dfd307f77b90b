"""What people do with components, and the bodies that the app is given for it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.platforms.slack import FakeSlack, NotThere, client, connected, mode, slack
from tests.platforms.slack.pieces import actions, bolt, button, modal, question, section
from tests.platforms.slack.workspace import Workspace

__all__ = ["mode", "slack"]


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.upper()}, "value": value}


def element(kind: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": action_id, **more}


def recorder(slack: FakeSlack, acme: Workspace) -> tuple[AsyncApp, list[dict[str, Any]]]:
    """An app that acknowledges everything and keeps the bodies."""
    import re

    app, seen = bolt(slack, acme), []

    async def keep(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    app.action(re.compile(".*"))(keep)
    app.view(re.compile(".*"))(keep)
    app.view_closed(re.compile(".*"))(keep)
    app.shortcut(re.compile(".*"))(keep)
    app.command(re.compile(".*"))(keep)
    return app, seen


OPTIONS = [option("a"), option("b"), option("c")]
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


async def test_a_press_in_a_view(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), recorder(slack, acme)
    async with connected(slack, app, mode):
        view = modal(question("q"), actions(button("next")), notify_on_close=True, private_metadata="pm")
        await client(slack, acme.bot_token).views_open(trigger_id=slack.triggers.new(acme, ada.id), view=view)
        shown = ada.view
        await ada.click(shown, "next")
        closing = ada.close()
        assert closing is not None
        assert (await closing).ok
    pressed, closed = seen
    assert pressed["container"] == {"type": "view", "view_id": shown.id}
    assert (pressed["view"]["private_metadata"], pressed["hash"]) == ("pm", shown.hash)
    assert "response_url" not in pressed
    assert (closed["type"], closed["is_cleared"], closed["view"]["id"]) == ("view_closed", False, shown.id)


@pytest.mark.parametrize("told", [True, False])
async def test_closing_is_told_only_when_asked_for(slack: FakeSlack, told: bool) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), recorder(slack, acme)
    async with connected(slack, app, "socket"):
        view = modal(section("x"), notify_on_close=told, clear_on_close=True)
        for _ in range(2):
            trigger = slack.triggers.new(acme, ada.id)
            open_one = (
                client(slack, acme.bot_token).views_push if ada.views else client(slack, acme.bot_token).views_open
            )
            await open_one(trigger_id=trigger, view=view)
        closing = ada.close()
        if closing:
            await closing
    assert not ada.views
    assert [body["is_cleared"] for body in seen] == [True] * told


async def test_the_answers_to_a_submission(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, app = acme.user("ada"), bolt(slack, acme)

    @app.view("form")
    async def sent(ack: Any, view: Any) -> None:
        wanted = view["state"]["values"]["b-q"]["q"]["value"]
        if wanted in ("update", "push"):
            await ack(response_action=wanted, view=modal(section(wanted), question("q")))
        elif wanted == "unknown block":
            await ack(response_action="errors", errors={"b-other": "no"})
        elif wanted == "broken view":
            await ack(response_action="update", view=modal(section("a" * 3001)))
        elif wanted == "nonsense":
            await ack({"response_action": "explode"})
        else:
            await ack(response_action="clear")

    async with connected(slack, app, mode):
        await client(slack, acme.bot_token).views_open(
            trigger_id=slack.triggers.new(acme, ada.id), view=modal(question("q"))
        )
        first = ada.view
        await ada.submit(first, {"q": "update"})
        assert (ada.view, first.blocks[0]["text"]["text"]) == (first, "update")
        await ada.submit(first, {"q": "push"})
        assert ada.views == [first, ada.view]
        await ada.submit(ada.view, {"q": "push"})
        await ada.submit(ada.view, {"q": "push"})
        for wrong in ("unknown block", "broken view", "nonsense"):
            await ada.submit(ada.view, {"q": wrong})
        await ada.submit(ada.view, {"q": "clear"})
        assert not ada.views
    puzzles, _ = slack.forgive()
    codes = ["push_limit_reached", "invalid_errors", "invalid_arguments", "invalid_response_action"]
    assert [line.split(": ")[1].split()[0] for line in puzzles] == codes


async def test_suggestions_are_offered_and_chosen(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, (app, seen) = acme.user("ada"), recorder(slack, acme)

    @app.options("topic")
    async def topics(ack: Any, body: Any) -> None:
        many = 101 if body["value"] == "all" else 2
        await ack(options=[option(f"{body['value']}{n}") for n in range(many)])

    async with connected(slack, app, mode):
        view = modal(question("topic", type="external_select"))
        await client(slack, acme.bot_token).views_open(trigger_id=slack.triggers.new(acme, ada.id), view=view)
        assert (await ada.suggest(ada.view, "topic", "py")).ok
        await ada.submit(ada.view, {"topic": "py1"})
        assert seen[0]["view"]["state"]["values"]["b-topic"]["topic"]["selected_option"]["value"] == "py1"
        await client(slack, acme.bot_token).views_open(trigger_id=slack.triggers.new(acme, ada.id), view=view)
        await ada.suggest(ada.view, "topic", "all")
    (puzzle,), _ = slack.forgive()
    assert "too_many" in puzzle


async def test_a_command_and_a_shortcut_as_they_come(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general, (app, seen) = acme.user("ada"), acme.channel("general"), recorder(slack, acme)
    async with connected(slack, app, mode):
        await ada.slash("/quorum link #general", general)
        await ada.slash("/quorum help")
        await ada.shortcut("today")
    command, direct, shortcut = seen
    assert command["text"] == f"link <#{general.id}|general>"
    assert (command["channel_name"], direct["channel_name"]) == ("general", "directmessage")
    assert command["is_enterprise_install"] == "false"
    assert command["trigger_id"] != direct["trigger_id"]
    assert shortcut["callback_id"] == "today"
    assert not {"channel", "response_url"} & shortcut.keys()


async def test_what_is_not_answered_is_seen_as_a_failure(slack: FakeSlack, mode: str) -> None:
    import asyncio

    acme = slack.workspace("acme")
    ada, general, app, hang = acme.user("ada"), acme.channel("general"), bolt(slack, acme), asyncio.Event()

    @app.command("/quorum")
    async def command(ack: Any) -> None:
        await hang.wait()
        await ack("too late")

    @app.action("broken")
    async def broken(ack: Any) -> None:
        await ack()
        raise RuntimeError("after the acknowledgement: it is thrown away")

    async with connected(slack, app, mode):
        running = ada.slash("/quorum start", general)
        await slack.clock.advance(3)
        assert (await running).outcomes == ["timeout"]
        hang.set()
        if mode == "socket":
            await slack.until(lambda: running.attempts[0].late)
        assert not ada.ephemerals
        post = [actions(button("broken"))]
        await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t", blocks=post)
        pressed = ada.click(general.latest, "broken")
        if mode == "socket":
            await slack.clock.advance(3)
        await pressed
    _, failures = slack.forgive()
    reason = "timeout" if mode == "socket" else "refused"
    assert [(one.user, one.kind, one.reason) for one in failures] == [
        (ada.id, "operation_timeout", "timeout"),
        (ada.id, "error mark", reason),
    ]
    assert len(running.attempts) == 1

"""What people do in views, and the acknowledgements with which the app answers."""

import asyncio
from typing import Any

import pytest

from tests.platforms.slack import FakeSlack, client, connected, mode, slack
from tests.platforms.slack.pieces import actions, bolt, button, modal, option, question, recorder, section

__all__ = ["mode", "slack"]


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

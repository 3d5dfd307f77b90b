"""The verbs of the fake Slack, in both modes, against an app of a few lines."""

import re
from typing import Any

import pytest

from tests.platforms.slack import FakeSlack, NotThere, connected, mode, slack
from tests.platforms.slack.pieces import bolt, button, modal, question, section

__all__ = ["mode", "slack"]


async def test_a_command_posts_and_a_button_answers_in_private(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general = acme.user("ada"), acme.channel("general")
    ada.join(general)
    app = bolt(slack, acme)

    @app.command("/quorum")
    async def start(ack: Any, say: Any, command: Any) -> None:
        await ack(f"you said {command['text']}")
        await say(text="a question", blocks=[section("?"), {"type": "actions", "elements": [button("a", value="1")]}])

    @app.action("a")
    async def answer(ack: Any, respond: Any, body: Any) -> None:
        await ack()
        await respond(text=f"value {body['actions'][0]['value']}", replace_original=False)

    async with connected(slack, app, mode):
        started = await ada.slash("/quorum tell @ada of <b>", general)
        assert started.ok
        assert ada.ephemerals[0].text == f"you said tell <@{ada.id}> of &lt;b&gt;"
        post = (await slack.until(lambda: general.parents))[0]
        assert (await ada.click(post, "a")).ok
        assert (await slack.until(lambda: ada.ephemerals[1:]))[0].text == "value 1"
        with pytest.raises(NotThere):
            ada.click(post, "b")


async def test_a_modal_is_opened_filled_refused_and_sent(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    app, seen = bolt(slack, acme), []

    @app.shortcut("today")
    async def today(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(question("q", max_length=5)))

    @app.view("form")
    async def sent(ack: Any, view: Any) -> None:
        value = view["state"]["values"]["b-q"]["q"]["value"]
        seen.append(value)
        if value == "no":
            await ack(response_action="errors", errors={"b-q": "not that"})
        else:
            await ack()

    async with connected(slack, app, mode):
        await ada.shortcut("today")
        view = ada.view
        with pytest.raises(NotThere, match="required"):
            ada.submit(view)
        with pytest.raises(NotThere, match="fit"):
            ada.submit(view, {"q": "too long"})
        await ada.submit(view, {"q": "no"})
        assert view.errors == {"b-q": "not that"}
        await ada.submit(view, {"b-q": "yes"})
        assert seen == ["no", "yes"]
        assert not ada.views


async def test_home_mention_and_direct_message_are_events(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general = acme.user("ada"), acme.channel("general")
    ada.join(general)
    app, seen = bolt(slack, acme), []

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("welcome")]})

    @app.event(re.compile(".*"))
    async def other(event: Any) -> None:
        seen.append((event["type"], event.get("text")))

    async with connected(slack, app, mode):
        assert (await ada.open_home()).ok
        assert ada.home.blocks[0]["text"]["text"] == "welcome"
        await ada.mention(general, "help")
        await ada.dm("hello & goodbye")
    assert seen == [("app_mention", f"<@{acme.bot.id}> help"), ("message", "hello &amp; goodbye")]

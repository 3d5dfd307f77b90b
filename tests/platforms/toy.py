"""A third platform, the smallest that can be: a room whose members press controls and type lines.

It proves that a platform is one new folder: it draws every card as a plain dictionary within limits of its own, its
controls carry tokens, and it plays a group's day through the same door as the others, importing what an adapter may.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from bot.commands import Refusal, parse
from bot.intents import Intent
from bot.refs import AccountRef, Caller, ChannelRef, MessageRef, SpaceRef
from bot.view import refusals
from bot.view.card import Block, Buttons, Card, Choices, Code, Fields, Footnote, Image, Progress, Reply, Table, Text
from bot.view.form import Form
from bot.view.letters import cut, one_line, visible
from bot.view.plain import plain, state_word
from bot.view.wire import decode, encode

PLATFORM = "toy"
TITLE = 60
LABEL = 30
PARTS = 40
CONTROLS_IN_A_ROW = 3


class Door(Protocol):
    """What a platform needs of `bot.app.App`."""

    def handle(self, intent: Intent, caller: Caller) -> tuple[Reply, ...]: ...
    async def form(self, intent: Intent, caller: Caller) -> Form | Card: ...
    async def submit(
        self, intent: Intent, values: Mapping[str, str | Sequence[str]], caller: Caller
    ) -> tuple[Reply, ...]: ...


def draw(card: Card) -> dict[str, Any]:
    """A card as the toy's message: a title, parts, rows of controls, and the fallback text."""
    parts: list[dict[str, Any]] = []
    for block in card.blocks:
        parts.extend(_parts(block))
    return {
        "title": cut(one_line(card.title), TITLE),
        "state": state_word(card),
        "parts": parts[:PARTS],
        "text": plain(card),
    }


def _parts(block: Block) -> list[dict[str, Any]]:
    match block:
        case Text() | Footnote():
            return [{"kind": "text", "text": visible(block.text), "at": block.when and block.when.isoformat()}]
        case Code():
            return [{"kind": "code", "text": visible(block.text)}]
        case Choices():
            lines = [
                {"kind": "text", "text": f"{one_line(option.label)}. {visible(option.text)}"}
                for option in block.options
            ]
            pressed = [_control(option.label, option.intent) for option in block.options if option.intent]
            if block.submit is not None:
                pressed = [{**_control("Send", block.submit), "of": [option.label for option in block.options]}]
            return [*lines, *_rows(pressed)]
        case Fields():
            return [{"kind": "pair", "name": one_line(f.name), "value": visible(f.value)} for f in block.fields]
        case Table():
            return [{"kind": "row", "cells": [one_line(cell) for cell in row]} for row in (block.header, *block.rows)]
        case Buttons():
            return _rows([_control(button.label, button.intent, form=button.form) for button in block.buttons])
        case Image():
            return [{"kind": "text", "text": one_line(block.alt)}]
        case Progress():
            return [{"kind": "text", "text": f"{one_line(block.label)}: {block.done}/{block.total}"}]


def _control(label: str, intent: Intent, *, form: bool = False) -> dict[str, Any]:
    return {"label": cut(one_line(label), LABEL) or "?", "token": encode(intent), "form": form}


def _rows(controls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    step = CONTROLS_IN_A_ROW
    return [{"kind": "controls", "controls": controls[at : at + step]} for at in range(0, len(controls), step)]


class Room:
    """A channel of the toy with its members. What is posted and told is kept for all to look at."""

    def __init__(self, name: str = "study") -> None:
        self.space = SpaceRef(PLATFORM, "house")
        self.channel = ChannelRef(PLATFORM, "house", name)
        self.posts: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, MessageRef] = {}
        self.told: dict[AccountRef, list[dict[str, Any]]] = {}
        self._numbers = count(1)

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post to the room."""
        message = MessageRef(PLATFORM, channel.key, str(next(self._numbers)))
        self.posts[message.key] = draw(card)
        self.keys[delivery_key] = message
        return message

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replace a post."""
        self.posts[message.key] = draw(card)

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The post of that key."""
        return self.keys.get(delivery_key)

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A private message."""
        self.told.setdefault(account, []).append(draw(card))

    def member(self, door: Door, name: str, *, zone: str = "UTC") -> "Member":
        """A person in this room."""
        account = AccountRef(PLATFORM, "", name)
        return Member(door, Caller(account, name, self.space, self.channel, self.channel.key, zone=zone))


class Member:
    """A person: types lines and presses what the last message offers."""

    def __init__(self, door: Door, caller: Caller) -> None:
        self.door = door
        self.caller = caller
        self.seen: list[dict[str, Any]] = []

    def type(self, line: str) -> dict[str, Any]:
        """Type a command; the last message that comes of it."""
        try:
            return self._see(self.door.handle(parse(line), self.caller))
        except Refusal as refusal:
            return self._see((Reply(refusals.present(refusal)),))

    def press(self, label: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Press the control of that label, on a message or on the last one seen; it carries nothing but its token."""
        control = next(c for c in controls_on(message or self.seen[-1]) if c["label"] == label)
        return self._see(self.door.handle(decode(control["token"]), self.caller))

    async def fill(self, label: str, values: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
        """Press the control of that label, fill in the form that opens, and submit it."""
        control = next(c for c in controls_on(self.seen[-1]) if c["label"] == label and c["form"])
        form = await self.door.form(decode(control["token"]), self.caller)
        if isinstance(form, Card):
            return self._see((Reply(form),))
        unknown = set(values) - {field.name for field in form.fields}
        if unknown:
            raise KeyError(f"the form has no {sorted(unknown)}")
        offered = {field.name: field.value for field in form.fields}
        return self._see(await self.door.submit(form.intent, {**offered, **values}, self.caller))

    def _see(self, replies: tuple[Reply, ...]) -> dict[str, Any]:
        self.seen.extend(draw(reply.card) for reply in replies)
        return self.seen[-1]


def controls_on(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every control of a message."""
    return [control for part in message["parts"] if part["kind"] == "controls" for control in part["controls"]]

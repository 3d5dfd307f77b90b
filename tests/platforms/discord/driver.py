"""What a person does in Discord: the verbs that tests are written in. Nothing here speaks HTTP.

Every verb that reaches the app gives an `Interaction`: await it to have the first response. Only what the person sees
now can be pressed or filled in; otherwise NotThere.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.filling import filled
from tests.platforms.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Modal
from tests.platforms.discord.permissions import BITS, in_channel
from tests.platforms.discord.places import Channel, Guild, Message, Role
from tests.platforms.discord.reading import NotThere

if TYPE_CHECKING:
    from tests.platforms.discord.server import FakeDiscord


class Person:
    """A person at their client."""

    def __init__(self, fake: "FakeDiscord", user_id: str, name: str) -> None:
        self.fake, self.id, self.name = fake, user_id, name
        self.locale = "en-US"
        self.installed = False
        """They have installed the app for themselves: it answers them everywhere."""
        self.takes_dms = True
        self.modal: Modal | None = None
        self.ephemerals: list[Message] = []
        """What only they see, oldest first, deleted ones among them."""

    # -- what they see

    @property
    def dm(self) -> Channel:
        """Their direct message with the bot."""
        return self.fake.dm(self.id)

    @property
    def dms(self) -> list[Message]:
        return self.dm.messages

    # -- commands, components, modals

    def slash(self, line: str, where: Channel | None = None, /, **options: Any) -> Interaction:
        """`slash("group setup", general, at="09:00")`; without a place: in the direct message with the bot.

        A user, channel, role option takes the Person, Channel, Role; an attachment takes (name, bytes).
        """
        channel = self._stands_in(where)
        return self._begin(COMMAND, channel, self.fake.commands.typed(self, line, channel, options))

    def autocomplete(
        self, line: str, option: str, typed: str, where: Channel | None = None, /, **others: Any
    ) -> Interaction:
        """Type into an option; `.choices` is what is offered."""
        channel = self._stands_in(where)
        data = self.fake.commands.typed(self, line, channel, {**others, option: typed}, focused=option)
        return self._begin(AUTOCOMPLETE, channel, data)

    def press(self, message: Message, button: str) -> Interaction:
        """Press a button, named by its label or custom_id."""
        self._sees(message)
        control = message.button(button)
        return self._press(message, control, {})

    def choose(self, message: Message, values: Sequence[Any], select: str | None = None) -> Interaction:
        """Choose in a select, named by placeholder or custom_id, or the only one. Options by value or label."""
        self._sees(message)
        control = message.select(select)
        given, resolved = filled(self, control, values)
        return self._press(
            message, control, {"values": given["values"], **({"resolved": resolved} if resolved else {})}
        )

    def submit(self, values: dict[str, Any] | None = None, modal: Modal | None = None) -> Interaction:
        """Fill in the modal in front (by custom_id or by the label of a field) and send it off.

        Text: str. Select, checkbox group: [values or labels]. Radio group: a value or label. Checkbox: bool.
        Upload: [(name, bytes)]. What is not named keeps what stands there.
        """
        shown = modal or self.modal
        if shown is None or not shown.open:
            raise NotThere(f"{self.name} has no modal open")
        components, resolved = fill(self, shown, dict(values or {}))
        shown.open, self.modal = False, None
        data: dict[str, Any] = {"custom_id": shown.custom_id, "components": components}
        if resolved:
            data["resolved"] = resolved
        source = shown.interaction.source
        return self._begin(SUBMIT, shown.interaction.channel, data, source, from_component=source is not None)

    def dismiss(self) -> None:
        """Close the modal in front: the app hears nothing of it."""
        if self.modal is None:
            raise NotThere(f"{self.name} has no modal open")
        self.modal.open, self.modal = False, None

    # -- everything else

    def say(self, channel: Channel, text: str) -> Message:
        """Write something: the bot has no intent to hear it, but it stands in the history."""
        message = Message(self.fake.snowflake(), channel, self.id, {"content": text}, self.fake.clock.now())
        channel.posts[message.id] = message
        return message

    def join(self, guild: Guild, *roles: Role) -> None:
        """Become a member; without the members intent the bot hears nothing."""
        guild.admit(self.id, [role.id for role in roles])

    def leave(self, guild: Guild) -> None:
        del guild.members[self.id]

    # -- inside

    def _stands_in(self, where: Channel | None) -> Channel:
        channel = where or self.dm
        if channel.deleted:
            raise NotThere("that channel is gone")
        if channel.guild is not None:
            if self.id not in channel.guild.members:
                raise NotThere(f"{self.name} is not in {channel.guild.name}")
            if not in_channel(channel, self.id) & BITS["VIEW_CHANNEL"]:
                raise NotThere(f"{self.name} does not see #{channel.name}")
        elif channel.recipient_id != self.id:
            raise NotThere("that is somebody else's direct message")
        return channel

    def _sees(self, message: Message) -> None:
        if message.seen_by not in (None, self.id) or message.deleted:
            raise NotThere(f"{self.name} does not see that message")
        self._stands_in(message.channel)

    def _press(self, message: Message, control: dict[str, Any], more: dict[str, Any]) -> Interaction:
        data = {"custom_id": control["custom_id"], "component_type": control["type"], "id": control["id"], **more}
        return self._begin(COMPONENT, message.channel, data, message)

    def _begin(
        self, kind: int, channel: Channel, data: dict[str, Any], source: Message | None = None, **more: Any
    ) -> Interaction:
        return self.fake.interactions.begin(kind, self, channel, data, source, **more)


def fill(person: Person, modal: Modal, values: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The components and `resolved` of a submit. Raises NotThere for a field that is not there or not filled in."""
    sent: list[dict[str, Any]] = []
    resolved: dict[str, Any] = {}
    for one in modal.components:
        outer = {"type": one["type"], "id": one["id"]}
        inner = one.get("component")
        if inner is None:
            sent.append(outer)
            continue
        names = [name for name in (inner["custom_id"], one.get("label")) if name in values]
        given, more = filled(person, inner, values.pop(names[0]) if names else None)
        for kind, found in more.items():
            resolved.setdefault(kind, {}).update(found)
        sent.append({**outer, "component": given})
    if values:
        labels = [one.get("label") for one in modal.components]
        raise NotThere(f"the modal has no {sorted(values)}; it has {labels}")
    return sent, resolved

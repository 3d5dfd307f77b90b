"""The slash commands that the app has synced, and what a client makes of a command that a person types."""

import itertools
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.reading import NotThere

if TYPE_CHECKING:
    from tests.platforms.discord.driver import Person
    from tests.platforms.discord.places import Channel
    from tests.platforms.discord.server import FakeDiscord

GUILD, BOT_DM, PRIVATE = 0, 1, 2
SUB, GROUP, TEXT, WHOLE, TRUTH, USER, CHANNEL, ROLE, DECIMAL, FILE = 1, 2, 3, 4, 5, 6, 7, 8, 10, 11
Wire = dict[str, Any]


class Commands:
    """Global commands, and those of single guilds."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self.fake = fake
        self._lists: dict[str | None, list[Wire]] = {}
        self._version = itertools.count(1)

    def of(self, guild_id: str | None) -> list[Wire]:
        return self._lists.get(guild_id, [])

    def replace(self, guild_id: str | None, listed: list[Wire]) -> list[Wire]:
        """Store a whole list, with the ids that Discord gives; what keeps its name keeps its id."""
        ids = {(one["type"], one["name"]): one["id"] for one in self.of(guild_id)}
        version, app_id = str(next(self._version)), self.fake.app.id
        made = []
        for one in listed:
            kind = one.get("type", 1)
            known = ids.get((kind, one["name"])) or self.fake.snowflake()
            made.append({**one, "type": kind, "id": known, "application_id": app_id, "version": version})
            made[-1].setdefault("default_member_permissions", None)
            if guild_id:
                made[-1]["guild_id"] = guild_id
        self._lists[guild_id] = made
        return made

    def visible(self, person: "Person", name: str, where: "Channel") -> Wire:
        """The command of that name as the person's client offers it there. Raises NotThere."""
        guild = where.guild
        listed = [*self.of(guild.id if guild else None), *(self.of(None) if guild else ())]
        command: Wire | None = next((one for one in listed if one["name"] == name and one["type"] == 1), None)
        if command is None:
            raise NotThere(f"there is no command /{name}; there are {sorted(one['name'] for one in listed)}")
        contexts = command.get("contexts")
        if contexts is not None and (GUILD if guild else BOT_DM) not in contexts:
            raise NotThere(f"/{name} is not offered {'in a server' if guild else 'in a direct message'}")
        if contexts is None and guild is None and command.get("dm_permission") is False:
            raise NotThere(f"/{name} is not offered in a direct message")
        kinds = command.get("integration_types") or [0]
        here = guild.bot_inside if guild else any(one.bot_inside and person.id in one.members for one in self.guilds)
        if not ((0 in kinds and here) or (1 in kinds and person.installed)):
            raise NotThere(f"the app of /{name} is neither here nor installed by {person.name}")
        wanted = int(command.get("default_member_permissions") or 0)
        if guild and not guild.commands_for_all and wanted & ~in_channel(where, person.id):
            raise NotThere(f"/{name} is hidden from {person.name}: its default permissions are {wanted}")
        return command

    @property
    def guilds(self) -> list[Any]:
        return list(self.fake.guilds.values())

    def typed(self, person: "Person", line: str, where: "Channel", given: Wire, focused: str | None = None) -> Wire:
        """The `data` of an interaction: `line` is the command with its subcommands, `given` option names to values."""
        words = line.removeprefix("/").split()
        command = self.visible(person, words[0], where)
        resolved: Wire = {}
        chain, node = [], command
        for word in words[1:]:
            inner = [one for one in node.get("options", ()) if one["name"] == word and one["type"] in (SUB, GROUP)]
            if not inner:
                raise NotThere(f"/{line} is no subcommand")
            node = inner[0]
            chain.append(node)
        options = {one["name"]: one for one in node.get("options", ())}
        if any(one["type"] in (SUB, GROUP) for one in options.values()):
            raise NotThere(f"/{line} needs one of {sorted(options)}")
        if unknown := set(given) - set(options):
            raise NotThere(f"/{line} has no options {sorted(unknown)}; it has {sorted(options)}")
        if focused is None and (missing := [n for n, one in options.items() if one.get("required") and n not in given]):
            raise NotThere(f"/{line} needs {missing}")
        filled = [
            self._filled(person, options[name], value, resolved, focused=name == focused)
            for name, value in given.items()
        ]
        for step in reversed(chain):
            filled = [{"name": step["name"], "type": step["type"], "options": filled}]
        data: Wire = {"id": command["id"], "name": command["name"], "type": 1, "options": filled}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return {**data, "resolved": resolved} if resolved else data

    def _filled(self, person: "Person", option: Wire, value: Any, resolved: Wire, *, focused: bool) -> Wire:
        name, kind = option["name"], option["type"]
        made: Wire = {"name": name, "type": kind, "value": value}
        if focused:
            if not option.get("autocomplete"):
                raise NotThere(f"{name} offers nothing while it is typed")
            return {**made, "value": str(value), "focused": True}
        choices = [one["value"] for one in option.get("choices") or ()]
        if choices and value not in choices:
            raise NotThere(f"{name} is one of {choices}")
        right = {TEXT: (str,), WHOLE: (int,), TRUTH: (bool,), DECIMAL: (int, float), FILE: (tuple,)}.get(kind)
        if right is not None and (not isinstance(value, right) or (kind == WHOLE and isinstance(value, bool))):
            raise NotThere(f"{name} does not take {value!r}")
        if kind == TEXT:
            measured: Any = len(value)
            least, most = option.get("min_length"), option.get("max_length")
        else:
            measured, least, most = value, option.get("min_value"), option.get("max_value")
        if (least is not None and measured < least) or (most is not None and measured > most):
            raise NotThere(f"{name} is from {least} to {most}")
        if kind in (USER, CHANNEL, ROLE, FILE):
            made["value"] = self._resolve(person, kind, value, resolved)
        return made

    def _resolve(self, person: "Person", kind: int, value: Any, resolved: Wire) -> str:
        from tests.platforms.discord import payloads

        if kind == FILE:
            entry = self.fake.upload(*value)
            resolved.setdefault("attachments", {})[entry["id"]] = entry
            return str(entry["id"])
        if kind == USER:
            resolved.setdefault("users", {})[value.id] = payloads.user(self.fake, value.id)
        elif kind == CHANNEL:
            resolved.setdefault("channels", {})[value.id] = payloads.seen_channel(value, person.id)
        else:
            resolved.setdefault("roles", {})[value.id] = payloads.role(value)
        return str(value.id)

"""What Discord takes: one table, surface -> component -> field -> rule, for the renderer, the fake Discord and tests.

Sources: Discord's documentation of August 2026, its OpenAPI description of API v10, discord.py 2.7. Texts arrive here
as they are sent, escaped, and are measured in UTF-16 units. The numbers are Discord's own; a renderer keeps below them.
Knows nothing of cards: it sees payloads only. elements.py is the inside, spans.py what spans several fields.
"""

from collections.abc import Sequence
from typing import Any, Final

from adapters.discord import elements
from adapters.discord.command_spans import across_choices, across_command, across_commands
from adapters.discord.elements import CONTAINER, FILE, GALLERY, LABEL, ROW, SECTION, SEPARATOR, TEXT, Fields, of
from adapters.discord.spans import ALL_TEXT, COMPONENTS, across_message, across_modal
from bot.view.rules import Entries, Flag, Line, Many, Number, Open, Problem
from bot.view.shortening import budget, units

__all__ = ["ALL_TEXT", "COMPONENTS", "SURFACES", "TABLE", "Problem", "budget", "heavy", "problems", "units"]

COMPONENTS_V2: Final = 1 << 15
"""The flag of a message that is made of components."""
FILES: Final = 10
FILE_BYTES: Final = 10 * 2**20
"""One file, where the interaction does not say more."""
REQUEST_BYTES: Final = 25 * 2**20

NAME = Line(32, least=1, required=True)
DESCRIBED = Line(100, least=1, required=True)
SAID_ELSEWHERE: Fields = {"name_localizations": Open(), "description_localizations": Open()}
PARAMETER: Fields = {
    "name": NAME,
    "description": DESCRIBED,
    **SAID_ELSEWHERE,
    "required": Flag(),
    "choices": Many(25, least=0, of=("choice",)),
    "autocomplete": Flag(),
    "channel_types": Open(),
    "min_value": Open(),
    "max_value": Open(),
    "min_length": Number(0, 6000),
    "max_length": Number(1, 6000),
}
PARAMETERS = tuple(f"parameter:{one}" for one in range(3, 12))
SUBCOMMAND, GROUP = ("parameter:1",), ("parameter:2",)

COMMANDS: dict[str, Fields] = {
    "choice": {"name": Line(100, least=1, required=True), "name_localizations": Open(), "value": Open(required=True)},
    "parameter:1": {
        "name": NAME,
        "description": DESCRIBED,
        **SAID_ELSEWHERE,
        "options": Many(25, least=0, of=PARAMETERS),
    },
    "parameter:2": {
        "name": NAME,
        "description": DESCRIBED,
        **SAID_ELSEWHERE,
        "options": Many(25, of=SUBCOMMAND, required=True),
    },
    **dict.fromkeys(PARAMETERS, PARAMETER),
}
"""What commands are made of, by the type of the option."""

TABLE: dict[str, dict[int, Fields]] = {"message": elements.MESSAGE, "modal": elements.MODAL}

WHERE_USED: Fields = {
    name: Open()
    for name in (
        *("application_id", "contexts", "default_member_permissions", "default_permission", "dm_permission"),
        *("handler", "id", "integration_types", "nsfw"),
    )
}
MESSAGE: Fields = {
    "content": Line(2000),
    "embeds": Many(10, least=0, of=("embed",)),
    "attachments": Many(FILES, least=0),
    "sticker_ids": Many(3, least=0),
    "nonce": Line(25),
    "flags": Number(0),
    **{
        name: Open()
        for name in (
            *("allowed_mentions", "applied_tags", "avatar_url", "enforce_nonce", "message_reference", "poll"),
            *("thread_name", "tts", "username"),
        )
    },
}

SURFACES: dict[str, Fields] = {
    "message": {
        **MESSAGE,
        "components": Many(40, least=0, of=of(ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)),
    },
    "legacy": {**MESSAGE, "components": Many(5, least=0, of=of(ROW))},
    "modal": {
        "title": Line(45, least=1, required=True, said=True),
        "custom_id": Line(100, least=1, required=True),
        "components": Many(5, of=of(LABEL, TEXT), required=True),
    },
    "autocomplete": {"choices": Many(25, least=0, of=("choice",), required=True)},
    "command": {
        "name": NAME,
        "description": Line(100),
        **SAID_ELSEWHERE,
        "options": Many(25, least=0, of=(*SUBCOMMAND, *GROUP, *PARAMETERS)),
        "type": Number(1, 4),
        **WHERE_USED,
    },
    "commands": {"commands": Many(131, least=0, required=True)},
    "thread": {
        "name": Line(100, least=1, required=True, said=True),
        "rate_limit_per_user": Number(0, 21_600),
        **{name: Open() for name in ("auto_archive_duration", "invitable", "location", "type")},
    },
}
"""What stands around components. A message without the flag of components is `legacy`: rows alone, and content."""

ENTRIES: dict[str, Entries] = {
    surface: Entries(
        {
            **elements.PARTS,
            **COMMANDS,
            **{f"component:{kind}": fields for kind, fields in TABLE.get(surface, elements.MESSAGE).items()},
        }
    )
    for surface in SURFACES
}


def problems(surface: str, payload: dict[str, Any]) -> list[Problem]:
    """Every breach in a payload, in the order of the table; an empty list means that Discord takes it.

    Surfaces: `message` (the body of a message, or the data of an interaction's answer that is one), `modal` (the data
    of one), `autocomplete` (`choices`), `command` (one application command), `commands` (`{"commands": [...]}`, all
    that are set at once), `thread` (the body that opens one). Pointers are relative to the payload. Raises KeyError for
    another surface.
    """
    if surface == "message" and not int(payload.get("flags") or 0) & COMPONENTS_V2:
        surface = "legacy"
    found = list(ENTRIES[surface].check(SURFACES[surface], payload, "", typed=False))
    match surface:
        case "message" | "legacy":
            found += across_message(payload, laid_out=surface == "message")
        case "modal":
            found += across_modal(payload)
        case "autocomplete":
            found += across_choices(payload, "")
        case "command":
            found += across_command(payload)
        case "commands":
            found += across_commands(payload)
    return found


def heavy(sizes: Sequence[int], each: int = FILE_BYTES) -> list[Problem]:
    """Every breach in the sizes, in bytes, of the files of one request; `each` is what the interaction says of one."""
    found = [Problem("/files", "too_many", f"no more than {FILES} items allowed")] if len(sizes) > FILES else []
    found += [
        Problem(f"/files/{at}", "too_large", f"must be no more than {each} bytes")
        for at, size in enumerate(sizes)
        if size > each
    ]
    if sum(sizes) > REQUEST_BYTES:
        found.append(Problem("/files", "too_large", f"must be no more than {REQUEST_BYTES} bytes together"))
    return found

"""The part of the limits table that stands inside messages and modals: components by type, and what they hold.

Knows no surface: those stand in limits.py. Types are Discord's numbers; each is named once, here.
"""

from typing import Final

from bot.view.rules import Flag, Line, Many, Number, One, Open

ROW: Final = 1
BUTTON: Final = 2
SELECT: Final = 3
INPUT: Final = 4
ENTITY_SELECTS: Final = (5, 6, 7, 8)
SECTION: Final = 9
TEXT: Final = 10
THUMBNAIL: Final = 11
GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
LABEL: Final = 18
UPLOAD: Final = 19
RADIO: Final = 21
CHECKBOXES: Final = 22
CHECKBOX: Final = 23
SELECTS: Final = (SELECT, *ENTITY_SELECTS)

Rule = Line | Number | Flag | Open | One | Many
Fields = dict[str, Rule]


def of(*types: int) -> tuple[str, ...]:
    """The entries of components of these types."""
    return tuple(f"component:{one}" for one in types)


PART: Fields = {"id": Number(0, 2**31 - 1)}
NAMED: Fields = {**PART, "custom_id": Line(100, least=1, required=True)}
OPTIONS = ("option",)
PICKED: Fields = {
    **NAMED,
    "placeholder": Line(150),
    "min_values": Number(0, 25),
    "max_values": Number(1, 25),
    "disabled": Flag(),
    "required": Flag(),
}
PICTURE: Fields = {"media": Open(required=True), "description": Line(1024, least=1), "spoiler": Flag()}

EMBED_REST: Final = ("type", "url", "timestamp", "color", "image", "thumbnail", "provider", "video", "flags")

PARTS: dict[str, Fields] = {
    "option": {
        "label": Line(100, least=1, required=True, said=True),
        "value": Line(100, least=1, required=True),
        "description": Line(100),
        "emoji": Open(),
        "default": Flag(),
    },
    "picture": PICTURE,
    "embed": {
        "title": Line(256),
        "description": Line(4096),
        "fields": Many(25, least=0, of=("embed_field",)),
        "footer": One(("embed_footer",)),
        "author": One(("embed_author",)),
        **{name: Open() for name in EMBED_REST},
    },
    "embed_field": {
        "name": Line(256, least=1, required=True),
        "value": Line(1024, least=1, required=True),
        "inline": Flag(),
    },
    "embed_footer": {"text": Line(2048, least=1, required=True), "icon_url": Open()},
    "embed_author": {"name": Line(256, least=1, required=True), "url": Open(), "icon_url": Open()},
}
"""What components and embeds hold."""

SELECT_FIELDS: dict[int, Fields] = {
    SELECT: {**PICKED, "options": Many(25, of=OPTIONS, required=True)},
    **{one: {**PICKED, "default_values": Many(25, least=0), "channel_types": Open()} for one in ENTITY_SELECTS},
}
TEXT_FIELDS: Fields = {**PART, "content": Line(4000, least=1, required=True, said=True)}

MESSAGE: dict[int, Fields] = {
    ROW: {**PART, "components": Many(5, of=of(BUTTON, *SELECTS), required=True)},
    BUTTON: {
        **PART,
        "style": Number(1, 6, required=True),
        "custom_id": Line(100, least=1),
        "label": Line(80),
        "url": Line(512, least=1),
        "emoji": Open(),
        "sku_id": Open(),
        "disabled": Flag(),
    },
    **SELECT_FIELDS,
    SECTION: {
        **PART,
        "components": Many(3, of=of(TEXT), required=True),
        "accessory": One(of(BUTTON, THUMBNAIL), required=True),
    },
    TEXT: TEXT_FIELDS,
    THUMBNAIL: {**PART, **PICTURE},
    GALLERY: {**PART, "items": Many(10, of=("picture",), required=True)},
    FILE: {**PART, "file": Open(required=True), "spoiler": Flag()},
    SEPARATOR: {**PART, "spacing": Number(1, 2), "divider": Flag()},
    CONTAINER: {
        **PART,
        "components": Many(40, of=of(ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR), required=True),
        "accent_color": Number(0, 0xFFFFFF),
        "spoiler": Flag(),
    },
}
"""What stands in messages."""

MODAL: dict[int, Fields] = {
    LABEL: {
        **PART,
        "label": Line(45, least=1, required=True, said=True),
        "description": Line(100),
        "component": One(of(INPUT, *SELECTS, UPLOAD, RADIO, CHECKBOXES, CHECKBOX), required=True),
    },
    TEXT: TEXT_FIELDS,
    **SELECT_FIELDS,
    INPUT: {
        **NAMED,
        "style": Number(1, 2, required=True),
        "label": Line(45, least=1),
        "min_length": Number(0, 4000),
        "max_length": Number(1, 4000),
        "value": Line(4000),
        "placeholder": Line(100),
        "required": Flag(),
    },
    UPLOAD: {**NAMED, "min_values": Number(0, 10), "max_values": Number(1, 10), "required": Flag()},
    RADIO: {**NAMED, "options": Many(10, least=2, of=OPTIONS, required=True), "required": Flag()},
    CHECKBOXES: {
        **NAMED,
        "options": Many(10, of=OPTIONS, required=True),
        "min_values": Number(0, 10),
        "max_values": Number(1, 10),
        "required": Flag(),
    },
    CHECKBOX: {**NAMED, "default": Flag()},
}
"""What stands in modals; a control always inside a label."""

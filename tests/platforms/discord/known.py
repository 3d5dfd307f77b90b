"""Which keys Discord's bodies have. A key that is not here is a slip of the app, whatever the API would do with it.

Sources: Discord's documentation of the resources. Values are judged elsewhere.
"""

from collections.abc import Iterator
from typing import Any

ALLOWED_MENTIONS = {"parse", "roles", "users", "replied_user"}
ATTACHMENT = {"id", "filename", "description", "title", "duration_secs", "waveform", "is_spoiler"}
EMOJI = {"id", "name", "animated"}
OPTION = {"label", "value", "description", "emoji", "default"}
EMBED = {
    *("title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "video"),
    *("provider", "author", "fields", "flags"),
}
MESSAGE = {
    *("content", "nonce", "tts", "embeds", "allowed_mentions", "message_reference", "components", "sticker_ids"),
    *("attachments", "flags", "enforce_nonce", "poll"),
}
EDIT = {"content", "embeds", "flags", "allowed_mentions", "components", "attachments", "tts"}
"""`tts` is not documented for edits, but discord.py always sends it and Discord passes over it."""
WEBHOOK = {
    *("content", "username", "avatar_url", "tts", "embeds", "allowed_mentions", "components", "attachments", "flags"),
    *("thread_name", "applied_tags", "poll"),
}
CALLBACK = {"type", "data"}
CALLBACK_DATA: dict[int, set[str]] = {
    4: {"tts", "content", "embeds", "allowed_mentions", "flags", "components", "attachments", "poll"},
    5: {"flags"},
    6: set(),
    7: {"content", "embeds", "allowed_mentions", "flags", "components", "attachments", "tts"},
    8: {"choices"},
    9: {"custom_id", "title", "components"},
}
THREAD = {"name", "auto_archive_duration", "rate_limit_per_user", "type", "invitable"}
CHANNEL_EDIT = {"name", "archived", "auto_archive_duration", "locked", "invitable", "rate_limit_per_user", "flags"}
DM = {"recipient_id"}
NAMES = {"name", "name_localizations"}
COMMAND = {
    *NAMES,
    *("id", "application_id", "type", "description", "description_localizations", "options", "nsfw"),
    *("default_member_permissions", "dm_permission", "default_permission", "integration_types", "contexts", "handler"),
}
COMMAND_OPTION = {
    *NAMES,
    *("type", "description", "description_localizations", "required", "choices", "options", "channel_types"),
    *("min_value", "max_value", "min_length", "max_length", "autocomplete"),
}
CHOICE = {*NAMES, "value"}
SELECT = {"type", "id", "custom_id", "placeholder", "min_values", "max_values", "disabled", "required"}
ENTITY = {*SELECT, "default_values"}
COMPONENT: dict[int, set[str]] = {
    1: {"type", "id", "components"},
    2: {"type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"},
    3: {*SELECT, "options"},
    4: {
        *("type", "id", "custom_id", "style", "label", "min_length", "max_length", "required", "value"),
        "placeholder",
    },
    **dict.fromkeys((5, 6, 7), ENTITY),
    8: {*ENTITY, "channel_types"},
    9: {"type", "id", "components", "accessory"},
    10: {"type", "id", "content"},
    11: {"type", "id", "media", "description", "spoiler"},
    12: {"type", "id", "items"},
    13: {"type", "id", "file", "spoiler"},
    14: {"type", "id", "divider", "spacing"},
    17: {"type", "id", "components", "accent_color", "spoiler"},
    18: {"type", "id", "label", "description", "component"},
    19: {"type", "id", "custom_id", "min_values", "max_values", "required"},
    21: {"type", "id", "custom_id", "options", "required"},
    22: {"type", "id", "custom_id", "options", "min_values", "max_values", "required"},
    23: {"type", "id", "custom_id", "default"},
}


def strangers(body: Any, keys: set[str], at: str = "") -> Iterator[str]:
    """Pointers of the keys in a message, modal or callback that Discord does not have."""
    if not isinstance(body, dict):
        yield at or "/"
        return
    yield from (f"{at}/{key}" for key in sorted(set(body) - keys))
    yield from _nested(body.get("allowed_mentions"), ALLOWED_MENTIONS, f"{at}/allowed_mentions")
    for name, inside in (("attachments", ATTACHMENT), ("embeds", EMBED)):
        for place, one in enumerate(body.get(name) or ()):
            yield from _nested(one, inside, f"{at}/{name}/{place}")
    for place, one in enumerate(body.get("components") or ()):
        yield from in_component(one, f"{at}/components/{place}")
    for place, one in enumerate(body.get("choices") or ()):
        yield from _nested(one, CHOICE, f"{at}/choices/{place}")


def in_component(one: Any, at: str) -> Iterator[str]:
    """The same in a component and all inside it."""
    if not isinstance(one, dict) or one.get("type") not in COMPONENT:
        yield f"{at}/type"
        return
    yield from (f"{at}/{key}" for key in sorted(set(one) - COMPONENT[one["type"]]))
    for place, child in enumerate(one.get("components") or ()):
        yield from in_component(child, f"{at}/components/{place}")
    for name in ("accessory", "component"):
        if one.get(name) is not None:
            yield from in_component(one[name], f"{at}/{name}")
    for place, option in enumerate(one.get("options") or ()):
        yield from _nested(option, OPTION, f"{at}/options/{place}")
        yield from _nested(option.get("emoji"), EMOJI, f"{at}/options/{place}/emoji")
    for place, item in enumerate(one.get("items") or ()):
        yield from _nested(item, {"media", "description", "spoiler"}, f"{at}/items/{place}")
    yield from _nested(one.get("emoji"), EMOJI, f"{at}/emoji")


def in_commands(commands: Any) -> Iterator[str]:
    """The same in the list of commands that is synced."""
    for place, one in enumerate(commands if isinstance(commands, list) else [commands]):
        yield from _nested(one, COMMAND, f"/{place}")
        yield from _in_options(one, f"/{place}")


def _in_options(one: Any, at: str) -> Iterator[str]:
    for place, option in enumerate(one.get("options") or ()):
        here = f"{at}/options/{place}"
        yield from _nested(option, COMMAND_OPTION, here)
        for number, choice in enumerate(option.get("choices") or ()):
            yield from _nested(choice, CHOICE, f"{here}/choices/{number}")
        yield from _in_options(option, here)


def _nested(one: Any, keys: set[str], at: str) -> Iterator[str]:
    if one is None:
        return
    if not isinstance(one, dict):
        yield at
        return
    yield from (f"{at}/{key}" for key in sorted(set(one) - keys))

"""Writing and changing a message, whoever asked: limits, flags, attachments, component ids, whom it pings."""

import re
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import checks
from tests.platforms.discord.places import EPHEMERAL, LOADING, V2, Channel, Message
from tests.platforms.discord.reading import TEXT_DISPLAY, walk
from tests.platforms.discord.reply import Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.rest import Request

KEPT = ("content", "embeds", "components", "attachments", "flags")


def write(request: "Request", channel: Channel, body: dict[str, Any], **about: Any) -> Message:
    """A new message of the bot; `about` are further fields of Message. It stands in the channel unless `seen_by`."""
    fake = request.fake
    checks.hold("message", body)
    checks.hold_files([len(data) for _, data in request.call.files.values()])
    message = Message(fake.snowflake(), channel, fake.app.id, {}, request.now, **about)
    store(request, message, body)
    if not any(message.body.get(name) for name in ("content", "embeds", "components", "attachments")):
        raise Refusal(50006)
    if channel.guild is not None and any(word in message.text for word in channel.guild.blocked_words):
        raise Refusal(200000)
    if message.seen_by is None:
        channel.posts[message.id] = message
    return message


def change(request: "Request", message: Message, body: dict[str, Any]) -> Message:
    """Edit a message; what a body does not name stays."""
    whole = {name: message.body[name] for name in KEPT if name in message.body and name != "attachments"} | body
    whole["flags"] = (message.flags & ~LOADING) | int(body.get("flags") or 0)
    if message.flags & V2 and "flags" in body and not int(body["flags"] or 0) & V2:
        raise Refusal(50035, "/flags", "IS_COMPONENTS_V2 cannot be removed")
    checks.hold("message", whole)
    filled = message.loading
    store(request, message, body)
    message.body["flags"] = whole["flags"]
    message.edits += not filled
    return message


def store(request: "Request", message: Message, body: dict[str, Any]) -> None:
    """Put what a body names into the message."""
    fresh = dict(body)
    if "attachments" in fresh or request.call.files:
        fresh["attachments"] = attached(request, message, fresh.get("attachments") or [])
    if "components" in fresh:
        names = {one["filename"]: one for one in fresh.get("attachments") or message.body.get("attachments") or ()}
        fresh["components"] = laid_out(fresh["components"] or [], names)
    message.body |= {name: fresh[name] for name in KEPT if name in fresh}
    message.body["flags"] = int(message.body.get("flags") or 0)
    message.pings |= pinged(body)


def attached(request: "Request", message: Message, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The attachments of a message after the call: uploaded ones, and older ones that the call keeps."""
    fake, kept = request.fake, []
    before = {str(one["id"]): one for one in message.body.get("attachments", ())}
    for entry in listed:
        if str(entry["id"]) in before:
            kept.append(before[str(entry["id"])])
            continue
        part = request.call.files.get(f"files[{entry['id']}]")
        if part is None:
            raise Refusal(50035, "/attachments", f"there is no file {entry['id']}")
        kept.append(fake.upload(entry.get("filename") or part[0], part[1]) | described(entry))
    if len(request.call.files) > len([one for one in listed if f"files[{one['id']}]" in request.call.files]):
        fake.journal.puzzle("a file was uploaded that no attachment names")
    return kept


def described(entry: dict[str, Any]) -> dict[str, Any]:
    return {"description": entry["description"]} if entry.get("description") else {}


def laid_out(components: list[dict[str, Any]], files: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The components as Discord keeps them: each with an integer id, `attachment://` resolved."""
    taken = {one["id"] for one in walk(components) if one.get("id")}
    free = iter(number for number in range(1, 10_000) if number not in taken)

    def kept(one: dict[str, Any]) -> dict[str, Any]:
        made = dict(one)
        made["id"] = one.get("id") or next(free)
        for name in ("media", "file"):
            if name in made:
                made[name] = resolved(made[name], files)
        if "items" in made:
            made["items"] = [{**item, "media": resolved(item["media"], files)} for item in made["items"]]
        if "components" in made:
            made["components"] = [kept(child) for child in made["components"]]
        for name in ("accessory", "component"):
            if made.get(name):
                made[name] = kept(made[name])
        return made

    return [kept(one) for one in components]


def resolved(media: dict[str, Any], files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    url = str(media["url"])
    if not url.startswith("attachment://"):
        return {**media, "proxy_url": url}
    name = url.removeprefix("attachment://")
    if name not in files:
        raise Refusal(50035, "/components", f"there is no attachment {name}")
    return {"url": files[name]["url"], "proxy_url": files[name]["url"], "attachment_id": files[name]["id"]}


def pinged(body: dict[str, Any]) -> set[str]:
    """Whom a body notifies: everybody it mentions, unless allowed_mentions says less."""
    shown = [str(one["content"]) for one in walk(body.get("components") or []) if one["type"] == TEXT_DISPLAY]
    text = "\n".join([str(body.get("content") or ""), *shown])
    allowed = body.get("allowed_mentions")
    people, roles = set(re.findall(r"<@!?(\d+)>", text)), set(re.findall(r"<@&(\d+)>", text))
    everyone = {"everyone"} if re.search(r"@(everyone|here)\b", text) else set()
    if allowed is None:
        return people | roles | everyone
    parse = allowed.get("parse") or []
    named = set(map(str, allowed.get("users") or ())), set(map(str, allowed.get("roles") or ()))
    found = people if "users" in parse else people & named[0]
    found |= roles if "roles" in parse else roles & named[1]
    return found | (everyone if "everyone" in parse else set())


def hidden(body: dict[str, Any]) -> bool:
    return bool(int(body.get("flags") or 0) & EPHEMERAL)

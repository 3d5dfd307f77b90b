"""Discord's published description (OpenAPI 3.1), where a local copy is named by QUORUM_DISCORD_OPENAPI.

It says which bodies Discord takes, as far as its schemas say it; that keys are known is compared with `properties`,
for the schemas are open. Without the variable nothing is checked here, and the tests that need it skip.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

VARIABLE = "QUORUM_DISCORD_OPENAPI"
PASSED_OVER = {
    "/channels/{channel_id}/messages/{message_id}": {"tts"},
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original": {"tts"},
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": {"tts"},
    "/applications/{application_id}/commands": {"nsfw"},
    "/applications/{application_id}/guilds/{guild_id}/commands": {"nsfw"},
}
"""Keys that discord.py always sends: not described for these routes, and Discord passes over them."""


def named() -> str:
    """The path of the copy, empty where none is named."""
    return os.environ.get(VARIABLE, "")


@cache
def _templates(path: str) -> list[tuple[str, re.Pattern[str], frozenset[str]]]:
    """Every template with its pattern and methods, those with the fewest parameters first."""
    paths = description(path)["paths"]
    return [
        (one, re.compile(re.sub(r"\{\w+\}", "[^/]+", one)), frozenset(paths[one]))
        for one in sorted(paths, key=lambda one: one.count("{"))
    ]


@cache
def description(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(path).read_text())
    return document


def template_of(method: str, path: str) -> str | None:
    """The template that a path fits, with the fewest parameters; None for an unknown route. `path` after /v10."""
    fits = (one for one, pattern, served in _templates(named()) if method.lower() in served and pattern.fullmatch(path))
    return next(fits, None)


def breaches(method: str, template: str, body: Any) -> Iterator[str]:
    """What is wrong with a body of a route, in words; nothing where no copy is named.

    An unknown route is a breach; so is a key that no schema of that place describes.
    """
    if named():
        said = json.dumps(with_text_ids(body), sort_keys=True)
        yield from _breaches(named(), method.lower(), template, said)


def breaches_of(method: str, path: str, body: Any) -> list[str]:
    """The same for a path as it was called, after /v10, with its name before each; a call without a body has none."""
    if not named():
        return []
    template = template_of(method, path)
    if template is None:
        return [f"{method} {path}: no such route is described"]
    return [f"{method} {template}: {one}" for one in (breaches(method, template, body) if body is not None else ())]


@lru_cache(maxsize=4096)
def _breaches(path: str, method: str, template: str, said: str) -> tuple[str, ...]:
    """The breaches of a body, once for all calls that send the same (the commands take a fifth of a second)."""
    document, body = description(path), json.loads(said)
    served = document["paths"].get(template, {}).get(method)
    if served is None:
        return ("the description has no such route",)
    content = served.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return ()
    here = f"{template.replace('~', '~0').replace('/', '~1')}/{method}"
    pointer = f"urn:discord#/paths/{here}/requestBody/content/application~1json/schema"
    errors = sorted(_validator(path, pointer).iter_errors(body), key=lambda one: list(map(str, one.absolute_path)))
    found = [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]
    unknown = _undescribed(document, content["application/json"]["schema"], body, "")
    passed = PASSED_OVER.get(template, set())
    return (*found, *(f"/{key}: not described" for key in unknown if key.rpartition("/")[2] not in passed))


def with_text_ids(body: Any) -> Any:
    """A body with its snowflakes as text: Discord takes them as numbers too, which discord.py makes use of."""
    if not isinstance(body, dict):
        return body
    made = {key: with_text_ids(value) for key, value in body.items()}
    if "recipient_id" in made:
        made["recipient_id"] = str(made["recipient_id"])
    if isinstance(made.get("attachments"), list):
        made["attachments"] = [{**one, "id": str(one["id"])} if "id" in one else one for one in made["attachments"]]
    if isinstance(made.get("allowed_mentions"), dict):
        mentions = made["allowed_mentions"]
        made["allowed_mentions"] = mentions | {
            name: list(map(str, mentions[name])) for name in ("users", "roles") if name in mentions
        }
    return made


@cache
def _validator(path: str, pointer: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    resource = Resource.from_contents(description(path), default_specification=DRAFT202012)
    registry: Any = Registry().with_resource("urn:discord", resource)
    return Draft202012Validator({"$ref": pointer}, registry=registry)


def _undescribed(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    shapes = list(_shapes(document, schema))
    if isinstance(value, list):
        items = [shape["items"] for shape in shapes if "items" in shape]
        for place, one in enumerate(value):
            yield from _undescribed(document, {"anyOf": items}, one, f"{at}{place}/")
    if not isinstance(value, dict):
        return
    kinds = [shape for shape in shapes if "properties" in shape and _is_kind(document, shape, value)]
    if not kinds or any(shape.get("additionalProperties") for shape in shapes):
        return
    for key, one in value.items():
        inner = [shape["properties"][key] for shape in kinds if key in shape["properties"]]
        if inner:
            yield from _undescribed(document, {"anyOf": inner}, one, f"{at}{key}/")
        else:
            yield f"{at}{key}"


def _shapes(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema and all that it may be instead."""
    if "$ref" in schema:
        target: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        yield from _shapes(document, target)
    yield schema
    for name in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(name, ()):
            yield from _shapes(document, one)


def _is_kind(document: dict[str, Any], shape: dict[str, Any], value: dict[str, Any]) -> bool:
    """Whether a shape is meant for a value: where both name a `type`, it is the same."""
    if "type" not in value or "type" not in shape["properties"]:
        return True
    told = list(_shapes(document, shape["properties"]["type"]))
    consts = {one["const"] for one in told if "const" in one}
    consts |= {each for one in told for each in one.get("enum", ())}
    return not consts or value["type"] in consts

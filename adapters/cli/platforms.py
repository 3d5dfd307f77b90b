"""Which platforms there are, which of them are configured, and what each must offer: found by name, imported late.

A platform is a package `adapters.<name>` with a module `platform`, whose import is light (no platform library), with

- `NEEDS: tuple[str, ...]`: the environment variables without which it cannot run; of "A or B" one is enough;
- `SERVES_HTTP: bool`: it can take in what people do over HTTP, in the process of `quorum run --web`;
- `async def connect(app, environment, *, http: bool) -> Platform`: connect and be ready to deliver. `http` is what
  `--web` says. An error of configuration is a ValueError with a sentence for the operator, without any secret.

A new platform is a new folder: this module knows none of them.
"""

import difflib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import adapters
from adapters.cli.errors import Refused
from bot.app import App
from bot.view.messenger import Messenger

WEB = "QUORUM_WEB"
"""Set to 1 where a `web` process runs beside the `worker`: platforms that serve HTTP are then left to it."""


class Platform(Protocol):
    """A connected platform."""

    messenger: Messenger

    async def serve(self) -> None:
        """Take in what people do, until cancelled; then take nothing more, finish what was taken in, disconnect.

        It returns only when cancelled, and raises when the platform cannot be reached any more.
        """

    async def close(self) -> None:
        """Let go of the platform: nothing is sent after this."""


class Connect(Protocol):
    """How a platform is connected."""

    async def __call__(self, app: App, environment: Mapping[str, str], *, http: bool) -> Platform: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A platform that this installation has, connected or not."""

    name: str
    needs: tuple[str, ...]
    serves_http: bool
    connect: Connect

    def lacks(self, environment: Mapping[str, str]) -> list[str]:
        """The variables that are still to be set."""
        return [
            need for need in self.needs if not any(environment.get(name, "").strip() for name in need.split(" or "))
        ]


def offers() -> dict[str, Offer]:
    """The platforms of this installation, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(adapters.__path__) if found.ispkg)
    return {name: offer(name) for name in names if find_spec(f"adapters.{name}.platform") is not None}


def offer(name: str) -> Offer:
    """The platform of this name."""
    module: Any = import_module(f"adapters.{name}.platform")
    return Offer(name, tuple(module.NEEDS), bool(module.SERVES_HTTP), module.connect)


def chosen(names: Sequence[str], environment: Mapping[str, str], *, web: bool) -> list[Offer]:
    """The platforms to run: those named, else those whose variables are set. Raises Refused if none is left.

    With `web` only those that serve HTTP; without it, where QUORUM_WEB is 1, only the others.
    """
    known = offers()
    for name in names:
        if name not in known:
            raise Refused(unknown(name, known))
        lacking = known[name].lacks(environment)
        if lacking:
            raise Refused(f"{name} needs {', '.join(lacking)} in the environment.")
    wanted = [known[name] for name in dict.fromkeys(names)] or [
        one for one in known.values() if one.needs and not one.lacks(environment)
    ]
    if not wanted:
        raise Refused(nothing(known))
    here = [one for one in wanted if one.serves_http] if web else wanted
    if not web and environment.get(WEB) == "1":
        here = [one for one in wanted if not one.serves_http]
    if not here:
        said = ", ".join(one.name for one in wanted)
        raise Refused(
            f"Nothing is left to run here: {said} does not serve HTTP, so the worker runs it (quorum run)."
            if web
            else f"Nothing is left to run here: {WEB}=1 leaves {said} to the web process (quorum run --web)."
        )
    return here


def unknown(name: str, known: Mapping[str, Offer]) -> str:
    """What to do about a platform that cannot be run."""
    if name == "terminal":
        return "The terminal is not run but played: `quorum play`."
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known) or 'none yet'}."
    return f"There is no platform {name!r}; {hint}"


def nothing(known: Mapping[str, Offer]) -> str:
    """What to set so that there is something to run."""
    if not known:
        return "This version has no chat platform to run yet: `quorum play` opens a group in the terminal."
    needs = "; ".join(f"{one.name}: {', '.join(one.needs)}" for one in known.values())
    return f"No platform is configured. Set the environment variables of at least one. {needs}."

"""What Discord's refusals mean, in one table; and what may be said of them in a log: never an address, never a text.

It knows codes and exceptions, nothing of what was being done.
"""

from typing import Final

import aiohttp
import discord

ACKNOWLEDGED: Final = 40060
"""Somebody has answered already: another process, or an attempt of ours whose answer was lost."""
TOO_LATE: Final = frozenset({10062, 10015, 50027})
"""The interaction is over, or its token is: nobody can be answered on it any more."""
NO_PERMISSION: Final = frozenset({50001, 50013})
GONE: Final = frozenset({10003, 10004})
"""The channel is not there any more, or the server without us."""
MESSAGE_GONE: Final = 10008
NOT_A_MEMBER: Final = 10007
NO_PRIVATE: Final = frozenset({50007, 50278})
"""Somebody takes no private messages from the bot."""
CLOSED: Final = NO_PERMISSION | GONE | NO_PRIVATE | {50083, 160005, 200000, 10013}
"""Refusals that trying again does not change."""
OUR_BUG: Final = 50035
OLD_MESSAGE: Final = 30046
"""Messages older than an hour take few edits."""
THREAD_THERE: Final = 160004
TOO_MANY_FOLLOWUPS: Final = 40094
CLOUDFLARE: Final = 40333
PAUSE: Final = 600.0
"""Seconds without any call after Discord has shut the door to this address."""
BUSY: Final = 60.0
"""Seconds until a call is tried again that Discord has put off until the client gave up."""

LOST: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What says that a way to a person is closed."""


def code_of(problem: BaseException) -> int:
    """Discord's own code, 0 where there is none."""
    return problem.code if isinstance(problem, discord.HTTPException) else 0


def is_shut_out(problem: BaseException) -> bool:
    """Whether Discord's edge, not Discord, refuses this address: nothing may be called for minutes."""
    if not isinstance(problem, discord.HTTPException):
        return False
    return problem.code == CLOUDFLARE or (problem.status == 429 and not is_busy(problem))


def is_busy(problem: discord.HTTPException) -> bool:
    """Whether Discord itself (its answers name the way they took) wants less of this one call, again and again."""
    return problem.status == 429 and bool(problem.response.headers.get("Via"))


def is_unauthorised(problem: BaseException) -> bool:
    """Whether the bot's own token is dead; an interaction's token that has run out is another matter."""
    return isinstance(problem, discord.HTTPException) and problem.status == 401 and problem.code != 50027


def said(problem: BaseException) -> str:
    """What went wrong, in a word for the log."""
    if isinstance(problem, discord.HTTPException):
        return f"{problem.status} {problem.code}"
    return type(problem).__name__


def fields(problem: discord.HTTPException) -> str:
    """Which fields of what was sent Discord did not take; their contents are left out."""
    lines = problem.text.splitlines()[1:]
    return ", ".join(line.removeprefix("In ").split(":", 1)[0] for line in lines) or "unnamed"

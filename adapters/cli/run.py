"""`quorum run`: the configured platforms, the alarm clock, and an orderly end on SIGTERM.

It knows no platform: `adapters.cli.platforms` finds them.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.errors import Refused
from adapters.cli.platforms import Offer, Platform, chosen
from bot.agenda.alarm import Alarm
from bot.app import App
from bot.bootstrap import open_app
from bot.settings import read_settings
from bot.view.messenger import Messenger

DRAIN_SECONDS = 8.0
"""How long an end may take: hosts kill ten seconds after SIGTERM."""
FAILED = 1

log = logging.getLogger("quorum.run")


def run(
    platforms: Annotated[
        list[str] | None, typer.Argument(metavar="[PLATFORM]...", help="Only these; default: all that are configured.")
    ] = None,
    web: Annotated[bool, typer.Option("--web", help="Only platforms that serve HTTP, on PORT.")] = False,
    db: Annotated[
        str, typer.Option("--db", help="Database URL; default: DATABASE_URL, else your own SQLite file.")
    ] = "",
    content: Annotated[Path | None, typer.Option(help="Folder of the question bank.")] = None,
) -> None:
    """Run the configured platforms until SIGTERM or Ctrl-C; then finish what was begun."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    offered = chosen(platforms or [], os.environ, web=web)
    messengers: dict[str, Messenger] = {}
    settings = read_settings(database_url=db, content=content)
    with open_app(settings, lambda: datetime.now(UTC), messengers=messengers) as app:
        sound = asyncio.run(until_told(app, offered, messengers, os.environ, web=web))
    log.info("stopped")
    if not sound:
        raise SystemExit(FAILED)


async def until_told(
    app: App,
    offered: Sequence[Offer],
    messengers: dict[str, Messenger],
    environment: Mapping[str, str],
    *,
    web: bool,
) -> bool:
    """Serve until a signal comes or a platform fails, then drain; whether it was a signal.

    Raises Refused when a platform cannot be configured as it is.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    stop = asyncio.create_task(told.wait())
    connecting = asyncio.gather(*(connected(offer, app, environment, web=web) for offer in offered))
    await asyncio.wait([stop, connecting], return_when=asyncio.FIRST_COMPLETED)
    if stop.done():
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        return True
    alarm = Alarm(lambda: app.tick(wait=False), app.clock)
    try:
        platforms = connecting.result()
        messengers |= {offer.name: one.messenger for offer, one in zip(offered, platforms, strict=True)}
        alarm.start()
        serving = [
            asyncio.create_task(one.serve(), name=offer.name) for offer, one in zip(offered, platforms, strict=True)
        ]
        log.info("running: %s", ", ".join(messengers))
        await asyncio.wait([stop, *serving], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.cancel()
    try:
        return await drained(app, alarm, serving)
    finally:
        await asyncio.gather(*(one.close() for one in platforms))


async def drained(app: App, alarm: Alarm, serving: Sequence["asyncio.Task[None]"]) -> bool:
    """End in order: nothing new comes in, then nothing new goes out. Whether all platforms had served until now.

    What is left in the outbox leaves at the next start.
    """
    failed = [task for task in serving if task.done()]
    for task in failed:
        log.error("%s ended by itself", task.get_name(), exc_info=task.exception())
    log.info("stopping; what was begun is finished first")
    for task in serving:
        task.cancel()
    _, late = await asyncio.wait(serving, timeout=DRAIN_SECONDS / 2)
    for task in late:
        log.warning("%s did not finish in time", task.get_name())
    await alarm.stop()
    await app.courier.stop(DRAIN_SECONDS / 2)
    return not failed


async def connected(offer: Offer, app: App, environment: Mapping[str, str], *, web: bool) -> Platform:
    """Connect a platform. Raises Refused with its own sentence when its configuration is wrong."""
    try:
        return await offer.connect(app, environment, http=web)
    except ValueError as error:
        raise Refused(f"{offer.name}: {error}") from None

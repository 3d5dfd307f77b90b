"""Passive proof: a press on a daily's post proves that the post is there, whatever became of its delivery.

An answer that was lost, or a history that nobody may read, can leave a delivery unknown. Whoever presses a control of
the post brings its id, and from then on it can be edited and followed by its reveal like any other.
"""

import logging

from bot.intents import Answer, DontKnow, Intent, TakeHint
from bot.ports import Ports
from bot.refs import Caller, MessageRef

log = logging.getLogger(__name__)


def pressed_post(intent: Intent, caller: Caller) -> MessageRef | None:
    """The message that can only be the post of the intent's daily: its controls stand on no other for all to see."""
    if caller.pressed is None or caller.channel is None or not isinstance(intent, Answer | DontKnow | TakeHint):
        return None
    return caller.pressed if intent.daily is not None else None


def prove_post(intent: Intent, caller: Caller, ports: Ports) -> None:
    """Adopt the pressed message as the post of the daily in the caller's channel, unless that is known."""
    message = pressed_post(intent, caller)
    place = ports.groups.place(caller.channel) if caller.channel is not None else None
    if message is None or place is None or not isinstance(intent, Answer | DontKnow | TakeHint):
        return
    if ports.outbox.adopt(f"daily:{intent.daily}:{place.id}", message, ports.now):
        log.info("the post of daily %s in channel %s was proved by a press", intent.daily, place.id)

"""What follows when a letter will not be delivered: its channel may be lost, and its daily may never have been seen."""

from typing import Literal

from bot.ports import Ports
from bot.ports.outbox import Parcel
from bot.usecases.covers import cover_if_unseen
from bot.usecases.stop_group import lose_channel


def give_up(parcel: Parcel, state: Literal["unknown", "dropped"], ports: Ports) -> None:
    """The letter is not sent (again). When no channel has the daily for certain, the daily covers the streaks."""
    ports.outbox.give_up(parcel, state)
    if parcel.daily_id is not None and parcel.mode == "post":
        cover_if_unseen(parcel.daily_id, ports)


def refuse(parcel: Parcel, state: Literal["unknown", "dropped"], ports: Ports) -> None:
    """The same, because the channel is gone or closed to the bot: it is suspended."""
    give_up(parcel, state, ports)
    if parcel.channel_id is not None:
        lose_channel(parcel.channel_id, ports)
        if parcel.daily_id is not None:
            cover_if_unseen(parcel.daily_id, ports)

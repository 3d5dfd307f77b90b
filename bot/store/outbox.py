"""The outbox in its table. Implements `bot.ports.outbox.Outbox` on one transaction.

`due_at` is the next instant at which something must be done about a row: when it may leave, or when its lease is over.
So one index tells a tick when to come back.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import Select, Text, and_, case, exists, func, select, update

from bot.ports.outbox import Parcel
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.store.instants import instant, micros
from bot.store.schema import account, channel, outbox, space
from bot.store.shared import Sums, Waiting
from bot.store.statement import Statement, any_of, insert_or_ignore, param
from bot.store.tx import Row, Tx

FIRST_AFTER = timedelta(seconds=2)
APART = timedelta(seconds=5)
"""Counts on a post: the first edit 2 s after an answer, then at most one every 5 s."""

MICROS_FIRST = FIRST_AFTER // timedelta(microseconds=1)
MICROS_APART = APART // timedelta(microseconds=1)

encode_ref = msgspec.json.Encoder().encode
decode_ref = msgspec.json.Decoder(MessageRef).decode

POST = Waiting(
    insert_or_ignore(
        outbox,
        keys=["delivery_key"],
        columns=["delivery_key", "letter", "mode", "channel_id", "daily_id", "edits", "state", "due_at"],
    ),
    "delivery_key",
    "letter",
    "mode",
    "channel_id",
    "daily_id",
    "edits",
    "state",
    "due_at",
)
TELL = Statement(
    insert_or_ignore(
        outbox, keys=["delivery_key"], columns=["delivery_key", "letter", "mode", "account_id", "state", "due_at"]
    ),
    "delivery_key",
    "letter",
    "mode",
    "account_id",
    "state",
    "due_at",
)
MINE = and_(outbox.c.daily_id == param("daily"), outbox.c.mode == "edit", outbox.c.state != "dropped")
SOONEST = case(
    (func.coalesce(outbox.c.sent_at, 0) + MICROS_APART > param("now") + MICROS_FIRST, outbox.c.sent_at + MICROS_APART),
    else_=param("now") + MICROS_FIRST,
)
ARM = Sums(
    update(outbox)
    .where(MINE)
    .values(
        armed=outbox.c.armed + param("changes"),
        due_at=case((outbox.c.state == "sent", SOONEST), else_=outbox.c.due_at),
        state=case((outbox.c.state == "sent", "queued"), else_=outbox.c.state),
    ),
    ["daily", "now"],
    ["changes"],
)
ARM_NOW = Statement(
    update(outbox)
    .where(MINE)
    .values(
        armed=outbox.c.armed + 1,
        due_at=case((outbox.c.state == "sending", outbox.c.due_at), else_=param("now")),
        state=case((outbox.c.state == "sending", outbox.c.state), else_="queued"),
    ),
    "daily",
    "now",
)
OTHER = outbox.alias("other")
BUSY = exists(select(OTHER.c.id).where(OTHER.c.channel_id == outbox.c.channel_id, OTHER.c.state == "sending"))
BEHIND = exists(
    select(OTHER.c.id).where(
        OTHER.c.channel_id == outbox.c.channel_id,
        OTHER.c.state == "queued",
        OTHER.c.mode != "edit",
        OTHER.c.id < outbox.c.id,
    )
)
TARGET = outbox.alias("target")


def _parcels() -> Select[tuple[object, ...]]:
    """Rows that are due on our platforms, with where they go."""
    return (
        select(
            outbox.c.id, outbox.c.delivery_key, outbox.c.letter, outbox.c.mode, outbox.c.tries,
            outbox.c.first_attempt_at, outbox.c.daily_id, outbox.c.channel_id, channel.c.space_id, space.c.platform,
            space.c.key, channel.c.key, account.c.platform, account.c.tenant, account.c.user_key,
            select(TARGET.c.message).where(TARGET.c.delivery_key == outbox.c.edits).scalar_subquery(),
        )
        .select_from(
            outbox.outerjoin(channel, channel.c.id == outbox.c.channel_id)
            .outerjoin(space, space.c.id == channel.c.space_id)
            .outerjoin(account, account.c.id == outbox.c.account_id)
        )
        .where(
            outbox.c.due_at <= param("now"),
            any_of(func.coalesce(space.c.platform, account.c.platform), "platforms"),
            ~any_of(func.coalesce(channel.c.space_id, 0), "full"),
        )
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(param("most"))
        .with_for_update(skip_locked=True, of=outbox)
    )  # fmt: skip


READY = Statement(_parcels().where(outbox.c.state == "queued", ~BUSY, ~BEHIND), "now", "platforms", "full", "most")
DOUBTFUL = Statement(_parcels().where(outbox.c.state == "sending"), "now", "platforms", "full", "most")
CLAIM = Statement(
    update(outbox)
    .where(outbox.c.id == param("row"))
    .values(
        state="sending",
        due_at=param("lease"),
        tries=outbox.c.tries + 1,
        armed=0,
        first_attempt_at=func.coalesce(outbox.c.first_attempt_at, param("now")),
    )
)
RENEW = Statement(
    update(outbox).where(any_of(outbox.c.id, "ids"), outbox.c.state == "sending").values(due_at=param("lease")),
    "ids",
    "lease",
)
CONFIRM = Statement(
    update(outbox)
    .where(outbox.c.id == param("row"), outbox.c.state != "sent")
    .values(
        state=case((and_(outbox.c.mode == "edit", outbox.c.armed > 0), "queued"), else_="sent"),
        due_at=param("again_at"),
        tries=case((outbox.c.mode == "edit", 0), else_=outbox.c.tries),
        message=func.coalesce(param("ref", Text), outbox.c.message),
        sent_at=param("now"),
    )
)
ADOPT = Statement(
    update(outbox)
    .where(
        outbox.c.delivery_key == param("letter_key", Text),
        outbox.c.mode == "post",
        (outbox.c.state == "unknown") | (outbox.c.state == "sending"),
    )
    .values(state="sent", message=param("ref", Text), sent_at=param("now"))
)
PUT_OFF = Statement(
    update(outbox)
    .where(outbox.c.id == param("row"), outbox.c.state == "sending")
    .values(state=param("to_state", Text), due_at=param("until"))
)
GIVE_UP = Statement(
    update(outbox)
    .where(outbox.c.id == param("row"), (outbox.c.state == "sending") | (outbox.c.state == "queued"))
    .values(state=param("to_state", Text))
)
LOSE = Statement(
    update(outbox).where(outbox.c.channel_id == param("gone"), outbox.c.state == "queued").values(state="dropped"),
    "gone",
)
DROP_POSTS = Statement(
    update(outbox)
    .where(outbox.c.daily_id == param("daily"), outbox.c.mode == "post", outbox.c.state == "queued")
    .values(state="dropped"),
    "daily",
)
OUT = Statement(
    select(outbox.c.id)
    .where(
        outbox.c.daily_id == param("daily"),
        outbox.c.mode == "post",
        outbox.c.delivery_key.like("daily:%"),
        outbox.c.state != "unknown",
        outbox.c.state != "dropped",
    )
    .limit(1),
    "daily",
)


def parcel_of(row: Row, now: datetime, doubt: bool) -> Parcel:
    """A row of `_parcels` as a Parcel, at this attempt."""
    return Parcel(
        id=row[0], delivery_key=row[1], letter=row[2], mode=row[3], doubt=doubt, tries=row[4] + 1,
        first_attempt_at=now if row[5] is None else instant(row[5]), daily_id=row[6], channel_id=row[7],
        space_id=row[8], channel=ChannelRef(row[9], row[10], row[11]) if row[9] else None,
        account=AccountRef(row[12], row[13], row[14]) if row[12] else None,
        edits=decode_ref(row[15]) if row[15] else None,
    )  # fmt: skip


class StoredOutbox:
    """The outbox on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def post(
        self, key: str, letter: str, channel_id: int, daily_id: int | None, due: datetime, under: str | None = None
    ) -> None:
        self.tx.later(POST, ((key, letter, "post", channel_id, daily_id, under, "queued", micros(due)),))

    def edit(self, key: str, letter: str, channel_id: int, daily_id: int, post_key: str) -> None:
        self.tx.later(POST, ((key, letter, "edit", channel_id, daily_id, post_key, "sent", 0),))

    def tell(self, key: str, letter: str, account_id: int, due: datetime) -> bool:
        return self.tx.run(TELL, key, letter, "tell", account_id, "queued", micros(due)) == 1

    def arm(self, daily_id: int, now: datetime) -> None:
        # Whole seconds, so that the answers of a batch add up to one row; rounded up, so that 2 s stay 2 s at least.
        self.tx.add(ARM, (daily_id, -(-micros(now) // 1_000_000) * 1_000_000), (1,))

    def arm_now(self, daily_id: int, now: datetime) -> None:
        self.tx.run(ARM_NOW, daily_id, micros(now))

    def claim(
        self, now: datetime, lease: datetime, platforms: Collection[str], full: Collection[int], most: int
    ) -> list[Parcel]:
        at = micros(now)
        given = (at, sorted(platforms), sorted(full), most)
        parcels = [parcel_of(row, now, True) for row in self.tx.all(DOUBTFUL, *given)]
        taken = {parcel.channel_id for parcel in parcels if parcel.channel_id is not None}
        for row in self.tx.all(READY, *given):
            parcel = parcel_of(row, now, False)
            if parcel.channel_id is None:
                parcels.append(parcel)
            elif parcel.channel_id not in taken:
                taken.add(parcel.channel_id)
                parcels.append(parcel)
        self.tx.many(CLAIM, [{"row": parcel.id, "lease": micros(lease), "now": at} for parcel in parcels])
        return parcels

    def renew(self, ids: Collection[int], lease: datetime) -> None:
        self.tx.run(RENEW, sorted(ids), micros(lease))

    def confirm(self, parcel: Parcel, message: MessageRef | None, now: datetime) -> None:
        ref = None if message is None else encode_ref(message).decode()
        self.tx.run(CONFIRM, row=parcel.id, again_at=micros(now + APART), ref=ref, now=micros(now))

    def adopt(self, key: str, message: MessageRef, now: datetime) -> bool:
        return self.tx.run(ADOPT, letter_key=key, ref=encode_ref(message).decode(), now=micros(now)) == 1

    def put_off(self, parcel: Parcel, until: datetime, doubt: bool) -> None:
        self.tx.run(PUT_OFF, row=parcel.id, to_state="sending" if doubt else "queued", until=micros(until))

    def give_up(self, parcel: Parcel, state: Literal["unknown", "dropped"]) -> None:
        self.tx.run(GIVE_UP, row=parcel.id, to_state=state)

    def lose_channel(self, channel_id: int) -> None:
        self.tx.run(LOSE, channel_id)

    def drop_posts(self, daily_id: int) -> None:
        self.tx.run(DROP_POSTS, daily_id)

    def out_or_waiting(self, daily_id: int) -> bool:
        return self.tx.one(OUT, daily_id) is not None

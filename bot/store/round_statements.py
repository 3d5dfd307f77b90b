"""The statements of rounds. `bot/store/rounds.py` runs them."""

from sqlalchemy import Text, exists, func, select, update

from bot.store.round_tables import pair_wish, round_, round_answer, round_here, round_item, round_player, round_rating
from bot.store.schema import account, attempt
from bot.store.statement import NewRow, Statement, insert, insert_or_ignore, param

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
ROUND = [
    round_.c[name]
    for name in (
        "id", "mode", "format", "host_id", "group_id", "channel_id", "wish", "state", "phase", "created_at",
        "started_at", "ended_at", "moved_at",
    )
]  # fmt: skip
ITEM = [
    round_item.c[name]
    for name in (
        "id", "round_id", "place", "phase", "question_id", "revision", "stage", "state", "opened_at", "spent", "why",
        "due_at",
    )
]  # fmt: skip
BEGIN = NewRow(
    insert_or_ignore(
        round_,
        keys=["active"],
        columns=["mode", "format", "host_id", "wish", "state", "active", "created_at", "started_at"],
    ),
    round_.c.id,
)
LOBBY = NewRow(
    insert_or_ignore(
        round_,
        keys=["active"],
        columns=[
            "mode", "format", "host_id", "group_id", "channel_id", "wish", "state", "active", "created_at", "moved_at",
        ],
    ),
    round_.c.id,
)  # fmt: skip
LAY_OUT = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(state="running", wish=param("wanted", Text), started_at=param("now"), moved_at=param("now")),
    "which",
    "wanted",
    "now",
)
PIN = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(zone=param("by_zone", Text), season=param("by_season", Text)),
    "which",
    "by_zone",
    "by_season",
)
MOVE = Statement(update(round_).where(round_.c.id == param("which")).values(moved_at=param("now")), "which", "now")
BACK = Statement(
    update(round_player)
    .where(
        round_player.c.round_id == param("which"),
        round_player.c.account_id == param("who"),
        round_player.c.left_at.is_not(None),
    )
    .values(left_at=None),
    "which",
    "who",
)
LEAVE = Statement(
    update(round_player)
    .where(round_player.c.round_id == param("which"), round_player.c.account_id == param("who"))
    .values(left_at=param("now")),
    "which",
    "who",
    "now",
)
PLAYERS = Statement(
    select(
        round_player.c.account_id, account.c.learner_id, round_player.c.left_at, round_player.c.role, round_here.c.at
    )
    .join(account, account.c.id == round_player.c.account_id)
    .outerjoin(
        round_here,
        (round_here.c.round_id == round_player.c.round_id) & (round_here.c.account_id == round_player.c.account_id),
    )
    .where(round_player.c.round_id == param("round"))
    .order_by(round_player.c.joined_at, round_player.c.account_id),
    "round",
)
OPEN_PAIR = NewRow(
    insert(round_, columns=["mode", "format", "host_id", "group_id", "wish", "state", "created_at"]), round_.c.id
)
COME = Statement(insert_or_ignore(round_here), "round_id", "account_id", "at")
WISH = Statement(
    insert_or_ignore(
        pair_wish,
        keys=["active"],
        columns=["group_id", "account_id", "format", "band", "language", "zone", "slots", "active", "skipped", "at"],
    )
)
PAIR_WISH = [
    pair_wish.c.id, pair_wish.c.group_id, pair_wish.c.account_id, account.c.learner_id, pair_wish.c.format,
    pair_wish.c.band, pair_wish.c.language, pair_wish.c.zone, pair_wish.c.slots, pair_wish.c.skipped, pair_wish.c.at,
]  # fmt: skip
WISHES = Statement(
    select(*PAIR_WISH)
    .join(account, account.c.id == pair_wish.c.account_id)
    .where(pair_wish.c.group_id == param("group"), pair_wish.c.state == "waiting")
    .order_by(pair_wish.c.id),
    "group",
)
WISH_OF = Statement(
    select(*PAIR_WISH)
    .join(account, account.c.id == pair_wish.c.account_id)
    .where(pair_wish.c.active == param("active", Text)),
    "active",
)
SETTLE_WISH = Statement(
    update(pair_wish).where(pair_wish.c.id == param("which")).values(state=param("to", Text), active=None),
    "which",
    "to",
)
SKIP_WISH = Statement(
    update(pair_wish).where(pair_wish.c.id == param("which")).values(skipped=pair_wish.c.skipped + 1), "which"
)
_mine = round_player.alias("mine")
PARTNERS = Statement(
    select(account.c.learner_id)
    .distinct()
    .select_from(
        round_.join(_mine, _mine.c.round_id == round_.c.id)
        .join(round_player, round_player.c.round_id == round_.c.id)
        .join(account, account.c.id == round_player.c.account_id)
    )
    .where(
        round_.c.mode == "pair",
        _mine.c.account_id.in_(MINE),
        _mine.c.role != "observer",
        round_player.c.role != "observer",
        account.c.learner_id != param("learner"),
    ),
    "learner",
)
DUE = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(due_at=param("until")), "item", "until"
)
GET = Statement(select(*ROUND).where(round_.c.id == param("round")), "round")
ACTIVE = Statement(select(*ROUND).where(round_.c.active == param("active", Text)), "active")
PLAYS = Statement(
    select(round_player.c.role)
    .where(round_player.c.round_id == param("round"), round_player.c.account_id.in_(MINE))
    .limit(1),
    "round",
    "learner",
)
OF_LEARNER = Statement(
    select(*ROUND)
    .where(
        round_.c.id.in_(select(round_player.c.round_id).where(round_player.c.account_id.in_(MINE))),
        round_.c.state == "ended",
    )
    .order_by(round_.c.ended_at.desc(), round_.c.id.desc())
    .limit(param("most"))
    .offset(param("offset")),
    "learner",
    "most",
    "offset",
)
JOIN = Statement(
    insert_or_ignore(round_player, columns=["round_id", "account_id", "role", "joined_at"]),
    "round_id",
    "account_id",
    "role",
    "joined_at",
)
NEW_ITEM = Statement(
    insert(round_item, columns=["round_id", "place", "phase", "question_id", "revision", "stage"]),
    "round_id",
    "place",
    "phase",
    "question_id",
    "revision",
    "stage",
)
ITEMS = Statement(select(*ITEM).where(round_item.c.round_id == param("round")).order_by(round_item.c.place), "round")
ONE_ITEM = Statement(select(*ITEM).where(round_item.c.id == param("item")), "item")
OPEN = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(state="open", opened_at=param("now")),
    "item",
    "now",
)
STOP = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(opened_at=None, spent=param("used")),
    "item",
    "used",
)
CLOSE = Statement(
    update(round_item)
    .where(round_item.c.id == param("item"))
    .values(state="closed", opened_at=None, spent=param("used"), why=param("how", Text)),
    "item",
    "used",
    "how",
)
SET_STATE = Statement(
    update(round_).where(round_.c.id == param("which")).values(state=param("to", Text), phase=param("at_phase")),
    "which",
    "to",
    "at_phase",
)
END = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(state=param("to", Text), phase=param("at_phase"), ended_at=param("now"), active=None),
    "which",
    "to",
    "at_phase",
    "now",
)
ANSWER = Statement(insert_or_ignore(round_answer, keys=["item_id", "account_id"]))
ANSWER_COLUMNS = [
    round_answer.c[name]
    for name in ("item_id", "account_id", "response", "score", "points", "took", "attempt_id", "at")
]
ANSWER_OF = Statement(
    select(*ANSWER_COLUMNS).where(round_answer.c.item_id == param("item"), round_answer.c.account_id.in_(MINE)),
    "item",
    "learner",
)
MISSING = Statement(
    select(func.count())
    .select_from(round_player)
    .where(
        round_player.c.round_id
        == select(round_item.c.round_id).where(round_item.c.id == param("item")).scalar_subquery(),
        round_player.c.left_at.is_(None),
        ~exists(
            select(round_answer.c.id).where(
                round_answer.c.item_id == param("item"), round_answer.c.account_id == round_player.c.account_id
            )
        ),
    ),
    "item",
)
ANSWERS = Statement(
    select(*ANSWER_COLUMNS)
    .join(round_item, round_item.c.id == round_answer.c.item_id)
    .where(round_item.c.round_id == param("round"))
    .order_by(round_answer.c.id),
    "round",
)  # fmt: skip
RATE = Statement(insert_or_ignore(round_rating, keys=["round_id", "item_id", "rater_id", "about_id"]))
RATINGS = Statement(
    select(
        round_rating.c.item_id, round_rating.c.rater_id, round_rating.c.about_id, round_rating.c.levels,
        round_rating.c.comment, round_rating.c.at,
    )
    .where(round_rating.c.round_id == param("round"))
    .order_by(round_rating.c.id),
    "round",
)  # fmt: skip
MET = Statement(
    select(attempt.c.question_id, func.max(attempt.c.id))
    .where(attempt.c.account_id.in_(MINE))
    .group_by(attempt.c.question_id),
    "learner",
)

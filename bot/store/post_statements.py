"""The statements of planning, posting and revealing. `bot/store/posts.py` runs them."""

from sqlalchemy import Text, and_, case, delete, exists, func, or_, select, update

from bot.store.groups import GROUP
from bot.store.round_tables import round_, round_item
from bot.store.schema import (
    account,
    attempt,
    channel,
    daily,
    filled_day,
    group_admin,
    group_log,
    learner,
    learner_setting,
    member,
    quarantine,
    roster,
    skip,
    study_group,
)
from bot.store.shared import Waiting
from bot.store.statement import NewRow, Statement, insert, insert_or_ignore, param

AT = func.coalesce(daily.c.posted_at, daily.c.due_at)
PLAN = Statement(
    select(
        *GROUP,
        *(
            study_group.c[name]
            for name in ("next_post_at", "next_day", "unanswered", "asked_at", "warned_at", "streak", "best_streak")
        ),
        case((exists(select(skip.c.id).where(skip.c.group_id == study_group.c.id)), 1), else_=0),
    ).where(study_group.c.id == param("group")),
    "group",
)
NEXT = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(next_post_at=param("at"), next_day=param("day", Text)),
    "group",
    "at",
    "day",
)
SKIPS = Statement(
    select(skip.c.first_day, skip.c.last_day).where(
        skip.c.group_id == param("group"), skip.c.undone_at.is_(None), skip.c.last_day >= param("since", Text)
    ),
    "group",
    "since",
)
LAST = Statement(
    select(daily.c.study_day, AT)
    .where(daily.c.group_id == param("group"), daily.c.state != "queued")
    .order_by(daily.c.study_day.desc(), daily.c.slot)
    .limit(1),
    "group",
)
PAST = Statement(
    select(
        daily.c.id, daily.c.state, daily.c.study_day, daily.c.question_id, daily.c.revision, daily.c.topic,
        daily.c.band, AT,
    )
    .where(daily.c.group_id == param("group"))
    .order_by(daily.c.study_day, daily.c.slot),
    "group",
)  # fmt: skip
THEIRS = member.alias("theirs")
ELSEWHERE = Statement(
    select(daily.c.question_id)
    .select_from(
        member.join(THEIRS, and_(THEIRS.c.learner_id == member.c.learner_id, THEIRS.c.group_id != member.c.group_id))
        .join(daily, daily.c.group_id == THEIRS.c.group_id)
    )
    .where(
        member.c.group_id == param("group"),
        member.c.active == 1,
        THEIRS.c.active == 1,
        or_(daily.c.state == "open", daily.c.state == "queued"),
        daily.c.question_id.is_not(None),
    ),
    "group",
)  # fmt: skip
QUARANTINED = Statement(
    select(quarantine.c.question_id, quarantine.c.revision).where(
        quarantine.c.lifted_at.is_(None),
        or_(
            quarantine.c.space_id == 0,
            quarantine.c.space_id.in_(select(channel.c.space_id).where(channel.c.group_id == param("group"))),
        ),
    ),
    "group",
)
QUARANTINES = Statement(select(func.count(quarantine.c.question_id)).where(quarantine.c.lifted_at.is_(None)))
LIVE_ROUNDS = Statement(select(func.count(round_.c.id)).where(round_.c.group_id.is_not(None)))
WAS_ASKED = and_(round_item.c.state != "waiting", func.coalesce(round_item.c.why, "") != "skipped")
SHOWN_LIVE = Statement(  # what a live round showed in a group's channel counts as used
    select(round_item.c.question_id, func.max(func.coalesce(round_.c.started_at, round_.c.created_at)))
    .join(round_, round_.c.id == round_item.c.round_id)
    .where(round_.c.group_id == param("group"), round_.c.mode == "live", WAS_ASKED)
    .group_by(round_item.c.question_id),
    "group",
)
LATEST = (
    select(attempt.c.at)
    .join(filled_day, filled_day.c.attempt_id == attempt.c.id)
    .where(filled_day.c.learner_id == member.c.learner_id)
    .order_by(filled_day.c.study_day.desc())
    .limit(1)
    .correlate(member)
    .scalar_subquery()
)
_paused = exists(
    select(learner_setting.c.id).where(
        learner_setting.c.learner_id == member.c.learner_id, learner_setting.c.name == "pause"
    )
)
EXPECTED = Statement(
    select(
        member.c.learner_id, member.c.joined_at, LATEST, learner.c.rest_days, learner.c.zone,
        case((_paused, 1), else_=0),
    )
    .join(learner, learner.c.id == member.c.learner_id)
    .where(member.c.group_id == param("group"), member.c.active == 1),
    "group",
)  # fmt: skip
PAUSES = Statement(
    select(learner_setting.c.learner_id, learner_setting.c.name, learner_setting.c.value, learner_setting.c.at)
    .join(member, member.c.learner_id == learner_setting.c.learner_id)
    .where(
        member.c.group_id == param("group"),
        member.c.active == 1,
        or_(learner_setting.c.name == "pause", learner_setting.c.name == "resume"),
    )
    .order_by(learner_setting.c.at, learner_setting.c.id),
    "group",
)
QUEUED = Statement(
    select(daily.c.id, daily.c.question_id, daily.c.revision, daily.c.topic, daily.c.band)
    .where(daily.c.group_id == param("group"), daily.c.state == "queued")
    .order_by(daily.c.id)
    .limit(1)
    .with_for_update(),
    "group",
)
CHOICE = ["question_id", "revision", "topic", "band"]
QUEUE = Statement(
    insert_or_ignore(daily, columns=["group_id", "study_day", "state", "due_at", *CHOICE]).returning(daily.c.id)
)
EXCHANGE = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "queued")
    .values(
        question_id=param("question", Text),
        revision=param("rev"),
        topic=param("subject", Text),
        band=param("level", Text),
    ),
    "row",
    "question",
    "rev",
    "subject",
    "level",
)
UNQUEUE = Statement(delete(daily).where(daily.c.group_id == param("group"), daily.c.state == "queued"), "group")
OPEN_QUEUED = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "queued")
    .values(
        state="open",
        study_day=param("day", Text),
        due_at=param("due"),
        posted_at=param("now"),
        reveal_at=param("ends"),
        roster=param("size"),
        zone=None,
        verdict=None,
        share=None,
        season=None,
    ),
    "row",
    "day",
    "due",
    "now",
    "ends",
    "size",
)
OPENED = [
    "group_id", "study_day", "state", *CHOICE, "due_at", "posted_at", "reveal_at", "roster",
]  # fmt: skip
OPEN_NEW = NewRow(insert_or_ignore(daily, columns=OPENED), daily.c.id, *OPENED)
EXPECT = Waiting(insert_or_ignore(roster, columns=["daily_id", "learner_id", "late"]), "daily_id", "learner_id", "late")
MISS = Statement(insert_or_ignore(daily, columns=["group_id", "study_day", "state", "due_at", "missed_at"]))
COVER = Statement(
    update(daily).where(daily.c.id == param("row"), daily.c.missed_at.is_(None)).values(missed_at=param("now")),
    "row",
    "now",
)
COVERED = Statement(select(daily.c.missed_at).where(daily.c.id == param("row")), "row")
CLOSE = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "open")
    .values(state="revealed", revealed_at=param("now")),
    "row",
    "now",
)
AT_POST = Statement(
    select(func.count(roster.c.learner_id)).where(roster.c.daily_id == param("row"), roster.c.late == 0), "row"
)
TURN = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(streak=param("length"), best_streak=param("longest"), unanswered=param("silent")),
    "group",
    "length",
    "longest",
    "silent",
)
ASKED = Statement(
    update(study_group).where(study_group.c.id == param("group")).values(asked_at=param("now")), "group", "now"
)
WARNED = Statement(
    update(study_group).where(study_group.c.id == param("group")).values(warned_at=param("now")), "group", "now"
)
ADMINS = Statement(
    select(func.min(account.c.id))
    .join(group_admin, group_admin.c.account_id == account.c.id)
    .where(group_admin.c.group_id == param("group"))
    .group_by(account.c.learner_id)
    .order_by(func.min(account.c.id)),
    "group",
)
STOP = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"), study_group.c.state == "active")
    .values(state="paused"),
    "group",
)
LOG = Statement(insert(group_log, columns=["group_id", "what", "detail", "at"]))
LOSE = Statement(
    update(channel).where(channel.c.id == param("row"), channel.c.state == "active").values(state="lost"), "row"
)
GROUP_OF = Statement(select(channel.c.group_id, channel.c.name).where(channel.c.id == param("row")), "row")

"""A learner's data across all tables: read whole, or swapped for nobody's. Implements `bot.ports.privacy.Privacy`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, select, update
from sqlalchemy import delete as remove

from bot.domain.response import Assessed, Located, Ran, Typed, decode, encode
from bot.store import round_tables as r
from bot.store import schema as s
from bot.store.boards import HELD_BACK
from bot.store.instants import instant, micros
from bot.store.run_tables import run as runs
from bot.store.statement import Statement, any_of, param
from bot.store.tx import Tx

MINE = select(s.account.c.id).where(s.account.c.learner_id == param("learner"))
BY_LEARNER = (
    s.account, s.link, s.learner_setting, s.attempt, s.member, s.roster, s.hint, s.retry, s.report, s.filled_day,
    s.streak, s.ledger, s.total, s.anonymous, s.season_place,
)  # fmt: skip
"""Every table that names a learner in `learner_id`."""


def _of(*columns: Any) -> Select[Any]:
    return select(*columns)


EXPORTS: dict[str, tuple[tuple[str, ...], Statement]] = {}
"""What is exported, by name: the columns' names and the statement. Columns that end in `at` are instants."""


def _export(name: str, core: Select[Any]) -> None:
    EXPORTS[name] = (tuple(str(column.key) for column in core.exported_columns), Statement(core, "learner"))


_export(
    "learner",
    _of(
        s.learner.c.zone, s.learner.c.rest_days, s.learner.c.remind_at, s.learner.c.confirm, s.learner.c.visibility,
        s.learner.c.created_at,
    ).where(s.learner.c.id == param("learner")),
)  # fmt: skip
_export(
    "accounts",
    _of(s.account.c.platform, s.account.c.tenant, s.account.c.user_key, s.account.c.name, s.account.c.created_at)
    .where(s.account.c.learner_id == param("learner"))
    .order_by(s.account.c.id),
)
_export(
    "links",
    _of(s.account.c.platform, s.account.c.name, s.link.c.at)
    .join(s.account, s.account.c.id == s.link.c.account_id)
    .where(s.link.c.account_id.in_(MINE))
    .order_by(s.link.c.id),
)
_export(
    "settings",
    _of(
        s.learner_setting.c.name, s.learner_setting.c.value, s.learner_setting.c.effective, s.learner_setting.c.at
    )
    .where(s.learner_setting.c.learner_id == param("learner"))
    .order_by(s.learner_setting.c.id),
)  # fmt: skip
_export(
    "memberships",
    _of(s.study_group.c.name.label("group"), s.membership.c.what, s.membership.c.at)
    .join(s.study_group, s.study_group.c.id == s.membership.c.group_id)
    .where(s.membership.c.account_id.in_(MINE))
    .order_by(s.membership.c.id),
)
_export(
    "admin_of",
    _of(s.study_group.c.name.label("group"), s.group_admin.c.since.label("since_at"))
    .join(s.study_group, s.study_group.c.id == s.group_admin.c.group_id)
    .where(s.group_admin.c.account_id.in_(MINE))
    .order_by(s.study_group.c.id),
)
_export(
    "admin_acts",
    _of(
        s.study_group.c.name.label("group"), s.group_log.c.what, s.group_log.c.detail, s.group_log.c.at
    )
    .join(s.study_group, s.study_group.c.id == s.group_log.c.group_id)
    .where(s.group_log.c.account_id.in_(MINE))
    .order_by(s.group_log.c.id),
)  # fmt: skip
_export(
    "attempts",
    _of(
        s.attempt.c.id, s.attempt.c.question_id, s.attempt.c.revision, s.attempt.c.source, s.attempt.c.daily_id,
        s.attempt.c.group_id, s.attempt.c.study_day, s.attempt.c.response, s.attempt.c.hints, s.attempt.c.counts,
        s.attempt.c.at,
    )
    .where(s.attempt.c.account_id.in_(MINE))
    .order_by(s.attempt.c.id),
)  # fmt: skip
_export(
    "verdicts",
    _of(
        s.verdict.c.attempt_id, s.verdict.c.revision, s.verdict.c.score, s.verdict.c.points, s.verdict.c.why,
        s.verdict.c.detail, s.verdict.c.at,
    )
    .join(s.attempt, s.attempt.c.id == s.verdict.c.attempt_id)
    .join(s.daily, s.daily.c.id == s.attempt.c.daily_id, isouter=True)
    .where(s.attempt.c.account_id.in_(MINE), s.attempt.c.daily_id.is_(None) | ~HELD_BACK)
    .order_by(s.verdict.c.id),
)  # fmt: skip
_export(
    "rounds",
    _of(r.round_.c.id, r.round_.c.mode, r.round_.c.format, r.round_.c.state, r.round_.c.started_at, r.round_.c.ended_at)
    .join(r.round_player, r.round_player.c.round_id == r.round_.c.id)
    .where(r.round_player.c.account_id.in_(MINE))
    .order_by(r.round_.c.id),
)
_export(
    "round_answers",
    _of(
        r.round_item.c.round_id, r.round_item.c.place, r.round_item.c.question_id, r.round_item.c.stage,
        r.round_answer.c.response, r.round_answer.c.score, r.round_answer.c.at,
    )
    .join(r.round_item, r.round_item.c.id == r.round_answer.c.item_id)
    .where(r.round_answer.c.account_id.in_(MINE))
    .order_by(r.round_answer.c.id),
)  # fmt: skip
_export(
    "round_ratings",
    _of(r.round_rating.c.round_id, r.round_rating.c.item_id, r.round_rating.c.levels, r.round_rating.c.comment,
        r.round_rating.c.at)
    .where(r.round_rating.c.rater_id.in_(MINE))
    .order_by(r.round_rating.c.id),
)  # fmt: skip
_export(
    "runs",
    _of(
        runs.c.question_id, runs.c.revision, runs.c.daily_id, runs.c.source, runs.c.passed, runs.c.total,
        runs.c.ms, runs.c.report, runs.c.queued_at, runs.c.done_at,
    )
    .where(runs.c.account_id.in_(MINE))
    .order_by(runs.c.id),
)  # fmt: skip
_export(
    "hints",
    _of(s.hint.c.daily_id, s.hint.c.number, s.hint.c.at)
    .where(s.hint.c.learner_id == param("learner"))
    .order_by(s.hint.c.daily_id, s.hint.c.number),
)
_export(
    "keys_seen",
    _of(s.exposure.c.question_id, s.exposure.c.why, s.exposure.c.at)
    .where(s.exposure.c.account_id.in_(MINE))
    .order_by(s.exposure.c.at, s.exposure.c.question_id),
)
_export(
    "reports",
    _of(s.report.c.question_id, s.report.c.revision, s.report.c.reason, s.report.c.at)
    .where(s.report.c.account_id.in_(MINE))
    .order_by(s.report.c.id),
)
_export(
    "streak_ledger",
    _of(s.ledger.c.study_day, s.ledger.c.what, s.ledger.c.length, s.ledger.c.freezes, s.ledger.c.at)
    .where(s.ledger.c.learner_id == param("learner"))
    .order_by(s.ledger.c.seq),
)
_export(
    "boards",
    _of(s.total.c.board, s.total.c.points, s.total.c.attempts, s.total.c.score)
    .where(s.total.c.learner_id == param("learner"))
    .order_by(s.total.c.board),
)
_export(
    "drafts",
    _of(s.draft.c.form, s.draft.c.fields, s.draft.c.at).where(s.draft.c.account_id.in_(MINE)).order_by(s.draft.c.form),
)

SWAP = [
    Statement(update(table).where(table.c.learner_id == param("old")).values(learner_id=param("new")), "old", "new")
    for table in BY_LEARNER
]
SWAP.append(
    Statement(
        update(s.account).where(s.account.c.own_learner_id == param("old")).values(own_learner_id=param("new")),
        "old",
        "new",
    )
)
SWAP.append(Statement(update(s.learner).where(s.learner.c.id == param("old")).values(id=param("new")), "old", "new"))
SWAP_AGENDA = Statement(
    remove(s.agenda).where(s.agenda.c.what == "reminder", s.agenda.c.subject == param("old")), "old"
)
ACCOUNTS = Statement(
    select(s.account.c.id, s.account.c.name).where(s.account.c.learner_id == param("learner")).order_by(s.account.c.id),
    "learner",
)
BLANK_ACCOUNT = Statement(
    update(s.account).where(s.account.c.id == param("which")).values(name="", tenant="", user_key=param("mark", Text)),
    "which",
    "mark",
)
BLANK_LEARNER = Statement(
    update(s.learner)
    .where(s.learner.c.id == param("which"))
    .values(deleted_at=param("now"), remind_at="", visibility="hidden"),
    "which",
    "now",
)
WRITTEN = Statement(select(s.attempt.c.id, s.attempt.c.response).where(s.attempt.c.account_id.in_(MINE)), "learner")
BLANK_RESPONSE = Statement(
    update(s.attempt).where(s.attempt.c.id == param("which")).values(response=param("left", Text))
)
SPOKEN = Statement(
    select(r.round_answer.c.id, r.round_answer.c.response).where(r.round_answer.c.account_id.in_(MINE)), "learner"
)
BLANK_SPOKEN = Statement(
    update(r.round_answer).where(r.round_answer.c.id == param("which")).values(response=param("left", Text))
)
BLANK_COMMENTS = Statement(
    update(r.round_rating).where(any_of(r.round_rating.c.rater_id, "accounts")).values(comment=""), "accounts"
)
BLANK_RUNS = Statement(
    update(runs).where(any_of(runs.c.account_id, "accounts")).values(source="", zone="", report="", state="done"),
    "accounts",
)
BLANK_REASONS = Statement(
    update(s.report).where(any_of(s.report.c.account_id, "accounts")).values(reason=""), "accounts"
)
DROP_LETTERS = Statement(
    update(s.outbox)
    .where(any_of(s.outbox.c.account_id, "accounts"), s.outbox.c.state == "queued")
    .values(state="dropped"),
    "accounts",
)
NAMES_IN_LOG = Statement(
    update(s.group_log)
    .where(
        any_of(s.group_log.c.detail, "names"),
        (s.group_log.c.what == "admin") | (s.group_log.c.what == "unadmin"),
        any_of(s.group_log.c.group_id, "groups"),
    )
    .values(detail=""),
    "names",
    "groups",
)
GROUPS = Statement(select(s.membership.c.group_id).distinct().where(s.membership.c.account_id.in_(MINE)), "learner")
FORGET = [
    Statement(remove(table).where(any_of(table.c.account_id, "accounts")), "accounts")
    for table in (s.draft, s.group_admin, s.link_code, s.link_try)
]
FORGET_OTHER = Statement(remove(s.link_code).where(any_of(s.link_code.c.other_account_id, "accounts")), "accounts")


class StoredPrivacy:
    """A learner's data on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def everything(self, learner_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {
            name: [
                {key: _shown(key, value) for key, value in zip(keys, row, strict=True)}
                for row in self.tx.all(statement, learner_id)
            ]
            for name, (keys, statement) in EXPORTS.items()
        }

    def erase(self, old: int, new: int, now: datetime) -> None:
        for statement in SWAP:
            self.tx.run(statement, old, new)
        self.tx.run(SWAP_AGENDA, old)

    def blank(self, learner_id: int, marks: Sequence[str], now: datetime) -> None:
        rows = self.tx.all(ACCOUNTS, learner_id)
        for (account_id, _), mark in zip(rows, marks, strict=True):
            self.tx.run(BLANK_ACCOUNT, account_id, mark)
        self.tx.run(BLANK_LEARNER, learner_id, micros(now))
        for written, blank in ((WRITTEN, BLANK_RESPONSE), (SPOKEN, BLANK_SPOKEN)):
            blanked = [
                {"which": row, "left": left}
                for row, response in self.tx.all(written, learner_id)
                if (left := _without_text(response)) != response
            ]
            self.tx.many(blank, blanked)
        accounts = [row[0] for row in rows]
        groups = [row[0] for row in self.tx.all(GROUPS, learner_id)]
        self.tx.run(NAMES_IN_LOG, [row[1] for row in rows if row[1]], groups)
        self.tx.run(BLANK_REASONS, accounts)
        self.tx.run(BLANK_RUNS, accounts)
        self.tx.run(BLANK_COMMENTS, accounts)
        self.tx.run(DROP_LETTERS, accounts)
        for statement in (*FORGET, FORGET_OTHER):
            self.tx.run(statement, accounts)


def _shown(key: str, value: Any) -> Any:
    if (key == "at" or key.endswith("_at")) and isinstance(value, int):
        return instant(value).isoformat()
    return value


def _without_text(stored: str) -> str:
    """A stored response without what a person wrote; what was chosen from a list stays."""
    match decode(stored):
        case Typed():
            return encode(Typed(""))
        case Assessed():
            return encode(Assessed())
        case Ran(passed=passed, total=total, ms=ms):
            return encode(Ran("", passed, total, ms))
        case Located(lines=lines, cause=cause, fix=str()):
            return encode(Located(lines, cause))
        case _:
            return stored

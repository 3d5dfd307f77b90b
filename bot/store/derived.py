"""What is derived, read whole beside its facts, and put right. Implements `bot.ports.derived.Derived`."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Text, case, exists, func, select, union, update
from sqlalchemy import delete as remove

from bot.domain.streak import LedgerRow
from bot.ports.boards import BILLION, Total
from bot.ports.derived import Exposure, Fact, GroupTurn, HeldBack, KeptStreak, Turn
from bot.store.attempts import NEWEST
from bot.store.boards import ALL, FILL_TALLY, TALLIED, TALLY, TOTAL, total_of
from bot.store.instants import instant, micros
from bot.store.round_tables import round_, round_answer, round_item
from bot.store.schema import (
    account,
    attempt,
    daily,
    exposure,
    filled_day,
    learner,
    ledger,
    member,
    question_stat,
    roster,
    set_aside,
    streak,
    study_group,
    tally,
    total,
    verdict,
)
from bot.store.statement import Statement, any_of, insert, insert_or_ignore, param, upsert
from bot.store.streaks import decode_state
from bot.store.tx import Row, Tx

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
_everybody = union(
    *(
        select(table.c.learner_id.label("learner_id")).where(table.c.learner_id > param("after"))
        for table in (account, total, filled_day, streak, ledger, member)
    )
).subquery()
LEARNERS = Statement(
    select(_everybody.c.learner_id).order_by(_everybody.c.learner_id).limit(param("most")), "after", "most"
)
_waits = ((daily.c.state == "open") & (func.coalesce(daily.c.verdict, study_group.c.verdict) == "reveal")) | (
    round_item.c.state == "open"
)
_facts = (
    select(
        attempt.c.id, attempt.c.account_id, attempt.c.question_id, attempt.c.at, attempt.c.counts,
        attempt.c.self_assessed, attempt.c.group_id,
        case((study_group.c.apart != 0, attempt.c.channel_id)), attempt.c.space_id, verdict.c.score,
        verdict.c.points, func.coalesce(daily.c.zone, round_.c.zone, study_group.c.zone, "UTC"),
        func.coalesce(daily.c.season, round_.c.season, study_group.c.season, "month"), case((_waits, 1), else_=0),
    )
    .join(verdict, verdict.c.id == NEWEST)
    .join(daily, daily.c.id == attempt.c.daily_id, isouter=True)
    .join(study_group, study_group.c.id == attempt.c.group_id, isouter=True)
    .join(round_answer, round_answer.c.attempt_id == attempt.c.id, isouter=True)
    .join(round_item, round_item.c.id == round_answer.c.item_id, isouter=True)
    .join(round_, round_.c.id == round_item.c.round_id, isouter=True)
    .order_by(attempt.c.at, attempt.c.id)
)  # fmt: skip
FACTS = Statement(_facts.where(attempt.c.account_id.in_(MINE)), "learner")
_counted = (
    _facts.add_columns(account.c.learner_id, learner.c.visibility)
    .join(account, account.c.id == attempt.c.account_id)
    .join(learner, learner.c.id == account.c.learner_id)
    .where(attempt.c.counts == 1, ~exists(select(set_aside.c.attempt_id).where(set_aside.c.attempt_id == attempt.c.id)))
)
HELD_BACK = Statement(_counted.where(attempt.c.daily_id == param("daily")), "daily")
HELD_IN_ROUND = Statement(
    _counted.where(round_answer.c.item_id == param("item"), attempt.c.group_id.is_not(None)), "item"
)
EXPOSURES = Statement(
    select(exposure.c.account_id, exposure.c.question_id, exposure.c.at).where(exposure.c.account_id.in_(MINE)),
    "learner",
)
VISIBILITY = Statement(select(learner.c.visibility).where(learner.c.id == param("learner")), "learner")
TOTALS = Statement(select(total.c.board, *TOTAL).where(total.c.learner_id == param("learner")), "learner")
PUT_TOTAL = Statement(
    upsert(
        total,
        ["board", "learner_id"],
        ["points", "attempts", "score", "mean", "opens", "open_score", "shown", "reached_at"],
    )
)
DROP_TOTAL = Statement(
    remove(total).where(total.c.learner_id == param("learner"), any_of(total.c.board, "boards")), "learner", "boards"
)
ASIDE = Statement(
    select(set_aside.c.attempt_id)
    .join(attempt, attempt.c.id == set_aside.c.attempt_id)
    .where(attempt.c.account_id.in_(MINE)),
    "learner",
)
PUT_ASIDE = Statement(insert_or_ignore(set_aside), "attempt_id")
DROP_ASIDE = Statement(remove(set_aside).where(any_of(set_aside.c.attempt_id, "attempts")), "attempts")
FILLED = Statement(
    select(filled_day.c.study_day, filled_day.c.attempt_id).where(filled_day.c.learner_id == param("learner")),
    "learner",
)
STREAK = Statement(
    select(streak.c.state, streak.c.length, streak.c.freezes, streak.c.longest, streak.c.stale).where(
        streak.c.learner_id == param("learner")
    ),
    "learner",
)
LEDGER = Statement(
    select(ledger.c.at, ledger.c.study_day, ledger.c.what, ledger.c.length, ledger.c.freezes)
    .where(ledger.c.learner_id == param("learner"))
    .order_by(ledger.c.seq),
    "learner",
)
MEMBERS = Statement(
    select(member.c.group_id, member.c.joined_at, member.c.active).where(member.c.learner_id == param("learner")),
    "learner",
)

_expected = (
    select(func.count()).where(roster.c.daily_id == daily.c.id, roster.c.late == 0).correlate(daily).scalar_subquery()
)
TURNS = Statement(
    select(
        daily.c.id, daily.c.answered, daily.c.roster, daily.c.roster_answered, daily.c.quorum_at,
        func.coalesce(daily.c.share, study_group.c.share), _expected.label("expected"),
    )
    .join(study_group, study_group.c.id == daily.c.group_id)
    .where(daily.c.id > param("after"), daily.c.posted_at.is_not(None))
    .order_by(daily.c.id)
    .limit(param("most")),
    "after", "most",
)  # fmt: skip
ORDER = Statement(
    select(attempt.c.daily_id, case((roster.c.late == 0, 1), else_=0))
    .join(
        roster,
        (roster.c.daily_id == attempt.c.daily_id) & (roster.c.learner_id == attempt.c.learner_id),
        isouter=True,
    )
    .where(any_of(attempt.c.daily_id, "dailies"))
    .order_by(attempt.c.daily_id, attempt.c.at, attempt.c.id),
    "dailies",
)
PUT_TURN = Statement(
    update(daily)
    .where(daily.c.id == param("row"))
    .values(
        answered=param("answers"),
        roster=param("size"),
        roster_answered=param("present"),
        quorum_at=case((param("reached") == 1, func.coalesce(daily.c.quorum_at, daily.c.posted_at)), else_=None),
    ),
    "row", "answers", "size", "present", "reached",
)  # fmt: skip
STATS = Statement(select(question_stat))
_first = select(func.min(verdict.c.id)).where(verdict.c.attempt_id == attempt.c.id).correlate(attempt).scalar_subquery()
_did_not_know = case((attempt.c.response == param("unknown", Text), 1), else_=0)
COUNTED = Statement(  # a carried copy fills no day and is no second first attempt
    select(
        attempt.c.question_id, attempt.c.revision, verdict.c.score, func.sum(_did_not_know), func.count(attempt.c.id)
    )
    .join(verdict, verdict.c.id == _first)
    .where(
        attempt.c.counts == 1,
        attempt.c.self_assessed == 0,
        attempt.c.daily_id.is_not(None),
        attempt.c.study_day != "",
    )
    .group_by(attempt.c.question_id, attempt.c.revision, verdict.c.score),
    "unknown",
)
CLEAR_STATS = Statement(remove(question_stat))
PUT_STAT = Statement(insert(question_stat))
ALL_TALLIED = Statement(select(tally.c.board).where(tally.c.points == ALL).order_by(tally.c.board))
TALLY_OF = Statement(select(tally.c.points, tally.c.learners).where(tally.c.board == param("board", Text)), "board")
COUNTED_TALLY = Statement(
    select(total.c.points, func.count())
    .where(total.c.board == param("board", Text), total.c.shown == 1)
    .group_by(total.c.points),
    "board",
)
CLEAR_TALLY = Statement(remove(tally).where(tally.c.board == param("board", Text)), "board")
GROUPS = Statement(select(study_group.c.id, study_group.c.streak, study_group.c.best_streak).order_by(study_group.c.id))
_replaced = daily.alias("replaced")
_replaced_quorum = (  # a study day has had its quorum when the daily that was replaced had it
    select(func.min(_replaced.c.quorum_at))
    .where(_replaced.c.group_id == daily.c.group_id, _replaced.c.study_day == daily.c.study_day, _replaced.c.slot != 0)
    .correlate(daily)
    .scalar_subquery()
)
GROUP_TURNS = Statement(
    select(
        daily.c.posted_at, daily.c.reveal_at, daily.c.revealed_at, daily.c.missed_at, daily.c.roster,
        _expected.label("expected"), func.coalesce(daily.c.quorum_at, _replaced_quorum),
    )
    .where(
        daily.c.group_id == param("group"), daily.c.state == "revealed", daily.c.slot == 0,
        daily.c.posted_at.is_not(None), daily.c.revealed_at.is_not(None),
    )
    .order_by(daily.c.revealed_at, daily.c.id),
    "group",
)  # fmt: skip
PUT_GROUP_STREAK = Statement(
    update(study_group)
    .where(study_group.c.id == param("row"))
    .values(streak=param("days"), best_streak=param("most_days")),
    "row", "days", "most_days",
)  # fmt: skip


def fact_of(row: Row) -> Fact:
    """A row of the facts as a Fact."""
    return Fact._make((*row[:3], instant(row[3]), row[4] == 1, row[5] == 1, *row[6:13], row[13] == 1))


class StoredDerived:
    """What is derived, on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def learners(self, after: int, limit: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(LEARNERS, after, limit)]

    def facts(self, learner_id: int) -> Sequence[Fact]:
        return [fact_of(row) for row in self.tx.all(FACTS, learner_id)]

    def held_back(self, daily_id: int) -> Sequence[HeldBack]:
        return [HeldBack(row[14], row[15] != "hidden", fact_of(row)) for row in self.tx.all(HELD_BACK, daily_id)]

    def held_in_round(self, item_id: int) -> Sequence[HeldBack]:
        return [HeldBack(row[14], row[15] != "hidden", fact_of(row)) for row in self.tx.all(HELD_IN_ROUND, item_id)]

    def exposures(self, learner_id: int) -> Sequence[Exposure]:
        return [Exposure(row[0], row[1], instant(row[2])) for row in self.tx.all(EXPOSURES, learner_id)]

    def hidden(self, learner_id: int) -> bool:
        row = self.tx.one(VISIBILITY, learner_id)
        return row is not None and row[0] == "hidden"

    def totals(self, learner_id: int) -> Mapping[str, Total]:
        return {row[0]: total_of(row[1:]) for row in self.tx.all(TOTALS, learner_id)}

    def replace_totals(self, learner_id: int, new: Mapping[str, Total]) -> None:
        old = self.totals(learner_id)
        gone = sorted(old.keys() - new.keys())
        changed = sorted(board for board, row in new.items() if old.get(board) != row)
        if gone:
            self.tx.run(DROP_TOTAL, learner_id, gone)
        self.tx.many(
            PUT_TOTAL,
            [
                {"board": board, **new[board]._asdict(), "shown": int(new[board].shown),
                 "reached_at": micros(new[board].reached_at)}
                for board in changed
            ],
        )  # fmt: skip
        for (board,) in sorted(self.tx.all(TALLIED, [*gone, *changed])):
            for row, change in ((old.get(board), -1), (new.get(board), 1)):
                if row is not None and row.shown:
                    self.tx.run(TALLY, board, ALL, change)
                    self.tx.run(TALLY, board, row.points, change)

    def aside(self, learner_id: int) -> frozenset[int]:
        return frozenset(row[0] for row in self.tx.all(ASIDE, learner_id))

    def replace_aside(self, learner_id: int, new: frozenset[int]) -> None:
        old = self.aside(learner_id)
        if old - new:
            self.tx.run(DROP_ASIDE, sorted(old - new))
        self.tx.many(PUT_ASIDE, [{"attempt_id": attempt_id} for attempt_id in sorted(new - old)])

    def filled(self, learner_id: int) -> Mapping[str, int]:
        return {row[0]: row[1] for row in self.tx.all(FILLED, learner_id)}

    def streak(self, learner_id: int) -> KeptStreak | None:
        row = self.tx.one(STREAK, learner_id)
        return None if row is None else KeptStreak(decode_state(row[0]), row[1], row[2], row[3], row[4] == 1)

    def ledger(self, learner_id: int) -> Sequence[LedgerRow]:
        return [
            LedgerRow(instant(row[0]), date.fromisoformat(row[1]), row[2], row[3], row[4])
            for row in self.tx.all(LEDGER, learner_id)
        ]

    def members(self, learner_id: int) -> Mapping[int, tuple[int, bool]]:
        return {row[0]: (row[1], row[2] == 1) for row in self.tx.all(MEMBERS, learner_id)}

    def turns(self, after: int, limit: int) -> Sequence[Turn]:
        rows = self.tx.all(TURNS, after, limit)
        orders: dict[int, list[bool]] = {row[0]: [] for row in rows}
        for daily_id, expected in self.tx.all(ORDER, list(orders)):
            orders[daily_id].append(expected == 1)
        return [Turn._make((*row[:4], row[4] is not None, *row[5:7], tuple(orders[row[0]]))) for row in rows]

    def put_turn(self, turn: Turn) -> None:
        self.tx.run(
            PUT_TURN, turn.daily_id, turn.answered, turn.roster, turn.roster_answered, int(turn.quorum)
        )  # fmt: skip

    def question_stats(self) -> Mapping[tuple[str, int], tuple[int, int, int]]:
        return {(row[0], row[1]): (row[2], row[3], row[4]) for row in self.tx.all(STATS)}

    def counted_questions(self, unknown: str) -> Mapping[tuple[str, int], tuple[int, int, int]]:
        found: dict[tuple[str, int], tuple[int, int, int]] = {}
        for question_id, revision, score, did_not_know, count in self.tx.all(COUNTED, unknown):
            old = found.get((question_id, revision), (0, 0, 0))
            share = round(score * BILLION) * count
            found[question_id, revision] = (old[0] + count, old[1] + share, old[2] + did_not_know)
        return found

    def replace_question_stats(self, new: Mapping[tuple[str, int], tuple[int, int, int]]) -> None:
        self.tx.run(CLEAR_STATS)
        self.tx.many(
            PUT_STAT,
            [
                {"question_id": key[0], "revision": key[1], "attempts": row[0], "score": row[1], "unknown": row[2]}
                for key, row in sorted(new.items())
            ],
        )

    def tallied(self) -> Sequence[str]:
        return [row[0] for row in self.tx.all(ALL_TALLIED)]

    def tally(self, board: str) -> Mapping[int, int]:
        return {row[0]: row[1] for row in self.tx.all(TALLY_OF, board)}

    def counted_tally(self, board: str) -> Mapping[int, int]:
        counted = {row[0]: row[1] for row in self.tx.all(COUNTED_TALLY, board)}
        return counted | {ALL: sum(counted.values())} if counted else {}

    def replace_tally(self, board: str, new: Mapping[int, int]) -> None:
        self.tx.run(CLEAR_TALLY, board)
        self.tx.run(FILL_TALLY, board)
        self.tx.run(TALLY, board, ALL, new.get(ALL, 0))

    def groups(self) -> Sequence[tuple[int, int, int]]:
        return [(row[0], row[1], row[2]) for row in self.tx.all(GROUPS)]

    def group_turns(self, group_id: int) -> Sequence[GroupTurn]:
        return [
            GroupTurn(
                instant(row[0]), instant(row[1]), instant(row[2]), row[3] is not None and row[3] <= row[2], row[4],
                row[5], row[6] is not None,
            )
            for row in self.tx.all(GROUP_TURNS, group_id)
        ]  # fmt: skip

    def put_group_streak(self, group_id: int, length: int, longest: int) -> None:
        self.tx.run(PUT_GROUP_STREAK, group_id, length, longest)

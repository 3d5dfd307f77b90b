"""Code that is submitted: runs, the attempt that comes of them, and what happens when there is no judge."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from bot import intents as ask
from bot.app.judging import Judging, Lanes
from bot.domain.question import needs_of
from bot.judge.sandbox import Sandbox
from bot.ports.judge import JudgeDown, JudgeReport, Limits, Submission, Tests
from bot.store import schema as s
from bot.store.run_tables import run as run_table
from bot.usecases.reveal_daily import reveal
from bot.view.card import Card
from bot.view.form import Form
from tests.usecases.study import Study, caller, live, pressed, words

ANN, BEN = caller("Ann"), caller("Ben")
KATA = live(
    "kata",
    "py.double.0001",
    answer={
        "signature": "def double(xs: list[int]) -> list[int]:",
        "tests_public": ["double([1, 2]) == [2, 4]"],
        "tests_hidden": ["double([]) == []", "double([-3]) == [-6]"],
        "reference": "def double(xs):\n    return [2 * x for x in xs]\n",
        "mutants": ["def double(xs):\n    return xs\n"],
    },
)
SQL = live(
    "sql",
    "sql.sums.0001",
    answer={
        "schema": "CREATE TABLE sale (item text, qty int);",
        "data": ["INSERT INTO sale VALUES ('pen', 2), ('pen', 3);", "INSERT INTO sale VALUES ('ink', NULL);"],
        "reference": "SELECT item, COALESCE(SUM(qty), 0) AS units FROM sale GROUP BY item",
        "engines": ["sqlite3.40"],
        "mutants": ["SELECT item, SUM(qty) FROM sale GROUP BY item"],
    },
)
BUG = live(
    "bug",
    "py.bug.0001",
    code={
        "lang": "python",
        "text": "def last(xs):\n    return xs[0]\n",
        "setup": "def check(xs):\n    return last(xs)\n",
    },
    answer={
        "lines": [2],
        "causes": [{"id": "a", "text": "the first is taken"}, {"id": "b", "text": "an empty list"}],
        "cause": "a",
        "fixed": {2: "    return xs[-1]"},
        "tests": ["check([1, 2]) == 2", "check([3]) == 3"],
    },
)
RIGHT = "def double(xs):\n    return [x + x for x in xs]"
WRONG = "def double(xs):\n    return [x * x for x in xs]"
Judged = Callable[..., Study]


class Switched:
    """The real judge, which can be taken away."""

    def __init__(self, judge: Sandbox) -> None:
        self.judge, self.down = judge, False
        self.abilities = judge.abilities

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        if self.down:
            raise JudgeDown("taken away by a test")
        return self.judge.run(submission, tests, limits)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(wrap=False)
    yield made
    made.close()


@pytest.fixture
def judge(sandbox: Sandbox) -> Switched:
    return Switched(sandbox)


@pytest.fixture
def study(stored_url: str, judge: Switched) -> Iterator[Study]:
    made = Study(stored_url, (KATA, SQL, BUG, live()))
    made.app.judging = Judging(judge, made.writer, made.app.ports, made.app.bank)
    yield made
    made.app.close()
    made.writer.close()
    made.engine.dispose()


def send(study: Study, daily: int, code: str, who: Any = ANN) -> Card:
    return study.say(ask.Answer(daily, code), who)


def attempts(study: Study) -> list[tuple[Any, ...]]:
    """Learners' attempts with the verdict that holds."""
    verdicts = {row["attempt_id"]: row for row in study.rows(s.verdict)}
    return [
        (verdicts[row["id"]]["score"], verdicts[row["id"]]["points"], row["study_day"]) for row in study.rows(s.attempt)
    ]


def closed(study: Study, daily: int) -> None:
    """The reveal of a daily that stands in its channel, as the agenda would bring it."""
    with study.changed() as connection:
        sent = {"delivery_key": f"daily:{daily}:1", "letter": f"daily {daily}", "mode": "post", "channel_id": 1}
        connection.execute(insert(s.outbox).values(**sent, daily_id=daily, state="sent", due_at=0))

    def work(tx: Any) -> bool:
        ports = study.app.ports(tx)
        found = ports.dailies.get(daily)
        assert found is not None
        return reveal(found, ports)

    assert study.writer.submit(work).result()


def test_a_full_pass_closes_the_attempt(study: Study) -> None:
    daily = study.daily(KATA.id)
    card = send(study, daily, f"```python\n{RIGHT}\n```")
    assert card.state == "right"
    assert "Your code passed 3 of 3 tests" in words(card)
    assert "A solution:" in words(card)
    assert attempts(study) == [(1.0, 1500, "2026-11-18")]
    assert study.wrong_rows() == []
    assert "first answer is final" in words(send(study, daily, WRONG))


def test_what_fails_may_be_changed_and_run_again(study: Study) -> None:
    daily = study.daily(KATA.id)
    card = send(study, daily, WRONG)
    assert card.title.startswith("1 of 3 tests passed")
    assert "Expected: [2, 4]" in words(card)
    assert "Got: [1, 4]" in words(card)
    assert "-6" not in words(card)
    assert attempts(study) == []
    assert words(study.say(ask.ShowRun(), ANN)) == words(card)
    assert study.say(ask.ShowRun(1), BEN).title == "There is no such run"
    assert send(study, daily, RIGHT).state == "right"
    assert [row["passed"] for row in study.rows(run_table)] == [1, 3]


def test_giving_up_closes_the_attempt(study: Study) -> None:
    daily = study.daily(KATA.id)
    card = send(study, daily, WRONG)
    given_up = study.say(pressed(card, "I give up"), ANN)
    assert "You gave up on this one." in words(given_up)
    assert attempts(study) == [(0.0, 0, "2026-11-18")]
    assert "closed" in words(study.say(ask.ShowRun(), ANN))


def test_a_query_shows_its_rows_what_differs_and_its_plan(study: Study) -> None:
    daily = study.daily(SQL.id)
    assert "CREATE TABLE sale" in words(study.say(ask.ShowDaily(), ANN))
    card = send(study, daily, "SELECT item, SUM(qty) AS units FROM sale GROUP BY item")
    assert card.title.startswith("1 of 2 tests passed")
    assert "pen | 5" in words(card)
    assert "ink" not in words(card)
    assert "SCAN sale" in words(study.say(pressed(card, "Query plan"), ANN))
    assert "no such column: x" in words(send(study, daily, "SELECT x FROM sale"))
    assert send(study, daily, SQL.answer.reference).state == "right"


def test_a_bug_may_be_answered_by_the_mended_program(study: Study) -> None:
    daily = study.daily(BUG.id)
    assert "0 of 2" in send(study, daily, "fix\ndef last(xs):\n    return None").title
    assert send(study, daily, "```\ndef last(xs):\n    return xs[-1]\n```").state == "right"
    picked = study.say(ask.Answer(study.daily(BUG.id, 2), "2 A", confirmed=True), caller("Cem", 2))
    assert picked.state in ("right", "partly")
    assert len(study.rows(run_table)) == 2


async def test_the_form_offers_what_was_run_last(study: Study) -> None:
    daily = study.daily(KATA.id)
    first = await study.app.form(ask.Answer(daily), ANN)
    assert isinstance(first, Form)
    assert first.fields[0].value == f"{KATA.answer.signature}\n    "
    send(study, daily, WRONG)
    again = await study.app.form(ask.Answer(daily), ANN)
    assert isinstance(again, Form)
    assert again.fields[0].value == WRONG
    bug = await study.app.form(ask.Answer(study.daily(BUG.id, 2)), caller("Cem", 2))
    assert isinstance(bug, Form)
    assert [(field.name, field.required) for field in bug.fields] == [
        ("lines", False),
        ("cause", False),
        ("fix", False),
    ]


def test_at_the_reveal_runs_without_a_pass_become_an_attempt(study: Study) -> None:
    daily = study.daily(KATA.id)
    send(study, daily, WRONG)
    closed(study, daily)
    assert attempts(study) == [(0.0, 0, "2026-11-18")]
    assert not study.rows(s.daily, id=daily)[0]["missed_at"]
    assert "passed 1 of 3 tests" in words(study.say(ask.ShowResult(daily), ANN))
    assert study.wrong_rows() == []


def test_answers_wait_for_a_judge_that_died_and_the_day_is_covered(study: Study, judge: Switched) -> None:
    daily = study.daily(KATA.id)
    judge.down = True
    card = send(study, daily, RIGHT)
    assert card.title.startswith("Waiting for the judge")
    assert send(study, daily, RIGHT).title == card.title
    assert len(study.rows(run_table)) == 1
    study.later(minutes=5)
    closed(study, daily)
    assert attempts(study) == [(0.0, 0, "2026-11-18")]
    assert study.rows(s.daily, id=daily)[0]["missed_at"]
    judge.down = False
    assert "Your code waits for the judge" in words(study.say(ask.ShowResult(daily), ANN))
    study.app.judging.wait(queued_of(study))
    assert attempts(study) == [(1.0, 1500, "2026-11-18")]
    assert "Your code passed every test" in words(study.say(ask.ShowResult(daily), ANN))
    assert [row["letter"] for row in study.rows(s.outbox, mode="tell")] == ["run 1"]
    assert study.wrong_rows() == []


def queued_of(study: Study) -> Any:
    """The run that waits, as a use case tells of it."""
    from bot.usecases.settle_run import told

    def look(tx: Any) -> Any:
        ports = study.app.ports(tx)
        return told(ports.runs.get(1), ports)

    return study.writer.submit(look).result()


async def test_an_event_loop_gets_the_verdict_as_its_answer(study: Study, judge: Switched) -> None:
    daily = study.daily(KATA.id)
    (failed,) = await study.app.call(ask.Answer(daily, WRONG), ANN)
    assert failed.card.title.startswith("1 of 3 tests passed")
    judge.down = True
    (waits,) = await study.app.submit(ask.Answer(daily), {"text": RIGHT}, ANN)
    assert waits.card.title.startswith("Waiting for the judge")
    judge.down = False
    passed, welcome = await study.app.call(ask.Answer(daily, RIGHT), ANN)
    assert (passed.card.state, welcome.card.title) == ("right", "Welcome to Quorum")


async def test_a_tick_takes_up_what_was_left_waiting(study: Study, judge: Switched) -> None:
    daily = study.daily(KATA.id)
    judge.down = True
    send(study, daily, RIGHT)
    judge.down = False
    study.later(minutes=3)
    await study.app.tick()
    study.app.judging.lanes.close()
    assert [score for score, _, _ in attempts(study)] == [1.0]


def test_what_breaks_behind_a_run_leaves_it_waiting(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = study.daily(KATA.id)
    assert study.app.judging is not None
    monkeypatch.setattr(study.app.judging.judge, "run", lambda *task: 1 / 0)
    assert send(study, daily, RIGHT).title.startswith("Waiting for the judge")
    monkeypatch.undo()
    assert send(study, daily, RIGHT).state == "right"
    assert len(study.rows(run_table)) == 1


def test_four_runs_of_a_learner_wait_and_no_fifth(study: Study, judge: Switched) -> None:
    daily = study.daily(KATA.id)
    judge.down = True
    for number in range(4):
        send(study, daily, f"{WRONG}  # {number}")
    card = send(study, daily, f"{WRONG}  # 5")
    assert card.title == "Your runs are waiting"
    assert "# 5" in words(card)
    assert send(study, daily, WRONG, BEN).title.startswith("Waiting for the judge")


def test_a_full_line_is_told(study: Study, judge: Switched, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = study.daily(KATA.id)
    judge.down = True
    send(study, daily, WRONG)
    monkeypatch.setattr("bot.usecases.submit_run.MOST_WAITING", 1)
    assert send(study, daily, WRONG, BEN).title == "The judge is busy"


def test_without_a_judge_code_is_not_chosen_and_a_mended_bug_refused(stored_url: str) -> None:
    study = Study(stored_url, (KATA, BUG, live()))
    daily = study.daily(BUG.id)
    assert send(study, daily, "fix\nx = 1").title == "This cannot be graded here"
    ports = study.writer.submit(lambda tx: study.app.ports(tx).judged).result()
    assert not needs_of(KATA) <= ports
    study.writer.close()


@pytest.mark.parametrize("kind", ["sql", "kata"])
def test_needs_are_told(kind: str) -> None:
    assert needs_of(live(kind)) == {kind}
    assert needs_of(replace(SQL, answer=replace(SQL.answer, engines=("postgres15",)))) == {"postgres"}
    assert needs_of(replace(KATA, answer=replace(KATA.answer, needs=("heapq",)))) == {"kata", "kata:heapq"}
    assert needs_of(BUG) == needs_of(live()) == frozenset()


def test_runs_are_exported_and_blanked(study: Study) -> None:
    send(study, study.daily(KATA.id), WRONG)
    exported = study.say(ask.ExportData(), ANN).attachment
    assert exported is not None
    assert "x * x for x in xs" in exported[1]
    study.say(ask.DeleteData(confirmed=True), ANN)
    (row,) = study.rows(run_table)
    assert (row["source"], row["report"], row["passed"]) == ("", "", 1)


def test_learners_take_turns_and_each_has_one_run_at_a_time() -> None:
    done: list[int] = []
    began, go_on = threading.Semaphore(0), threading.Semaphore(0)

    def work(run: int) -> int:
        began.release()
        go_on.acquire()
        done.append(run)
        return run

    lanes = Lanes(work, lanes=1)
    promised = [lanes.put(learner, run) for learner, run in [(1, 10), (1, 11), (1, 12), (2, 20)]]
    assert lanes.put(1, 12) is promised[2]
    for _ in promised:
        assert began.acquire(timeout=10)
        go_on.release()
    assert [one.result(10) for one in promised] == [10, 11, 12, 20]
    assert done == [10, 11, 20, 12] or done == [10, 20, 11, 12]
    lanes.close()


def test_two_runs_of_one_learner_never_go_side_by_side() -> None:
    at_once, most = 0, 0
    lock, go_on = threading.Lock(), threading.Event()

    def work(run: int) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        go_on.wait(10)
        with lock:
            at_once -= 1

    lanes = Lanes(work, lanes=2)
    promised = [lanes.put(1, run) for run in range(3)]
    go_on.set()
    for one in promised:
        one.result(10)
    assert most == 1
    lanes.close()


def test_a_work_that_fails_is_told_to_who_waits() -> None:
    def work(run: int) -> None:
        raise LookupError(run)

    lanes = Lanes(work)
    with pytest.raises(LookupError):
        lanes.put(1, 1).result(10)
    lanes.close()

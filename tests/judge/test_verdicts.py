"""What each judge says of honest and of wrong submissions: the sandbox, Monty, and PostgreSQL."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.judge import calls, literal
from bot.judge.house import LESS_PYTHON, Judges
from bot.judge.inside import cage
from bot.judge.inside.values import plain
from bot.judge.monty import MontyJudge
from bot.judge.postgres import PostgresJudge
from bot.judge.process import Worker, WorkerDied
from bot.judge.sandbox import FULL_PYTHON, Sandbox, wrapping
from bot.ports.judge import (
    BadTests,
    CallTests,
    CaseVerdict,
    Judge,
    JudgeDown,
    JudgeReport,
    Limits,
    Rows,
    Submission,
    TableTests,
)
from tests.databases import Server

LIMITS = Limits(wall_s=0.3, megabytes=64, output=20_000)
TESTS = CallTests(("half([2, 4]) == [1, 2]", "half([]) == []"), ("half([6]) == [3]",))
SALES = TableTests(
    "CREATE TABLE sale (item text, qty int);",
    (
        "INSERT INTO sale VALUES ('pen', 2), ('pen', 3), ('cap', NULL);",
        "INSERT INTO sale VALUES ('ink', 1);",
    ),
    "SELECT item, COALESCE(SUM(qty), 0) FROM sale GROUP BY item",
)


@pytest.fixture(scope="module")
def monty() -> Iterator[MontyJudge]:
    made = MontyJudge()
    yield made
    made.close()


@pytest.fixture(scope="module", params=["sandbox", "monty"])
def python(request: pytest.FixtureRequest) -> Judge:
    """Each judge of Python."""
    return request.getfixturevalue("judge" if request.param == "sandbox" else "monty")


@pytest.fixture(scope="module")
def postgres(postgres_server: Server) -> PostgresJudge:
    """PostgreSQL with a role and a database of the judge's own."""
    url = postgres_server.lend()
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'judge'").fetchone():
            connection.execute("CREATE ROLE judge LOGIN")
        connection.execute(f'GRANT CREATE ON DATABASE "{name}" TO judge')
    return PostgresJudge(url.replace("postgresql+psycopg://", "postgresql://").replace("postgres@", "judge@"))


def outcomes(judge: Judge, source: str, tests: CallTests = TESTS, limits: Limits = LIMITS) -> list[str]:
    report = judge.run(Submission("python", source), tests, limits)
    return [verdict.outcome for verdict in report.verdicts]


def test_what_is_right_passes(python: Judge) -> None:
    report = python.run(Submission("python", "def half(xs):\n    return [x // 2 for x in xs]\n"), TESTS, LIMITS)
    assert (report.full, report.passed, report.total) == (True, 3, 3)
    assert report.ms > 0


def test_what_is_wrong_shows_what_came_for_public_tests_alone(python: Judge) -> None:
    report = python.run(Submission("python", "def half(xs):\n    return [x for x in xs]\n"), TESTS, LIMITS)
    assert report.verdicts == (
        CaseVerdict("wrong", True, "half([2, 4])", "[1, 2]", "[2, 4]"),
        CaseVerdict("passed", True, "half([])", "[]", "[]"),
        CaseVerdict("wrong"),
    )


def test_an_error_names_the_learners_own_line(python: Judge) -> None:
    source = "def half(xs):\n    first = xs[9]\n    return first\n"
    public, _, hidden = python.run(Submission("python", source), TESTS, LIMITS).verdicts
    assert (public.outcome, public.line, public.text) == ("error", 2, "first = xs[9]")
    assert public.said == "IndexError: list index out of range"
    assert (hidden.outcome, hidden.said, hidden.test) == ("error", "IndexError", "")


def test_what_cannot_be_read_fails_every_test(python: Judge) -> None:
    report = python.run(Submission("python", "def half(xs)\n    return xs\n"), TESTS, LIMITS)
    assert [verdict.outcome for verdict in report.verdicts] == ["error"] * 3
    assert "SyntaxError" in report.verdicts[0].said


def test_time_ends_a_run_and_the_rest_is_not_reached(python: Judge) -> None:
    source = "def half(xs):\n    while xs != [2, 4]:\n        pass\n    return [1, 2]\n"
    assert outcomes(python, source) == ["passed", "time", "unreached"]


def test_memory_is_told(judge: Sandbox) -> None:
    source = "def half(xs):\n    return [0] * 50_000_000 if xs else []\n"
    assert outcomes(judge, source) == ["memory", "passed", "memory"]


def test_too_much_output_is_told(judge: Sandbox) -> None:
    assert outcomes(judge, "def half(xs):\n    print('x' * 30_000)\n    return xs\n")[0] == "output"
    assert outcomes(judge, "def half(xs):\n    return [1] * 30_000\n") == ["output"] * 3


def test_the_same_submission_gives_the_same_each_time(judge: Sandbox) -> None:
    source = "import random\ndef half(xs):\n    return [random.random(), list({'a', 'b', 'c', 'd'})]\n"

    def got() -> str:
        return judge.run(Submission("python", source), TESTS, LIMITS).verdicts[0].got

    assert len({got() for _ in range(3)}) == 1


def test_helpers_run_behind_the_submission(python: Judge) -> None:
    tests = CallTests(("walk([2]) == [1]",))
    setup = "def walk(xs):\n    return half(xs)\n"
    source = "def half(xs):\n    return [x // 2 for x in xs]\n"
    assert python.run(Submission("python", source, setup), tests, LIMITS).full


def test_a_test_that_is_compared_inside_is_refused(judge: Sandbox) -> None:
    for test in ("half([2])", "half([2]) == other", "1 < half([2])", "half("):
        with pytest.raises(BadTests):
            judge.run(Submission("python", "def half(xs): return xs"), CallTests((test,)), LIMITS)


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(7**90), 1.5, float("inf"), "ä\n", b"\0\xff", [1, (2, {3: {"4"}})], frozenset({1}), {(): []}],
)
def test_a_value_survives_the_way_out(value: object) -> None:
    assert literal.value_of(plain(value)) == value


@pytest.mark.parametrize(
    "forged",
    ["x", [], ["i", "9" * 9999], ["i", "__import__('os')"], ["l", [["l"]]], ["d", [[["l", []], ["n"]]]], ["b", 1],
     ["f", "1" * 50], ["S", [["d", []]]], ["n", None, None], {"value": 1}],
)  # fmt: skip
def test_a_forged_value_is_none(forged: object) -> None:
    with pytest.raises(literal.Unreadable):
        literal.value_of(forged)


def test_a_query_is_right_in_any_order_of_rows(judge: Sandbox) -> None:
    report = judge.run(Submission("sqlite", SALES.reference + " ORDER BY item DESC"), SALES, LIMITS)
    assert report.full
    assert report.rows == Rows(("item", "COALESCE(SUM(qty), 0)"), (("pen", "5"), ("cap", "0")))
    assert report.plan == ("SCAN sale", "USE TEMP B-TREE FOR GROUP BY")


def test_a_wrong_query_shows_which_rows_differ_on_the_first_data_set_alone(judge: Sandbox) -> None:
    report = judge.run(Submission("sqlite", "SELECT item, SUM(qty) FROM sale GROUP BY item"), SALES, LIMITS)
    assert [verdict.outcome for verdict in report.verdicts] == ["wrong", "passed"]
    assert report.rows is not None
    assert (report.rows.missing, report.rows.extra) == ((("cap", "0"),), (("cap", "NULL"),))
    hidden = judge.run(Submission("sqlite", "SELECT 'pen', 5 UNION SELECT 'cap', 0"), SALES, LIMITS)
    assert [verdict.outcome for verdict in hidden.verdicts] == ["passed", "wrong"]
    assert hidden.verdicts[1] == CaseVerdict("wrong")
    assert "ink" not in str(hidden)


def test_order_counts_where_it_is_asked_for(judge: Sandbox) -> None:
    tests = TableTests(SALES.schema, SALES.data, "SELECT qty FROM sale ORDER BY qty", ordered=True)
    report = judge.run(Submission("sqlite", "SELECT qty FROM sale ORDER BY qty DESC"), tests, LIMITS)
    assert report.verdicts[0].outcome == "wrong"
    assert report.rows is not None
    assert report.rows.order


def test_a_change_is_judged_by_what_it_leaves(judge: Sandbox) -> None:
    change = "UPDATE sale SET qty = 0 WHERE qty IS NULL"
    tests = TableTests(SALES.schema, SALES.data, change, writes=True)
    slip = judge.run(Submission("sqlite", "DELETE FROM sale WHERE qty IS NULL"), tests, LIMITS)
    assert [verdict.outcome for verdict in slip.verdicts] == ["wrong", "passed"]
    assert slip.rows is not None
    assert slip.rows.missing == (("cap", "0"),)
    assert judge.run(Submission("sqlite", f"{change}; SELECT 1 WHERE 0"), tests, LIMITS).full
    assert judge.run(Submission("sqlite", change), SALES, LIMITS).verdicts[0].said == "not authorized"


def test_a_reference_that_does_not_run_is_a_mistake_of_the_bank(judge: Sandbox) -> None:
    with pytest.raises(BadTests, match="data set 1"):
        judge.run(Submission("sqlite", "SELECT 1"), TableTests("", ("", ""), "SELECT nothing"), LIMITS)


def test_a_worker_that_dies_is_started_again(judge: Sandbox) -> None:
    before = judge.worker()
    before.close()
    assert outcomes(judge, "def half(xs): return [x // 2 for x in xs]") == ["passed"] * 3
    assert judge.worker().pid != before.pid


def test_a_worker_that_dies_under_many_runs_fails_none_of_them(judge: Sandbox) -> None:
    found: list[list[str]] = []

    def many() -> None:
        for _ in range(15):
            found.append(outcomes(judge, "def half(xs): return [x // 2 for x in xs]", limits=Limits()))  # noqa: PERF401

    threads = [threading.Thread(target=many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        judge.worker().close()
    for thread in threads:
        thread.join()
    assert found == [["passed"] * 3] * 45


def test_what_can_be_judged_is_taken_back_only_when_no_worker_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Sandbox(wrap=False)
    promised, while_starting = judge.abilities, []

    def start(*_: object) -> Worker:
        while_starting.append(judge.abilities)
        raise WorkerDied

    monkeypatch.setattr("bot.judge.sandbox.Worker", start)
    with pytest.raises(WorkerDied):
        judge.worker()
    assert while_starting == [promised]
    assert promised
    assert not judge.abilities


def test_runs_side_by_side_do_not_wait_for_one_another(judge: Sandbox) -> None:
    found: dict[str, list[str]] = {}
    slow = threading.Thread(target=lambda: found.update(slow=outcomes(judge, "while True: pass")))
    slow.start()
    found["quick"] = outcomes(judge, "def half(xs): return [x // 2 for x in xs]")
    assert slow.is_alive()
    slow.join()
    assert found == {"quick": ["passed"] * 3, "slow": ["time", "unreached", "unreached"]}


def test_the_worker_holds_nothing_of_the_bot(judge: Sandbox) -> None:
    folder = Path(f"/proc/{judge.worker().pid}")
    names = {part.partition(b"=")[0] for part in (folder / "environ").read_bytes().split(b"\0") if part}
    assert names <= {b"PYTHONHASHSEED", b"LC_ALL", b"LC_CTYPE"}
    files = [str(file.readlink()).partition(":")[0] for file in (folder / "fd").iterdir()]
    assert set(files) <= {"socket", "pipe", "/dev/null"}
    assert not any(str(file).startswith(str(Path(__file__).parents[2])) for file in files)


@pytest.mark.parametrize("machine", cage.CALLS)
def test_the_filter_can_be_built_for_each_machine(machine: str) -> None:
    program = cage.build(machine)
    assert len(program) % 8 == 0
    assert len(program) // 8 < 4096


def test_monty_serves_only_what_it_knows(monty: MontyJudge) -> None:
    assert monty.abilities == {"kata"} < FULL_PYTHON
    said = monty.run(Submission("python", "class A(dict):\n    pass\n"), TESTS, LIMITS).verdicts[0]
    assert said.outcome == "error"
    assert "inheritance" in said.said


def test_without_a_filter_python_goes_to_monty_or_nowhere(monty: MontyJudge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "promised", lambda: False)
    house = Judges(Sandbox(), monty, None)
    assert house.abilities == {"sql", "kata"}
    assert house.run(Submission("python", "def half(xs): return [x // 2 for x in xs]"), TESTS, LIMITS).full
    monkeypatch.setattr("bot.judge.monty.is_here", lambda: False)
    assert house.abilities == {"sql"}


def test_postgres_judges_in_a_database_of_its_own(postgres: PostgresJudge) -> None:
    assert postgres.abilities == {"postgres"}, postgres.trouble()

    def run(query: str) -> JudgeReport:
        return postgres.run(Submission("postgres", query), SALES, LIMITS)

    assert run(SALES.reference).full
    wrong = run("SELECT item, SUM(qty) FROM sale GROUP BY item")
    assert [verdict.outcome for verdict in wrong.verdicts] == ["wrong", "passed"]
    assert wrong.rows is not None
    assert wrong.rows.extra == (("cap", "NULL"),)
    for query, said in {
        "DELETE FROM sale": "syntax error",
        "SELECT 1) q; DROP TABLE sale; SELECT (1": "multiple commands",
        "WITH gone AS (DELETE FROM sale RETURNING 1) SELECT * FROM gone": "WITH clause containing a data-modifying",
        "SELECT setval('count', 1)": "does not exist",
        "SELECT pg_read_file('/etc/passwd')": "permission denied",
    }.items():
        verdict = run(query).verdicts[0]
        assert verdict.outcome == "error"
        assert said in verdict.said, verdict
    assert run("SELECT pg_sleep(5)").verdicts[0].outcome == "time"
    assert run("SELECT repeat('x', 100000)").verdicts[0].outcome == "output"
    assert run("SELECT generate_series(1, 100000)").verdicts[0].outcome == "output"


def test_postgres_is_not_used_with_rights_beyond_its_own(postgres_server: Server) -> None:
    mighty = PostgresJudge(postgres_server.lend().replace("postgresql+psycopg://", "postgresql://"))
    assert mighty.abilities == frozenset()
    assert "rights beyond its own" in mighty.trouble()


def test_postgres_that_is_not_there_is_told() -> None:
    absent = PostgresJudge("postgresql://nobody@127.0.0.1:1/none")
    assert absent.abilities == frozenset()
    assert absent.trouble()
    with pytest.raises(JudgeDown):
        absent.run(Submission("postgres", "SELECT 1"), SALES, LIMITS)


def test_the_operator_is_told_what_is_missing(monty: MontyJudge, judge: Sandbox) -> None:
    assert Judges(judge, monty, None).notes() == ()
    judge_without = Sandbox()
    judge_without._filtered = False
    judge_without.prove = lambda: None  # type: ignore[method-assign]
    assert Judges(judge_without, monty, None).notes() == (LESS_PYTHON,)


def test_bubblewrap_is_used_where_it_works() -> None:
    wrap = wrapping()
    made = Sandbox(wrap=bool(wrap))
    assert outcomes(made, "def half(xs): return [x // 2 for x in xs]") == ["passed"] * 3
    made.close()


def test_parts_of_a_test() -> None:
    assert calls.parted("f([1], 'x') == {'a': (1,)}") == ("f([1], 'x')", "{'a': (1,)}")

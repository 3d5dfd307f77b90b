"""Checks that hang, fork, flood, look around or cheat: none is a pass, none outlives its run."""

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from bot.bank.proof import Failure
from bot.bank.proof.bench import open_bench
from bot.bank.proof.keys import objection
from bot.bank.proof.prover import prove
from bot.bank.proof.sandbox import isolation
from tests.bank.proof.conftest import BANK, Changed

ID = "obs.proofs.0001"


def failed(outcome: object) -> str:
    assert isinstance(outcome, Failure)
    return outcome.reason


def alive(marker: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if marker in entry.read_bytes().decode(errors="replace"):
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


def test_a_check_that_hangs_is_stopped(proof_of: Changed) -> None:
    outcome = proof_of(ID, verify__check="out(120)\nwhile True: pass", verify__timeout_s=0.5)
    assert failed(outcome) == "took longer than 0.5 s"
    assert isinstance(outcome, Failure)
    assert outcome.slow


@pytest.mark.skipif("p" not in isolation(), reason="this system gives no process ids of their own")
def test_what_a_check_leaves_running_dies_with_it(proof_of: Changed) -> None:
    marker = f"6{os.getpid()}.25"
    check = f"import subprocess\nfor _ in range(20): subprocess.Popen(['setsid', 'sleep', '{marker}'])\nout(120)"
    assert proof_of(ID, verify__check=check) is None
    assert proof_of(ID, verify__check=check + "\nwhile True: pass", verify__timeout_s=1.0) is not None
    deadline = time.monotonic() + 5
    while alive(marker) and time.monotonic() < deadline:
        os.sched_yield()
    assert alive(marker) == []


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_flood_is_stopped(proof_of: Changed, stream: str) -> None:
    check = f"import sys\nout(120)\nwhile True: sys.{stream}.write('x' * 10000)"
    assert failed(proof_of(ID, verify__check=check)) == "wrote more than 256 kB"


def test_an_answer_is_capped(proof_of: Changed) -> None:
    assert "256 kB" in failed(proof_of(ID, verify__check="out('1' * 300000)"))


def test_noise_on_stdout_is_no_answer(proof_of: Changed) -> None:
    assert proof_of(ID, verify__check="""print('{"answer": 7}'); out(120)""") is None
    assert "0 answers" in failed(proof_of(ID, verify__check="""print('{"answer": 120, "rejects": null}')"""))
    assert "2 answers" in failed(proof_of(ID, verify__check="out(120); out(120)"))


@pytest.mark.parametrize(
    "doing",
    [
        "open(answers, 'a').write('garbage')",
        "open(answers, 'ab').write(bytes([255, 254, 10]))",
        "open(answers, 'a').write('[' * 100_000)",
        "os.unlink(answers); os.mkdir(answers)",
        "os.unlink(answers); os.mkfifo(answers)",
        "os.unlink(answers); os.symlink('/dev/zero', answers)",
        """open(answers, 'w').write('{"answer": 120}')""",
        "open(answers, 'w').write('[120]')",
    ],
)
def test_a_spoilt_answer_file_is_a_failure_and_no_crash(proof_of: Changed, doing: str) -> None:
    check = f"import json, os, sys\nout(120)\nanswers = json.load(open(sys.argv[1]))['answer']\n{doing}"
    failed(proof_of(ID, verify__check=check))


def test_an_answer_before_an_error_does_not_count(proof_of: Changed) -> None:
    assert "AssertionError" in failed(proof_of(ID, verify__check="out(120); assert False"))


def test_nothing_is_inherited(proof_of: Changed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    check = """
import os, sys
assert os.listdir() == [] and os.environ["HOME"] != os.path.expanduser("~root")
seen = repr(os.environ) + sh("env; cat /proc/self/environ /proc/$PPID/environ").stdout
assert "xoxb" not in seen, seen
assert os.environ["TZ"] == "UTC" and os.environ["LC_ALL"] == "C.UTF-8"
assert not any("site-packages" in p for p in sys.path) and sys.flags.no_site
out(120)
"""
    assert proof_of(ID, verify__check=check) is None


def test_a_check_sees_no_key(proof_of: Changed) -> None:
    check = """
import json, sys
given = json.load(open(sys.argv[1]))
del given["check"]
assert "correct" not in json.dumps(given) and "why" not in json.dumps(given), given
assert all(set(o) == {"id", "text"} for o in item["options"]), item
assert not {"answer", "explanation", "verify", "hints"} & set(item)
out(*split(lambda o: raises(code(o["text"])) == "ValueError"))
"""
    assert proof_of("py.proofs.0001", verify__check=check) is None


@pytest.mark.skipif("p" not in isolation(), reason="this system gives no mounts of their own")
def test_a_check_cannot_read_the_key_from_the_bank(tmp_path: Path) -> None:
    (tmp_path / "key.yaml").write_text("120")
    question = BANK[ID]
    peek = f"import os\nout(120 if os.path.exists({str(tmp_path / 'key.yaml')!r}) else 0)"
    question = msgspec.structs.replace(question, verify=msgspec.structs.replace(question.verify, check=peek))
    with open_bench([]) as bench:
        assert prove(bench, question) is None
    with open_bench([], hidden=tmp_path) as bench:
        assert "gives 0" in failed(prove(bench, question))
    with open_bench([], hidden=Path("/")) as bench:
        assert prove(bench, question) is None
    assert (tmp_path / "key.yaml").read_text() == "120"


def test_each_hash_seed_is_used(proof_of: Changed) -> None:
    """Python's -I would ignore the seed: the hashes are compared with those of plain Python under each seed."""
    seeded = "import os\nout(120 if hash('a') == {seeds}[os.environ['PYTHONHASHSEED']] else 0)"
    one_of_them = "out(120 if hash('a') == {one} else 0)"
    seeds = {
        seed: int(
            subprocess.run(
                [sys.executable, "-c", "print(hash('a'))"],
                env={"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
        )
        for seed in "012"
    }
    assert proof_of(ID, verify__check=seeded.replace("{seeds}", repr(seeds))) is None
    for one in seeds.values():
        assert isinstance(proof_of(ID, verify__check=one_of_them.replace("{one}", repr(one))), Failure)


@pytest.mark.skipif("n" not in isolation(), reason="this system gives no network of their own")
def test_there_is_no_network_but_loopback(proof_of: Changed) -> None:
    check = "import socket\nout(120 if [name for _, name in socket.if_nameindex()] == ['lo'] else 0)"
    assert proof_of(ID, verify__check=check) is None


def test_full_demands_that_the_rest_is_refuted(proof_of: Changed) -> None:
    assert "refutes no option" in failed(proof_of("sql.proofs.0001", verify__check="out(['b'])"))
    assert "refutes ['a']" in failed(proof_of("sql.proofs.0001", verify__check="out(['b'], ['a'])"))
    assert proof_of("sql.proofs.0001", verify__check="out('b')", verify__level="executed") is None


@pytest.mark.parametrize(
    "answer", ["None", "[]", "{}", "True", "[['b']]", "['b', 'b']", "float('nan')", "{'b': True}", "[1]"]
)
@pytest.mark.parametrize(
    "id",
    ["sql.proofs.0001", "os.proofs.0001", "obs.proofs.0001", "db.proofs.0001", "js.proofs.0001", "net.proofs.0001"],
)
def test_an_answer_of_the_wrong_shape_fails(id: str, answer: str) -> None:
    assert objection(BANK[id], eval(answer), None) is not None


def test_a_check_without_runtime_or_text_fails(proof_of: Changed) -> None:
    assert "names no runtime" in failed(proof_of(ID, verify__runtime=()))
    assert "no check" in failed(proof_of(ID, verify__check=" "))
    assert "name node" in failed(proof_of(ID, verify__check="node('1')"))

"""Runs a submission in Python and says what each call gives. It does not judge: it does not know what is expected.

Everything here shares the interpreter with the submission, so nothing that it says is believed to be more than data.
"""

import gc
import io
import json
import os
import random
import sys
from types import TracebackType
from typing import Any

from bot.judge.inside.values import SAID, TooMuch, plain

SOURCE = "<answer>"
SETUP = "<tests>"
Job = dict[str, Any]


def run(job: Job) -> None:
    """Execute `source`, then `setup`, then each of `calls`; one line of JSON about each goes to file 1.

    What it prints goes to file 2. The first line is about the source itself.
    """
    write, dumps, results = os.write, json.dumps, 1

    def say(record: dict[str, Any]) -> None:
        line = dumps(record).encode() + b"\n"
        while line:
            line = line[write(results, line) :]

    sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", "replace", write_through=True)
    random.seed(job["seed"])
    gc.enable()
    names: dict[str, Any] = {"__name__": "answer"}
    try:
        exec(compile(job["source"], SOURCE, "exec", dont_inherit=True), names)
        if job["setup"]:
            exec(compile(job["setup"], SETUP, "exec", dont_inherit=True), names)
    except BaseException as error:
        say(told(error))
        return
    say({})
    for call in job["calls"]:
        try:
            value = eval(compile(call, SETUP, "eval", dont_inherit=True), names)
            record = {"value": plain(value)}
        except BaseException as error:
            record = told(error)
        say(record)


def told(error: BaseException) -> dict[str, Any]:
    """An error as data: its name, its words, and the last line of the submission that it passed."""
    if isinstance(error, MemoryError):
        return {"memory": True}
    if isinstance(error, TooMuch):
        return {"much": True}
    if isinstance(error, SyntaxError) and error.filename == SOURCE:
        return {"error": type(error).__name__, "said": str(error.msg)[:SAID], "line": error.lineno or 0}
    try:
        said = str(error)[:SAID]
    except BaseException:
        said = ""
    return {"error": type(error).__name__[:60], "said": said, "line": line_of(error.__traceback__)}


def line_of(trace: TracebackType | None) -> int:
    """The line of the submission in which it failed, or 0."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == SOURCE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line

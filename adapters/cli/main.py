"""The `quorum` command: which subcommands there are, and how a problem ends.

Each subcommand lives in its own module and is imported when it is called: `quorum --help` must load neither the
database nor the bank. To add one, write adapters/cli/<name>.py and a row in COMMANDS.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence

from adapters.cli.errors import is_expected
from adapters.cli.lazy import lazy_group

COMMANDS = {
    "play": ("adapters.cli.play:play", "Open the study group in this terminal."),
    "run": ("adapters.cli.run:run", "Run the configured chat platforms."),
    "doctor": ("adapters.cli.doctor:doctor", "Check that everything is there, or say what to do."),
    "db": ("adapters.cli.db:app", "Upgrade, back up, restore or rebuild the database."),
    "bench": ("adapters.cli.bench:app", "Measure the main paths beside their floors."),
    "content": ("adapters.cli.content:app", "Check, prove, count and show the questions of the bank."),
}

app = lazy_group(COMMANDS, "Quorum: daily questions and mock interview rounds for study groups.")

REFUSED = 2
PIPE_CLOSED = 141
"""128 + SIGPIPE, what a shell reports for any program whose reader went away."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; an expected problem is one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    with closed_pipe_is_quiet():
        try:
            app(args=list(arguments) if arguments is not None else None, prog_name="quorum")
        except Exception as error:
            if not is_expected(error):
                raise
            print(f"quorum: {' '.join(str(error).split())}", file=sys.stderr)
            raise SystemExit(REFUSED) from None


@contextlib.contextmanager
def closed_pipe_is_quiet() -> Iterator[None]:
    """End without a word when the reader of our output (`| head`) has gone, even if that shows at the last flush."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None


if __name__ == "__main__":
    main()

"""`quorum content`: what a writer of questions asks of the bank."""

from adapters.cli.lazy import lazy_group

COMMANDS = {
    "prove": ("adapters.cli.prove:prove", "Run the proofs of the questions."),
}

app = lazy_group(COMMANDS, "Check, prove, count and show the questions of the bank.")

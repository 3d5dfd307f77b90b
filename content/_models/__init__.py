"""Small deterministic models for proofs: `from _models.quorums import overlap` in a check.

Each is a few lines of the standard library that a reader can verify by eye; none draws a random number, reads a clock
or knows a question. Formulas name their units.
"""

"""Proofs of keys: run what a question claims and compare it with the key.

Must not know who answers a question or how it is drawn. `prove_all` is the way in.
"""

from bot.bank.proof.prover import Failure, NotProved, ProofSummary, is_executed, prove_all

__all__ = ["Failure", "NotProved", "ProofSummary", "is_executed", "prove_all"]

"""Proofs of keys: run what a question claims and compare it with the key. Must not know who answers or how it is drawn."""

"""Runs what learners submit, where it can do no harm. `bot.judge.house` puts the parts together.

Two processes: this one, which compares results and is never inside the submission's reach, and a worker (`inside/`)
that forks a child for each run. This package must not know learners, cards or the store.
"""

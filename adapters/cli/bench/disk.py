"""What one wait for the disk costs, in the folder where a benchmark writes."""

import os
from pathlib import Path
from statistics import median
from time import perf_counter

from adapters.cli.errors import Refused

LEAST_US = 20.0
"""Cheaper than any disk: the file system keeps its files in memory, and a durable write there means nothing."""


def fsync_us(folder: Path, times: int = 100) -> float:
    """The median cost of write + fsync in microseconds. Raises Refused where nothing is written to a disk."""
    path = folder / "fsync.probe"
    costs = []
    handle = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        for _ in range(times):
            os.write(handle, b"x" * 4096)
            begun = perf_counter()
            os.fsync(handle)
            costs.append((perf_counter() - begun) * 1e6)
    finally:
        os.close(handle)
        path.unlink()
    cost = median(costs)
    if cost < LEAST_US:
        raise Refused(
            f"An fsync in {folder} costs {cost:.1f} µs: no disk is behind it. Name another folder with --dir."
        )
    return cost

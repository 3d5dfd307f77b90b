"""Delays between retries. Seconds."""


def exponential(first: float, attempts: int, factor: float = 2, most: float | None = None) -> list[float]:
    """The delays before each retry: first, first x factor, ..., none above `most`."""
    delays = [first * factor**n for n in range(attempts)]
    return delays if most is None else [min(delay, most) for delay in delays]


def load_of_retries(requests: float, failing: float, retries: int) -> float:
    """Requests a second that arrive when each failed one is retried so often and the share `failing` (0 to 1) fails."""
    return requests * sum(failing**attempt for attempt in range(retries + 1))

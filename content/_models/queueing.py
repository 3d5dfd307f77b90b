"""Little's law, utilisation, and the mean waiting time of the simplest queue. Rates per second, times in seconds."""


def in_system(rate: float, seconds: float) -> float:
    """Little's law: mean number in the system = arrival rate x mean time in it."""
    return rate * seconds


def time_in_system(number: float, rate: float) -> float:
    """Little's law, solved for the mean time in seconds."""
    return number / rate


def throughput(number: float, seconds: float) -> float:
    """Little's law, solved for the rate: what `number` workers, each busy `seconds` per task, get done a second."""
    return number / seconds


def utilisation(rate: float, service_s: float, servers: int = 1) -> float:
    """The share of time, 0 to 1, in which a server is busy; at 1 or more the queue grows without bound."""
    return rate * service_s / servers


def mm1_time(rate: float, service_s: float) -> float:
    """Mean seconds in an M/M/1 queue, waiting and service: s / (1 - utilisation)."""
    busy = utilisation(rate, service_s)
    if busy >= 1:
        raise ValueError("the queue grows without bound")
    return service_s / (1 - busy)


def amdahl(parallel: float, workers: float) -> float:
    """The speed-up by Amdahl's law if this share (0 to 1) of the work runs on so many workers."""
    return 1 / (1 - parallel + parallel / workers)

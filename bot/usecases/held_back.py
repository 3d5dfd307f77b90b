"""Verdicts that wait for the reveal: until then nothing that anybody can look at moves by them.

In a group that tells verdicts at the reveal, an answer counts on no board before it: points that move at once would say
what the card does not. The reveal credits them all; the rebuild leaves out what is held back now.
"""

from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.usecases.standings import boards_of, gain_of


def is_held_back(daily: Daily) -> bool:
    """Whether nobody is to be able to tell yet how an answer to this daily was judged."""
    return daily.state == "open" and daily.verdict == "reveal"


def credit_held_back(daily: Daily, ports: Ports) -> None:
    """Put what was answered on the boards: `daily` has just been revealed."""
    if daily.verdict != "reveal":
        return
    big = big_scopes(daily, ports)
    for held in ports.derived.held_back(daily.id):
        fact = held.fact
        boards = boards_of(fact.group_id, fact.channel_id, fact.space_id, fact.at, fact.zone, fact.season)
        gain = gain_of(fact.points, fact.score, fact.self_assessed)
        ports.boards.credit(boards, held.learner_id, gain, fact.at, held.shown, big)


def credit_round(item_id: int, ports: Ports) -> None:
    """Put the answers to a live round's question on the boards, if the round counts there: it has just been closed."""
    for held in ports.derived.held_in_round(item_id):
        fact = held.fact
        boards = boards_of(fact.group_id, fact.channel_id, fact.space_id, fact.at, fact.zone, fact.season)
        gain = gain_of(fact.points, fact.score, fact.self_assessed)
        scopes = sorted({board.partition("/")[0] for board in boards})
        ports.boards.credit(boards, held.learner_id, gain, fact.at, held.shown, scopes)


def big_scopes(daily: Daily, ports: Ports) -> tuple[str, ...]:
    """Those of the scopes in which the daily's answers count that may have boards of thousands."""
    big = {f"g{daily.group_id}"} if daily.big else set()
    for place in ports.groups.places(daily.group_id):
        big |= {f"c{place.id}"} if place.big else set()
        big |= {f"s{place.space_id}"} if place.space_big else set()
    return tuple(sorted(big))

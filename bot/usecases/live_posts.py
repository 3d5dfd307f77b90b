"""What a live round's posts tell, read anew when they leave: the question, its key, the podium.

None where there is nothing to tell any more: the letter is dropped then.
"""

from bot.ports import Ports
from bot.ports.rounds import Item
from bot.usecases.live_rounds import standing_of
from bot.usecases.live_turns import LiveAsked, LiveTold, Podium, end_of
from bot.usecases.rounds import Seat, order, question_of, seated


def load_ask(ids: tuple[str, ...], ports: Ports) -> LiveAsked | None:
    """The post of a question that is open still."""
    found = loaded(ids, ports)
    if found is None or found[1].state != "open":
        return None
    seat, item = found
    question = question_of(item, ports)
    players = sum(not one.left for one in ports.rounds.players(seat.round.id))
    return LiveAsked(seat, item, question, order(question, item), players)


def load_told(ids: tuple[str, ...], ports: Ports) -> LiveTold | None:
    """The key of a question that is over."""
    found = loaded(ids, ports)
    if found is None or found[1].state != "closed":
        return None
    seat, item = found
    question = question_of(item, ports)
    answers = [one for one in ports.rounds.answers(seat.round.id) if one.item_id == item.id]
    right = sum((one.score or 0) >= 1 for one in answers)
    standing = standing_of(seat.round, ports)
    last = all(one.state == "closed" for one in seat.items)
    return LiveTold(seat, item, question, order(question, item), len(answers), right, standing, last)


def loaded(ids: tuple[str, ...], ports: Ports) -> tuple[Seat, Item] | None:
    """The round and the item that a letter is about, if the bank still has what they need."""
    item = ports.rounds.item(int(ids[0]))
    found = ports.rounds.get(item.round_id) if item else None
    host = ports.people.by_account(found.host_id) if found else None
    if item is None or found is None or host is None or ports.bank.get(item.question_id) is None:
        return None
    return (seated(found, host, ports), item) if found.format in ports.bank.formats else None


def load_podium(ids: tuple[str, ...], ports: Ports) -> Podium | None:
    """How a live round ended."""
    found = ports.rounds.get(int(ids[0]))
    host = ports.people.by_account(found.host_id) if found else None
    if found is None or host is None or found.format not in ports.bank.formats:
        return None
    return end_of(seated(found, host, ports), ports)

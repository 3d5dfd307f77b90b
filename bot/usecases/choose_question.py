"""Which question a group gets next: a live one that can be judged, not in quarantine, not open to members elsewhere."""

import re
from collections.abc import Mapping
from functools import lru_cache
from weakref import WeakKeyDictionary

from msgspec.structs import replace

from bot.domain.question import BANDS, Band, Question, Single, needs_of
from bot.domain.selection import Candidate, Shelf, choose_from
from bot.domain.selection import Choice as Chosen
from bot.ports import Ports
from bot.ports.bank import Bank
from bot.ports.groups import Group
from bot.ports.posts import Choice, Past

WORDS = re.compile(r"[\s,]+")
SHELVES: WeakKeyDictionary[Bank, dict[tuple[str, str, frozenset[str], bool], Shelf]] = WeakKeyDictionary()
"""A bank never changes, so each wish is laid out once."""
MOST_SHELVES = 512


def choose_question(group: Group, ports: Ports, past: Past | None = None) -> tuple[Choice, Chosen] | None:
    """The next question, and how much of the bank is left; None when no question matches at all.

    What is open or queued in another group of a member is left out as long as there is anything else. `past` is the
    group's, if it is known already.
    """
    past = past or ports.posts.past(group.id)
    last, recent = past.last_use, past.recent
    shelf = shelf_of(ports.bank, group.topics, group.bands, ports.judged)
    mix = mix_of(group)
    held = held_back(group, ports)
    elsewhere = ports.posts.elsewhere(group.id)
    found = choose_from(shelf, ports.rng, last, held | elsewhere, mix, recent)
    if found is None and elsewhere:
        found = choose_from(shelf, ports.rng, last, held, mix, recent)
    if found is None:
        return None
    if not last:
        openers = shelf_of(ports.bank, group.topics, group.bands, ports.judged, one_press=True)
        first = choose_from(openers, ports.rng, {}, held | elsewhere, mix)
        found = replace(found, candidate=first.candidate) if first is not None else found
    question = ports.bank.get(found.candidate.id)
    assert question is not None, "a candidate is in the bank"
    return choice_of(question), found


def still_fits(choice: Choice, group: Group, ports: Ports) -> bool:
    """Whether a question that was chosen earlier may still be posted."""
    question = ports.bank.get(choice.question_id)
    return (
        question is not None
        and question.status == "live"
        and needs_of(question) <= ports.judged
        and question.id not in held_back(group, ports)
        and question.id not in ports.posts.elsewhere(group.id)
    )


def held_back(group: Group, ports: Ports) -> frozenset[str]:
    """Questions that are quarantined for the group, at the revision that the bank has now."""
    found = ports.posts.quarantined(group.id)
    if not found:
        return frozenset()
    return frozenset(name for name, rev in found if (one := ports.bank.get(name)) is not None and one.rev == rev)


def shelf_of(bank: Bank, topics: str, bands: str, judged: frozenset[str], *, one_press: bool = False) -> Shelf:
    """The live questions of a bank that match a group's settings, laid out for choosing.

    With `one_press` only those that one press answers: the very first daily should not also teach how to write answers.
    """
    shelves = SHELVES.get(bank)
    if shelves is None:
        shelves = SHELVES[bank] = {}
    key = (topics, bands, judged, one_press)
    if key not in shelves:
        if len(shelves) >= MOST_SHELVES:
            shelves.clear()
        shelves[key] = Shelf(
            (
                Candidate(one.id, one.topic, one.band)
                for one in bank.served()
                if needs_of(one) <= judged and (isinstance(one, Single) or not one_press)
            ),
            frozenset(topic for topic in WORDS.split(topics) if topic),
            read_mix(bands),
        )
    return shelves[key]


def choice_of(question: Question) -> Choice:
    """A question as a daily keeps it."""
    return Choice(question.id, question.rev, question.topic, question.band)


def mix_of(group: Group) -> Mapping[Band, int]:
    """The shares of a group's bands."""
    return read_mix(group.bands)


@lru_cache(maxsize=64)
def read_mix(bands: str) -> Mapping[Band, int]:
    """The shares of the bands, as a group keeps them: "30/50/20"."""
    return dict(zip(BANDS, map(int, bands.split("/")), strict=True))

"""Which question a group gets next: a live one that can be judged, not in quarantine, not open to members elsewhere."""

import re

from msgspec.structs import replace

from bot.domain.question import BANDS, JUDGED_KINDS, Band, Question, Single
from bot.domain.selection import Candidate, Served, choose
from bot.domain.selection import Choice as Chosen
from bot.ports import Ports
from bot.ports.groups import Group
from bot.ports.posts import Choice

WORDS = re.compile(r"[\s,]+")


def choose_question(group: Group, ports: Ports) -> tuple[Choice, Chosen] | None:
    """The next question, and how much of the bank is left; None when no question matches at all.

    What is open or queued in another group of a member is left out as long as there is anything else.
    """
    used = ports.posts.used(group.id)
    held = ports.posts.quarantined(group.id)
    last = {use.question_id: use.at for use in used}
    open_to_members = ports.posts.elsewhere(group.id)
    unfit = JUDGED_KINDS - ports.judged
    candidates = [
        Candidate(one.id, one.topic, one.band, last.get(one.id))
        for one in ports.bank.served()
        if one.kind not in unfit and not (held and (one.id, one.rev) in held)
    ]
    topics = frozenset(topic for topic in WORDS.split(group.topics) if topic)
    recent = [Served(use.topic, use.band) for use in used if use.band in BANDS]
    mix = mix_of(group)
    found = None
    if open_to_members:
        apart = [one for one in candidates if one.id not in open_to_members]
        found = choose(apart, ports.rng, topics, mix, recent)
    if found is None:
        found = choose(candidates, ports.rng, topics, mix, recent)
    if found is None:
        return None
    if not used:
        first = choose([one for one in candidates if is_easy_to_answer(one, ports)], ports.rng, topics, mix, recent)
        found = replace(found, candidate=first.candidate) if first is not None else found
    question = ports.bank.get(found.candidate.id)
    assert question is not None, "a candidate is in the bank"
    return choice_of(question), found


def is_easy_to_answer(one: Candidate, ports: Ports) -> bool:
    """Whether one press answers it: a group's very first daily should not also teach how answers are written."""
    return isinstance(ports.bank.get(one.id), Single)


def still_fits(choice: Choice, group: Group, ports: Ports) -> bool:
    """Whether a question that was chosen earlier may still be posted."""
    question = ports.bank.get(choice.question_id)
    return (
        question is not None
        and question.status == "live"
        and question.kind not in JUDGED_KINDS - ports.judged
        and (question.id, question.rev) not in ports.posts.quarantined(group.id)
        and question.id not in ports.posts.elsewhere(group.id)
    )


def choice_of(question: Question) -> Choice:
    """A question as a daily keeps it."""
    return Choice(question.id, question.rev, question.topic, question.band)


def mix_of(group: Group) -> dict[Band, int]:
    """The shares of the bands, as the group keeps them: "30/50/20"."""
    return dict(zip(BANDS, map(int, group.bands.split("/")), strict=True))

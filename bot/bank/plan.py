"""What the bank is to cover, beside what it covers: topics, seeds and kinds (content standard, sections 2 and 3).

It counts; it must not judge or print.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from bot.bank.lint.tables import SKILL_FLOOR, Tables
from bot.domain.question import Question

KIND_COUNTS = {
    "single": 380, "predict": 140, "open": 130, "numeric": 105, "short": 90, "multi": 89, "sql": 85, "bug": 65,
    "kata": 60, "true_false": 40, "match": 40, "order": 36,
}  # fmt: skip
"""The planned questions of each kind."""
FULL_BANK = 1_134
"""So many live questions (90 % of the plan) are held to floors and counts; fewer are a wave."""
SAMPLE = 6
"""Questions of each topic that wave 1 holds before the topic's own wave."""


class TopicCover(msgspec.Struct, frozen=True):
    """A topic: questions planned in all, due by the end of each wave 1 to 3, and there."""

    topic: str
    wave: int
    planned: int
    due: tuple[int, int, int]
    there: int
    bands: dict[str, int]


class SeedCover(msgspec.Struct, frozen=True):
    """A noun that the bank must cover: group (skills or names), floor, questions there."""

    seed: str
    group: str
    floor: int
    there: int


class Coverage(msgspec.Struct, frozen=True):
    """All topics and all seeds."""

    topics: tuple[TopicCover, ...]
    seeds: tuple[SeedCover, ...]

    def reached(self, group: str) -> tuple[int, int]:
        """How many seeds of a group have reached their floor, and how many there are."""
        wanted = [seed for seed in self.seeds if seed.group == group]
        return sum(seed.there >= seed.floor for seed in wanted), len(wanted)

    def missing(self) -> tuple[SeedCover, ...]:
        """The seeds below their floor."""
        return tuple(seed for seed in self.seeds if seed.there < seed.floor)


def coverage(questions: Iterable[Question], tables: Tables) -> Coverage:
    """What these questions cover of the taxonomy and the seeds."""
    asked = tuple(questions)
    bands: dict[str, Counter[str]] = {topic: Counter() for topic in tables.topics}
    for question in asked:
        bands.setdefault(question.topic, Counter())[question.band] += 1
    tags = Counter(tag.removeprefix("seed:") for question in asked for tag in question.tags if tag.startswith("seed:"))
    topics = tuple(
        TopicCover(
            name,
            topic.wave,
            topic.questions,
            _due(name, topic.wave, topic.questions),
            bands[name].total(),
            dict(bands[name]),
        )
        for name, topic in tables.topics.items()
    )
    seeds = tuple(
        SeedCover(seed, "skills" if floor == SKILL_FLOOR else "names", floor, tags[seed])
        for seed, floor in tables.floors.items()
    )
    return Coverage(topics, seeds)


def _due(topic: str, wave: int, planned: int) -> tuple[int, int, int]:
    """Questions due at the end of each wave: a sample first, the whole in the topic's own wave; `sys`: 20 in wave 2."""
    second = planned if wave <= 2 else 20 if topic == "sys" else SAMPLE
    return planned if wave == 1 else SAMPLE, second, planned

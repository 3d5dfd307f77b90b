"""A round's format: the phases of an interview, what each asks, and what is looked at.

It knows kinds, topics and bands, and no question: which ones are asked is drawn when a round begins. It must not know
who plays, nor where a format was read from.
"""

from typing import Literal

import msgspec

from bot.domain.question import Band, Criterion, Part

Mode = Literal["solo", "live", "pair"]
MODES: tuple[Mode, ...] = ("solo", "live", "pair")

MOST_PHASES = 12
MOST_QUESTIONS = 30
"""Questions in one round, whatever its format."""
MOST_MINUTES = 240


class Phase(Part, frozen=True, kw_only=True):
    """One part of a round, `minutes` long.

    `kinds` and `topics` say what is drawn (no topics: those of the round), `count` how much of it. A phase with a
    `stage` asks that stage of the round's case, a staged design that is drawn once; a phase without kinds is a break.
    `bands` are shares; without any, the round's own hold.
    """

    id: str
    title: str
    minutes: int
    note: str = ""
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    subtopics: tuple[str, ...] = ()
    count: int = 0
    stage: str = ""
    staged: bool | None = None
    bands: dict[Band, int] = msgspec.field(default_factory=dict)

    @property
    def rests(self) -> bool:
        """Whether it is a break."""
        return not self.kinds


class Format(Part, frozen=True, kw_only=True):
    """An interview: its phases in order, and the rubric by which partners and observers judge the whole of it."""

    id: str
    title: str
    about: str
    phases: tuple[Phase, ...]
    modes: tuple[Mode, ...] = MODES
    rubric: tuple[Criterion, ...] = ()

    @property
    def minutes(self) -> int:
        """How long all phases take, breaks included."""
        return sum(phase.minutes for phase in self.phases)


def unsound(
    found: Format, topics: frozenset[str] | None, kinds: frozenset[str]
) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a format: the place of each fault in it, and what to do. `topics` None: any topic will do."""
    faults: list[tuple[tuple[str | int, ...], str]] = []
    if not found.phases or len(found.phases) > MOST_PHASES:
        faults.append((("phases",), f"a format has 1 to {MOST_PHASES} phases"))
    if not found.modes or len(set(found.modes)) != len(found.modes):
        faults.append((("modes",), "name each mode once: solo, live, pair"))
    names = [phase.id for phase in found.phases]
    for number, phase in enumerate(found.phases):
        at: tuple[str | int, ...] = ("phases", number)
        if names.index(phase.id) != number:
            faults.append(((*at, "id"), f"the phase `{phase.id}` stands above already: give this one its own id"))
        if not 1 <= phase.minutes <= MOST_MINUTES:
            faults.append(((*at, "minutes"), f"a phase takes 1 to {MOST_MINUTES} minutes"))
        faults += [((*at, "kinds"), f"there is no kind `{kind}`") for kind in phase.kinds if kind not in kinds]
        faults += [
            ((*at, "topics"), f"there is no topic `{one}`") for one in phase.topics if topics and one not in topics
        ]
        if phase.rests and (phase.count or phase.stage):
            faults.append(((*at, "kinds"), "a break asks nothing: name kinds, or leave `count` and `stage` out"))
        if not phase.rests and not phase.stage and not 1 <= phase.count <= MOST_QUESTIONS:
            faults.append(((*at, "count"), f"say how many questions are drawn, 1 to {MOST_QUESTIONS}"))
        if phase.stage and (phase.count or phase.kinds != ("open",)):
            faults.append(((*at, "stage"), "a stage is asked of one case: kinds is [open], and there is no count"))
        if any(share < 0 for share in phase.bands.values()) or (phase.bands and not sum(phase.bands.values())):
            faults.append(((*at, "bands"), "shares are 0 or more, and more than 0 together"))
    if all(phase.rests for phase in found.phases):
        faults.append((("phases",), "at least one phase asks something"))
    faults += [
        (("rubric", number, "anchors"), "say what each of the levels 0, 1, 2 and 3 looks like")
        for number, one in enumerate(found.rubric)
        if set(one.anchors) != {0, 1, 2, 3}
    ]
    return faults


def read_format(data: object) -> Format:
    """A format from plain texts, lists and mappings. Raises msgspec.ValidationError."""
    return msgspec.convert(data, Format, strict=False)

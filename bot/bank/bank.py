"""The bank: every question, found by id and by topic, and the formats of rounds.

It must not know who asks, nor what is served to whom. Reading it from the cache imports no YAML.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bot.bank import cache, source
from bot.bank.findings import BankError, Finding, broken
from bot.domain.format import Format
from bot.domain.question import Question

CONTENT_ROOT = source.CONTENT_ROOT


class Bank:
    """All questions and formats of a content folder, read once and never changed."""

    def __init__(self, questions: tuple[Question, ...], formats: tuple[Format, ...] = ()) -> None:
        self.formats: Mapping[str, Format] = MappingProxyType({one.id: one for one in formats})
        self.questions: Mapping[str, Question] = MappingProxyType({question.id: question for question in questions})
        topics: dict[str, list[Question]] = {}
        for question in self.questions.values():
            topics.setdefault(question.topic, []).append(question)
        self.by_topic: Mapping[str, tuple[Question, ...]] = MappingProxyType(
            {topic: tuple(topics[topic]) for topic in sorted(topics)}
        )
        self._served = tuple(question for question in self.questions.values() if question.status == "live")

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that have questions, in alphabetical order."""
        return tuple(self.by_topic)

    def get(self, id: str) -> Question | None:
        """The question with this id, whatever its status, or None."""
        return self.questions.get(id)

    def served(self) -> tuple[Question, ...]:
        """The live questions: those that may become a daily."""
        return self._served


def load(root: Path = CONTENT_ROOT, cache_dir: Path | None = None) -> Bank:
    """The bank below `root`. Raises BankError if anything in it is unreadable or unsound; nothing is left out silently.

    With `cache_dir` the compiled questions are kept there and used as long as no byte of their sources changes.
    """
    files, kinds = read_files(root), read_formats(root)
    whole = {path: raw for path, raw in {**files, **kinds}.items() if isinstance(raw, bytes)}
    key = b""
    if cache_dir is not None and len(whole) == len(files) + len(kinds):
        key = cache.key_of((f"{path.parent.name}/{path.name}", raw) for path, raw in whole.items())
        kept = cache.fetch(cache_dir, key)
        if kept is not None:
            return Bank(kept.questions, kept.formats)

    # PyYAML and RE2 are needed only here.
    from bot.bank.compile import compile_files
    from bot.bank.formats import compile_formats
    from bot.bank.placed import placed

    items, findings = compile_files(files)
    formats, faults = compile_formats(kinds)
    if findings := findings + faults:
        raise broken(root, findings)
    if not items:
        raise BankError(f"The content folder {root} holds no question: add content/<topic>/<subtopic>.yaml files.")
    questions = tuple(placed(item.question) for item in items if item.question is not None)
    if cache_dir is not None:
        cache.keep(cache_dir, key, cache.Kept(questions, formats))
    return Bank(questions, formats)


def read_formats(root: Path) -> dict[Path, bytes | Finding]:
    """The format files below `root` and their bytes, or the reason why one cannot be read."""
    return {path: source.read(path, root) for path in source.format_files(root)}


def read_files(root: Path) -> dict[Path, bytes | Finding]:
    """The question files below `root` and their bytes, or the reason why one cannot be read."""
    return {path: source.read(path, root) for path in source.question_files(root)}

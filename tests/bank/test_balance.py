"""Cues of a whole bank (L28 to L34): banks that teach a trick are refused, fair ones and small ones are not."""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import CONTENT_ROOT
from bot.bank.convert import Item
from bot.bank.lint import balance
from bot.bank.lint.choices import choices, longest, tally
from bot.bank.lint.foreign import FOREIGN, encoded, read_foreign
from bot.bank.lint.guesser import FEATURES, blind_accuracy, features, folds
from bot.bank.lint.rules import BANK_CHECKS, Context
from bot.bank.lint.run import context_of
from bot.bank.lint.statistics import at_least, at_most, chi_square_tail, uniform_p
from bot.bank.placed import placed
from bot.bank.strict_yaml import Place
from bot.domain.question import Difficulty, Multi, Option, Question, Single, Statement, TrueFalse, Verify

Texts = Callable[[random.Random, bool], str]
"""How an option reads: given chance and whether it is the key."""

COMMON = {
    "difficulty": Difficulty(band="mid", prior=0, cognitive="apply", time_s=60),
    "explanation": "It is so.",
    "verify": Verify(level="derived"),
}
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu")


def word(chance: random.Random, size: int = 3) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(size))


def fair(chance: random.Random, key: bool) -> str:
    """Words that tell nothing, in any number."""
    return " ".join(word(chance) for _ in range(chance.randint(3, 5)))


def even(chance: random.Random, key: bool) -> str:
    return f"{word(chance)} {word(chance)} {word(chance)}"


def single(number: int, chance: random.Random, texts: Texts, topic: str = "py", **changes: object) -> Single:
    options = [Option(id=id, text=texts(chance, id == "a"), correct=id == "a") for id in "abcd"]
    fields = {"stem": " ".join(word(chance) for _ in range(9)) + "?", "options": tuple(options), **COMMON} | changes
    return Single(id=f"{topic}.part{number % 12}.{number:04}", **fields)  # type: ignore[arg-type]


def bank(size: int, texts: Texts = fair, topics: str = "py sql os net", seed: int = 5) -> list[Question]:
    chance, names = random.Random(seed), topics.split()
    return [single(number, chance, texts, names[number % len(names)]) for number in range(size)]


@lru_cache
def context() -> Context:
    return context_of(CONTENT_ROOT)


def codes(questions: list[Question], *wanted: str) -> list[str]:
    """The codes that the checks of banks find, only those wanted."""
    items = [Item("x.yaml", question.id, Place(1), question) for question in questions]
    return [
        finding.code
        for rule, check in BANK_CHECKS
        if rule.code in wanted
        for finding in check(items, context())
        if finding.level == "E"
    ]


def long_key(chance: random.Random, key: bool) -> str:
    return f"{even(chance, key)} {word(chance) if key else ''}".strip()


def short_key(chance: random.Random, key: bool) -> str:
    return f"{even(chance, key)} {'' if key else word(chance)}".strip()


def test_a_fair_bank_is_left_alone_whatever_its_size() -> None:
    for size in (40, 150, 400):
        # One fair bank in 20 misses by accident, as the standard says of L30; this seed gives three that do not.
        assert codes(bank(size, seed=3), "L28", "L29", "L30", "L31", "L32") == []


@pytest.mark.parametrize("texts", [long_key, short_key])
@pytest.mark.parametrize("size", [40, 400])
def test_l28_sees_keys_that_are_longest_or_shortest(texts: Texts, size: int) -> None:
    assert "L28" in codes(bank(size, texts), "L28")
    assert codes(bank(29, texts), "L28", "L29", "L31", "L32") == [], "29 questions are too few to tell"


def test_l28_sees_a_single_topic_that_leads_by_length() -> None:
    fair_ones, chance = bank(400, topics="sql os"), random.Random(1)
    tainted = [*fair_ones, *(single(1000 + n, chance, long_key, "git") for n in range(30))]
    findings = [
        finding.message
        for rule, check in BANK_CHECKS
        if rule.code == "L28"
        for finding in check([Item("x.yaml", q.id, Place(1), q) for q in tainted], context())
    ]
    assert any(message.startswith("topic git") for message in findings)


def test_l29_sees_keys_that_stand_out() -> None:
    def outstanding(share: float) -> Texts:
        state = {"key": True}

        def texts(chance: random.Random, key: bool) -> str:
            if key:
                state["key"] = chance.random() < share
            # Of the rest, the last one asked stands out when the key does not.
            return even(chance, key) + (" and " + even(chance, key) if key and state["key"] else "")

        return texts

    for size in (60, 400):
        assert "L29" in codes(bank(size, outstanding(0.9)), "L29")
    few = [*bank(400, even), *bank(20, outstanding(1.0), seed=3)]
    assert codes(few, "L29") == [], "20 that stand out are too few"

    def distractor(chance: random.Random, key: bool) -> str:
        return even(chance, key) + (" " + even(chance, key) if not key and chance.random() < 0.3 else "")

    assert codes(bank(400, distractor), "L29") == []


def test_l30_sees_keys_that_stand_in_one_place() -> None:
    chance = random.Random(9)
    found: list[Question] = []
    while len(found) < 60:
        question = single(len(found), chance, even)
        if placed(question).options[1].correct:  # type: ignore[union-attr]
            found.append(question)
    assert codes(found, "L30") == ["L30", "L30"], "over the bank, and in its topic"
    natural = [single(n, chance, even, shuffle="natural") for n in range(40)]
    assert codes(list(natural), "L30") == ["L30"], "the key is the first of each"
    mixed = [single(n, chance, even, shuffle="natural") for n in range(29)]
    assert codes([*mixed, *bank(120)], "L30") == []


def stemmed(chance: random.Random, key: bool) -> str:
    return even(chance, key) + (" jar" if key else "")


def specific(chance: random.Random, key: bool) -> str:
    return f"{even(chance, key)} {chance.randint(10, 99) if key else word(chance, 1)}"


def common(chance: random.Random, key: bool) -> str:
    one, two, three = "kanapi", "lomuso", "detuba"
    return f"{one} {two} {three}" if key else " ".join((chance.choice((one, two, three)), word(chance), word(chance)))


def hedged(chance: random.Random, key: bool) -> str:
    return f"it {'can' if key else 'ran'} {even(chance, key)}"


def absolute(chance: random.Random, key: bool) -> str:
    return f"it {'does' if key or chance.random() < 0.2 else 'must'} {even(chance, key)}"


@pytest.mark.parametrize("texts", [stemmed, specific, common, hedged, absolute])
@pytest.mark.parametrize("size", [45, 400])
def test_l31_sees_each_rule_of_thumb_that_works(texts: Texts, size: int) -> None:
    chance = random.Random(11)
    stem = "Which jar holds it?" if texts is stemmed else "Which one holds?"
    asked: list[Question] = [single(n, chance, texts, stem=stem) for n in range(size)]
    assert "L31" in codes(asked, "L31")


def test_l32_learns_a_look_that_no_rule_of_thumb_goes_by() -> None:
    def few_digits(chance: random.Random, key: bool) -> str:
        return f"{word(chance)} {chance.randint(1, 9) if key else chance.randint(100, 999)} {word(chance, 2 + 2 * key)}"

    for size in (60, 400):
        assert "L32" in codes(bank(size, few_digits), "L32")
    assert codes(bank(400, few_digits), "L31") == []
    assert codes(bank(29, few_digits), "L32") == []


def test_the_classifier_has_13_features_and_never_learns_from_the_subtopic_it_is_tried_on() -> None:
    asked = choices(bank(100))
    assert {len(row) for choice in asked for row in features(choice)} == {13} == {len(FEATURES)}
    where = folds(asked)
    assert set(where) == set(range(5))
    homes: dict[tuple[str, str], set[int]] = {}
    for choice, fold in zip(asked, where, strict=True):
        homes.setdefault((choice.topic, choice.subtopic), set()).add(fold)
    assert all(len(held) == 1 for held in homes.values())
    sure = blind_accuracy(choices(bank(100, long_key)))
    assert sure.share > 0.95


def test_ties_are_shared_and_chance_is_the_mean_of_one_over_n() -> None:
    options = tuple(Option(id=id, text="same", correct=id == "a") for id in "abc")
    asked = choices([single(1, random.Random(1), even, options=options), single(2, random.Random(1), long_key)])
    result = tally(asked, longest)
    assert (result.hits, result.chance) == (pytest.approx(1 / 3 + 1), pytest.approx((1 / 3 + 1 / 4) / 2))


def bundle(number: int, true: int) -> TrueFalse:
    statements = tuple(Statement(id=f"s{n}", text=f"{number} {n}", value=n < true, why="") for n in range(4))
    return TrueFalse(id=f"py.classes.{number:04}", stem=f"{number}?", statements=statements, **COMMON)  # type: ignore[arg-type]


def test_l33_sees_statements_that_are_mostly_true() -> None:
    assert codes([bundle(n, 3) for n in range(10)], "L33") == ["L33"]
    assert codes([bundle(n, 1) for n in range(10)], "L33") == ["L33"]
    assert codes([bundle(n, 1 + n % 3) for n in range(12)], "L33") == []
    assert codes([bundle(n, 3) for n in range(7)], "L33") == [], "28 statements are too few"


def multi(number: int, keys: int, chance: random.Random, texts: Texts = fair) -> Multi:
    right = chance.sample("abcdef", keys)
    options = tuple(Option(id=id, text=texts(chance, id in right), correct=id in right) for id in "abcdef")
    return Multi(id=f"py.classes.{number:04}", stem=f"{number}?", options=options, **COMMON)  # type: ignore[arg-type]


def test_l34_sees_numbers_of_keys_and_lengths_that_tell() -> None:
    chance = random.Random(2)
    assert codes([multi(n, 3, chance) for n in range(40)], "L34") == ["L34"]
    assert codes([multi(n, 2 + n % 3, chance, long_key) for n in range(40)], "L34") == ["L34"]
    assert codes([multi(n, 2 + n % 3, chance) for n in range(60)], "L34") == []
    assert codes([multi(n, 3, chance) for n in range(29)], "L34") == []
    assert balance.multi_score([multi(1, 3, chance)], "all") == 0


def test_l22_knows_public_stems_by_their_hashes_alone(tmp_path: object) -> None:
    from pathlib import Path

    root = Path(str(tmp_path))
    (root / FOREIGN.parent).mkdir()
    stem = "which of the nine jars on the lower shelf does the old dyer open at dawn"
    (root / FOREIGN).write_bytes(encoded([stem, "something else that nobody asks about jars"]))
    held = read_foreign(root)
    assert held.nearest(stem.upper() + "?") == 1
    assert held.nearest(stem + " of the market day") >= 0.5
    assert held.nearest("which of the nine weavers of the north sells linen to one trader") < 0.5
    assert b"dyer" not in (root / FOREIGN).read_bytes()


@given(st.integers(0, 30), st.integers(1, 30), st.integers(1, 9))
def test_binomial_tails_are_those_of_exact_fractions(hits: int, trials: int, tenths: int) -> None:
    share = Fraction(tenths, 10)
    terms = [math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]
    assert at_least(hits, trials, tenths / 10) == pytest.approx(float(sum(terms[hits:])), abs=1e-12)
    assert at_most(min(hits, trials), trials, tenths / 10) == pytest.approx(float(sum(terms[: hits + 1])), abs=1e-12)


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [(3.841459, 1, 0.05), (6.634897, 1, 0.01), (7.814728, 3, 0.05), (16.918978, 9, 0.05), (0.351846, 3, 0.95)],
)
def test_the_chi_square_tail_is_that_of_the_tables(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(p, abs=1e-6)
    assert uniform_p([[10, 10, 10], [1, 3]]) == 1.0

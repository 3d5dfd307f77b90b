"""The catalogue: what can be asked for can be typed, and what is typed wrongly is refused helpfully."""

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import intents as ask
from bot.commands import CATALOGUE, Command, build, find, line, parse, wants_form
from bot.domain.errors import BadParameter, ExtraWord, MissingParameter, UnknownCommand
from bot.intents import NOTICES, Intent, every_intent
from tests.every import every
from tests.hostile import HOSTILE

REFUSED = (UnknownCommand, MissingParameter, BadParameter, ExtraWord)
by_name = every("command", {command.name: command for command in CATALOGUE})


def assert_answered(said: str, *, forms: bool = False) -> None:
    """A line makes an intent, or a refusal short enough for a card."""
    try:
        made: object = parse(said, forms=forms)
    except REFUSED as refusal:
        made = refusal
        said = " ".join(map(str, vars(refusal).values()))
        assert len(said) <= 800
    assert isinstance(made, (Intent, *REFUSED))


def test_every_intent_that_a_person_can_have_is_typed_by_exactly_one_command() -> None:
    made = [intent for command in CATALOGUE for intent in command.intents]
    assert sorted(made, key=lambda cls: cls.verb) == sorted(set(every_intent()) - NOTICES, key=lambda cls: cls.verb)


def test_no_name_or_alias_is_used_twice() -> None:
    names = [name for command in CATALOGUE for name in command.names]
    assert len(set(names)) == len(names)


@by_name
def test_a_command_is_fit_to_be_shown_natively(command: Command) -> None:
    name = re.compile(r"[a-z][a-z0-9_-]{0,31}")
    assert all(name.fullmatch(word) for full in command.names for word in full.split())
    assert len(command.name.split()) <= 2
    assert 1 <= len(command.help) <= 100
    assert len(command.parameters) <= 25
    for parameter in command.parameters:
        assert name.fullmatch(parameter.name)
        assert 1 <= len(parameter.help) <= 100
        assert len(parameter.choices) <= 25
        assert (parameter.kind == "choice") == bool(parameter.choices)
    required = [parameter.required for parameter in command.parameters]
    assert sorted(required, reverse=True) == required or command.name in ("try", "report")
    assert not any(parameter.rest for parameter in command.parameters[:-1])


@by_name
def test_a_family_has_room_and_one_meaning_of_its_own(command: Command) -> None:
    if not command.family:
        assert command.name not in {other.family for other in CATALOGUE}
        return
    kin = [other for other in CATALOGUE if other.family == command.family]
    assert len(kin) <= 25
    assert [other.family_default for other in kin].count(True) == 1


@by_name
def test_every_parameter_fills_a_field_and_every_field_but_the_group_has_a_parameter(command: Command) -> None:
    names = {part.name for intent in command.intents for part in fields(intent)}
    targets = {parameter.target for parameter in command.parameters if parameter.target}
    assert targets <= names
    assert names - targets <= {"group", "daily", "confirmed", "page", "round", "item"}
    for parameter in command.parameters:
        if not parameter.target:
            assert set(command.turns) <= set(parameter.choices)


@by_name
def test_its_examples_work_and_are_its_own(command: Command) -> None:
    for example in (*command.examples, command.example):
        assert find(" ".join(example.split()[:2])) is command or find(example.split()[0]) is command
        assert isinstance(parse(example), command.intents)


def sample(command: Command, intent: type[Intent]) -> Intent:
    """An intent with each field that the command can fill set to something other than its default."""
    known = {part.name: part for part in fields(intent)}
    values = {}
    for parameter in command.parameters:
        if parameter.target in known:
            values[parameter.target] = {
                "choice": (parameter.choices or ("",))[-1],
                "int": parameter.least + 1,
                "flag": True,
                "question": "sql.window.0003",
            }.get(parameter.kind, "x y" if parameter.rest or parameter.named else "x")
    return replace(intent(), **values)


@by_name
def test_what_a_command_makes_is_spelt_so_that_it_is_read_back(command: Command) -> None:
    for intent in command.intents:
        assert parse(line(sample(command, intent))) == sample(command, intent)
        if not any(parameter.required for parameter in command.parameters):
            assert parse(line(intent())) == intent()


@by_name
def test_native_values_make_the_same_intent_as_the_typed_line(command: Command) -> None:
    for intent in command.intents:
        wanted = sample(command, intent)
        values = {
            p.name: getattr(wanted, p.target) for p in command.parameters if p.target and hasattr(wanted, p.target)
        }
        values |= {
            p.name: word
            for p in command.parameters
            if not p.target
            for word, turn in command.turns.items()
            if turn is intent
        }
        assert build(command, values) == wanted


@by_name
def test_a_form_stands_in_for_what_is_missing(command: Command) -> None:
    needed = any(parameter.required for parameter in command.parameters)
    if command.form:
        assert wants_form(parse(command.name, forms=True))
    if needed:
        with pytest.raises(MissingParameter) as refused:
            parse(command.name)
        assert refused.value.usage == command.usage
        assert isinstance(parse(refused.value.example), command.intents)


@every(
    ("said", "intent"),
    [
        ("", ask.ShowHelp()),
        ("  daily ", ask.ShowDaily()),
        ("/daily", ask.ShowDaily()),
        ("DAILY Yesterday", ask.ShowYesterday()),
        ("answer  a   c ", ask.Answer(said="a   c")),
        ("answer line one\n  line two", ask.Answer(said="line one\n  line two")),
        ('answer print("x")', ask.Answer(said='print("x")')),
        ("answer --oneline", ask.Answer(said="--oneline")),
        ("answer x=5", ask.Answer(said="x=5")),
        ("answer answer=5", ask.Answer(said="5")),
        ("board", ask.ShowLeaderboard()),
        ("board channel month", ask.ShowLeaderboard(period="month", scope="channel")),
        ("board topic sql page 2", ask.ShowLeaderboard(topic="sql", page=2)),
        ("leaderboard --topic=sql", ask.ShowLeaderboard(topic="sql")),
        ("leaderboard --topic sql all", ask.ShowLeaderboard(topic="sql", period="all")),
        ("streak why 2", ask.ExplainStreak(page=2)),
        ("practice", ask.Practise()),
        ("report it is wrong", ask.ReportQuestion(reason="it is wrong")),
        ("report sql.null.0001 it is wrong", ask.ReportQuestion("sql.null.0001", "it is wrong")),
        ("settings rest sat sun", ask.SetRestDays("sat sun")),
        ("settings", ask.ShowSettings()),
        ("group", ask.ShowGroup()),
        ('group setup name="Backend circle" at 09:00', ask.SetUpGroup(name="Backend circle", at="09:00")),
        ("group setup name=“Backend circle”", ask.SetUpGroup(name="Backend circle")),
        ('group change name="say ""hi"""', ask.ChangeGroup(name='say "hi"')),
        ('group admin "Ada Lovelace"', ask.AddAdmin(person="Ada Lovelace")),
        ("group admin Ada Lovelace", ask.AddAdmin(person="Ada Lovelace")),
        ("group preview", ask.PreviewDaily()),
        ("group preview stem", ask.PreviewDaily(stem=True)),
        ("forget", ask.DeleteData()),
        ("forget yes", ask.DeleteData(confirmed=True)),
        ("forget --yes", ask.DeleteData(confirmed=True)),
        ("forget yes=no", ask.DeleteData()),
    ],
)
def test_lines_as_people_type_them(said: str, intent: Intent) -> None:
    assert parse(said) == intent


@every(
    ("said", "suggestion"),
    [("dayly", "daily"), ("bord", "leaderboard"), ("skip", "group skip"), ("group skp", "group skip"),
     ("anser b", "answer"), ("setings zone", "settings show"), ("practize", "practise")],
)  # fmt: skip
def test_an_unknown_command_comes_with_the_nearest(said: str, suggestion: str) -> None:
    with pytest.raises(UnknownCommand) as refused:
        parse(said)
    assert suggestion in refused.value.suggestions
    assert all(find(name) for name in refused.value.suggestions)


@every(
    ("said", "refusal", "word"),
    [
        ("board sql", BadParameter, "sql"),
        ("board month week", BadParameter, "week"),
        ("settings confirm maybe", BadParameter, "maybe"),
        ("settings away 31", BadParameter, "31"),
        ("settings away -1", BadParameter, "-1"),
        ("settings away ٣", BadParameter, "٣"),
        ("history 0", BadParameter, "0"),
        ("practise sql", BadParameter, "sql"),
        ("hint please", ExtraWord, "please"),
        ("streak 2", ExtraWord, "page"),
        ("group setup Circle", ExtraWord, "Circle"),
        ("forget yes yes", ExtraWord, "yes"),
    ],
)
def test_a_wrong_word_is_named_with_what_is_right(said: str, refusal: type[Exception], word: str) -> None:
    with pytest.raises(refusal) as refused:
        parse(said)
    assert refused.value.said == word  # type: ignore[attr-defined]
    assert refused.value.usage  # type: ignore[attr-defined]


beginnings = st.sampled_from([name for command in CATALOGUE for name in command.names])
scraps = st.text() | st.sampled_from(["yes", "page", "page=", "--page", "topic=", '"', "--", "=", "name=", "7", "why"])


@given(st.text() | st.builds(lambda name, rest: " ".join([name, *rest]), beginnings, st.lists(scraps, max_size=5)))
def test_any_line_is_an_intent_or_a_refusal(said: str) -> None:
    for forms in (False, True):
        assert_answered(said, forms=forms)


@every("text", HOSTILE)
def test_hostile_text_in_every_place_of_every_command(text: str) -> None:
    for command in CATALOGUE:
        named = [f"{command.name} {p.name}={text}" for p in command.parameters if len(text) < 10_000]
        for said in (f"{command.name} {text}", *named):
            assert_answered(said)


@given(st.text(max_size=60).map(str.strip).filter(bool))
def test_a_free_answer_arrives_to_the_letter(text: str) -> None:
    assert parse(line(ask.Answer(said=text))) == ask.Answer(said=text)


def test_what_no_command_says_has_no_line() -> None:
    with pytest.raises(LookupError):
        line(ask.ShowDaily(group=7))
    with pytest.raises(LookupError):
        line(ask.BotInvited())


def test_a_code_fence_alone_is_an_answer() -> None:
    code = "```sql\nSELECT 1;\n```"
    assert parse(f"\n {code} \n") == ask.Answer(said=code)
    assert parse(f"answer {code}") == ask.Answer(said=code)

"""A sitting from the first line to the last, against a small game behind the same door as the real one."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from adapters.terminal.forms import Ask
from adapters.terminal.messenger import ScreenMessenger
from adapters.terminal.screen import Screen
from adapters.terminal.session import Session, lines_of
from adapters.terminal.settings import HERE, machine_zone, seat
from bot import intents as ask
from bot.intents import Intent
from bot.refs import AccountRef, Caller, ChannelRef
from bot.view.card import Button, Buttons, Card, Choice, Choices, Reply, Text, card
from bot.view.form import Form, FormField
from bot.view.messenger import Undeliverable

ADA = seat("Ada", "Europe/Berlin").caller


class Game:
    """A door with one question behind it; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Intent] = []

    def handle(self, intent: Intent, caller: Caller) -> tuple[Reply, ...]:
        self.asked.append(intent)
        match intent:
            case ask.ShowDaily():
                options = tuple(Choice(letter, f"option {letter}", ask.Answer(7, letter.lower())) for letter in "ABC")
                row = Buttons((Button("I don't know", ask.DontKnow(7)), Button("Answer", ask.Answer(7), form=True)))
                return (Reply(card("Daily", "open", Choices(options), row)),)
            case ask.Practise():
                row = Buttons((Button("Put in order", ask.AnswerPractice("q"), form=True),))
                return (Reply(card("Practice", "open", Choices((Choice("A", "x"), Choice("B", "y"))), row)),)
            case ask.PostNow():
                return (Reply(card("Posted", "done")), Reply(card("Daily", "open"), "channel"))
            case ask.ExportData():
                return (Reply(Card("Your data", "done", attachment=("../me.json", '{"name": "Ada"}'))),)
            case _:
                return (Reply(card(type(intent).__name__, "done")),)

    async def form(self, intent: Intent, caller: Caller) -> Form | Card:
        if isinstance(intent, ask.SetUpGroup):
            return card("There is a group here", "info")
        if isinstance(intent, ask.ChangeGroup):
            return Form("Settings", intent, (FormField("name", "Name"), FormField("at", "Time", value="09:00")))
        return Form("Your answer", intent, (FormField("said", "Answer"),))

    async def submit(
        self, intent: Intent, values: Mapping[str, str | Sequence[str]], caller: Caller
    ) -> tuple[Reply, ...]:
        if isinstance(intent, ask.ChangeGroup):
            self.asked.append(ask.ChangeGroup(name=str(values["name"]), at=str(values["at"])))
            return (Reply(card("Not a time", "refused") if values["at"] == "noonish" else card("Changed", "done")),)
        self.asked.append(ask.Answer(7, str(values["said"])))
        return (Reply(card("Answered", "answered")),)


class Sitting:
    """A session with its game and what it wrote."""

    def __init__(self, exports: Path | None = None) -> None:
        self.game = Game()
        self.out = StringIO()
        self.settled = 0
        self.screen = Screen(self.out, UTC, colour=False, exports=exports)
        self.session = Session(self.game, self.screen, ADA, asyncio.run, self._settle)

    def _settle(self) -> None:
        self.settled += 1

    def script(self, text: str) -> str:
        self.session.run(StringIO(text))
        return self.out.getvalue()


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def test_a_script_is_carried_out_line_by_line(sitting: Sitting) -> None:
    out = sitting.script("daily\nanswer b\nstreak\nboard\nquit\nhistory\n")
    assert sitting.game.asked == [
        ask.ShowDaily(),
        ask.Answer(said="b", confirmed=True),
        ask.ShowStreak(),
        ask.ShowLeaderboard(),
    ]
    assert sitting.settled == 5
    assert "b) option B" in out
    assert "\x1b" not in out


def test_the_end_of_the_input_is_the_end(sitting: Sitting) -> None:
    sitting.script("streak")
    assert sitting.game.asked == [ask.ShowStreak()]


def test_letters_and_numbers_use_the_last_card_with_controls(sitting: Sitting) -> None:
    sitting.script("daily\nstreak\nb\n1\n")
    assert sitting.game.asked[2:] == [ask.Answer(7, "b", confirmed=True), ask.DontKnow(7)]


def test_letters_under_a_practice_question_never_reach_the_daily(sitting: Sitting) -> None:
    sitting.script("daily\npractise\nb a\nboard\nb a\n")
    assert [asked for asked in sitting.game.asked if isinstance(asked, ask.Answer)] == []
    assert sitting.game.asked.count(ask.AnswerPractice("q", "b a")) == 2


def test_a_mistyped_command_gets_a_suggestion_and_the_script_goes_on(sitting: Sitting) -> None:
    out = sitting.script("dayly\nboard sql\nanswer\nstreak\n")
    assert sitting.game.asked == [ask.ShowStreak()]
    assert "`daily`" in out
    assert "day | week" in out
    assert "answer b" in out


def test_what_is_posted_stands_under_the_channels_name(sitting: Sitting) -> None:
    assert "#local\nDaily" in sitting.script("group post\n")


def test_a_script_is_told_how_to_say_what_a_form_would_ask(sitting: Sitting) -> None:
    out = sitting.script("daily\n2\n")
    assert sitting.game.asked == [ask.ShowDaily()]
    assert "answer <answer...>" in out


def test_a_refused_form_offers_again_all_that_was_typed(sitting: Sitting) -> None:
    assert sitting.session.take("group change", typing("Night owls", "noonish", "", "22:00"))
    assert sitting.game.asked == [
        ask.ChangeGroup(name="Night owls", at="noonish"),
        ask.ChangeGroup(name="Night owls", at="22:00"),
    ]
    assert sitting.out.getvalue().index("Not a time") < sitting.out.getvalue().index("Changed")


def test_what_a_refused_form_held_is_given_back_when_it_is_broken_off(sitting: Sitting) -> None:
    assert sitting.session.take("group change", typing("Night owls", "noonish", None))
    assert len(sitting.game.asked) == 1
    said = sitting.out.getvalue()
    assert said.index("Not a time") < said.index("Not lost") < said.rindex("Night owls")
    assert "Broken off" in said


def typing(*lines: str | None) -> Ask:
    """A person who types these lines."""
    left = list(lines)
    return lambda _: left.pop(0)


def test_a_person_is_asked_the_form(sitting: Sitting) -> None:
    lines = iter(["b c", "250 ms"])
    sitting.session.take("daily", lambda _: None)
    sitting.session.take("2", lambda _: next(lines))
    sitting.session.take("answer", lambda _: next(lines))
    assert sitting.game.asked == [ask.ShowDaily(), ask.Answer(7, "b c"), ask.Answer(7, "250 ms")]


def test_breaking_a_form_off_sends_nothing(sitting: Sitting) -> None:
    sitting.session.take("answer", lambda _: None)
    assert sitting.game.asked == []
    assert "nothing was sent" in sitting.out.getvalue()


def test_where_there_is_nothing_to_fill_in_a_card_comes_instead(sitting: Sitting) -> None:
    sitting.session.take("group setup", lambda _: None)
    assert "There is a group here" in sitting.out.getvalue()


def test_an_export_goes_to_the_output_of_a_script(sitting: Sitting) -> None:
    assert '{"name": "Ada"}' in sitting.script("export\n")


def test_an_export_becomes_a_file_beside_the_others_and_over_none(tmp_path: Path) -> None:
    sitting = Sitting(exports=tmp_path)
    sitting.script("export\nexport\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["me-2.json", "me.json"]
    assert (tmp_path / "me-2.json").read_text() == '{"name": "Ada"}'


def test_an_export_that_cannot_be_saved_is_shown_and_not_lost(tmp_path: Path) -> None:
    assert '{"name": "Ada"}' in Sitting(exports=tmp_path / "absent").script("export\n")


def test_an_overlong_line_is_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.terminal.session.LINE", 10)
    assert list(lines_of(StringIO("a" * 35 + "\nstreak\r\nend"))) == ["a" * 10, "streak", "end"]


def test_a_coloured_screen_shows_the_same_words() -> None:
    out = StringIO()
    Screen(out, UTC, colour=True).show(card("Title [x]", "right", Text("[red]a `b` c[/]")))
    assert "Title [x]" in out.getvalue()
    assert "[red]a b c[/]" in out.getvalue()


def test_a_narrow_window_cuts_no_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = StringIO()
    Screen(out, UTC, colour=True).show(card("A title that is longer than the window", "warning", Text("x")))
    assert "the window  [attention]" in " ".join(out.getvalue().replace("│", "").split()).replace("w [", "w  [")
    assert all(len(line) <= 40 for line in out.getvalue().splitlines())


async def test_the_messenger_posts_once_and_remembers_it() -> None:
    out = StringIO()
    messenger = ScreenMessenger(Screen(out, UTC, colour=False), ADA.account)
    since = datetime(2026, 8, 3, tzinfo=UTC)
    assert await messenger.find(HERE, "daily:1", since) is None
    posted = await messenger.send(HERE, card("Daily", "open"), "daily:1")
    await messenger.edit(posted, card("Daily", "closed"))
    assert await messenger.find(HERE, "daily:1", since) == posted
    assert out.getvalue() == "#local\nDaily  [open]\n\n"
    with pytest.raises(Undeliverable):
        await messenger.send(ChannelRef("toy", "house", "study"), card("Daily", "open"), "daily:2")
    with pytest.raises(Undeliverable):
        await messenger.tell(AccountRef("terminal", "local", "bob"), card("For Bob", "info"))
    await messenger.tell(ADA.account, card("For Ada", "info"))
    assert "For Ada" in out.getvalue()


def test_a_name_is_one_account_however_it_is_written() -> None:
    assert seat(" Ada  L ", "UTC").caller.account == seat("ada l", "UTC").caller.account
    for name in ("", "  ", "a\x1bb", "x" * 41, "\ud800"):
        with pytest.raises(ValueError, match="--as"):
            seat(name)


@pytest.mark.parametrize(
    ("environment", "link", "zone"),
    [
        ({"TZ": "Asia/Tokyo"}, "Europe/Berlin", "Asia/Tokyo"),
        ({"TZ": ":Asia/Tokyo"}, "", "Asia/Tokyo"),
        ({}, "Europe/Berlin", "Europe/Berlin"),
        ({"TZ": "Nowhere/Nothing"}, "Europe/Berlin", "Europe/Berlin"),
        ({"TZ": "../../etc/passwd"}, "", None),
        ({"TZ": "CET-1CEST"}, "", None),
    ],
)
def test_the_machines_zone(tmp_path: Path, environment: dict[str, str], link: str, zone: str | None) -> None:
    clock_file = tmp_path / "localtime"
    if link:
        clock_file.symlink_to(tmp_path / "zoneinfo" / link)
    assert machine_zone(environment, clock_file) == zone


def test_a_script_needs_no_rich() -> None:
    code = (
        "import sys, adapters.terminal.session, adapters.terminal.messenger;"
        "sys.exit(bool({'rich', 'sqlalchemy', 'asyncio'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

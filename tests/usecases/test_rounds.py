"""Solo rounds: what is asked, what time does, what counts, and what the report says."""

import asyncio
from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.app import App
from bot.bank.bank import Bank
from bot.refs import Caller
from bot.store import round_tables as r
from bot.store import schema as s
from bot.view.card import Card
from bot.view.form import Form
from bot.view.wire import decode, encode
from tests.every import every
from tests.hostile import HOSTILE
from tests.usecases.mock import CASE, FORMATS, STORY, asked, carried, go_on, right
from tests.usecases.study import Study, caller, every_kind, pressed, words

ANN, BOB = caller("Ann"), caller("Bob")
SCREEN = ask.StartRound("screen")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    plain = tuple(one for one in every_kind() if one.kind != "open")
    study.app.bank = Bank((*plain, CASE, STORY), FORMATS)
    yield study
    study.close()


def tick(study: Study) -> None:
    asyncio.run(study.app.tick())


def begin(study: Study, said: ask.StartRound = SCREEN, who: Caller = ANN) -> Card:
    card = study.say(said, who)
    assert card.state_word == "ready", words(card)
    return study.say(pressed(card, "Begin"), who)


def test_a_round_is_played_to_its_report(study: Study) -> None:
    card = begin(study)
    for _ in range(3):
        said = right(card) if "rrr" in words(card) else "40001"
        result = study.say(ask.AnswerRound(asked(card), said), ANN)
        assert result.state == "right"
        card = go_on(study, ANN)
    said = right(card) if "rrr" in words(card) else "40001"
    last = study.cards(ask.AnswerRound(asked(card), said), ANN)
    assert [one.state for one in last] == ["right", "done"]
    assert "Score: 100 % of 4" in words(last[1])
    assert study.say(ask.ShowReport(), ANN) == last[1]
    assert "100 % of 4" in words(study.say(ask.ShowRounds(), ANN))
    assert study.wrong_rows() == []


def test_a_break_stands_between_phases_and_costs_nothing(study: Study) -> None:
    card = begin(study)
    for _ in range(2):
        study.say(ask.AnswerRound(asked(card), "a"), ANN)
        card = study.say(ask.NextItem(), ANN)
    assert card.state_word == "break"
    study.later(hours=3)
    tick(study)
    assert study.say(ask.NextItem(), ANN).title.startswith("Last")


def test_first_answers_bring_points_to_the_learner_and_to_no_board(study: Study) -> None:
    card = begin(study)
    study.say(ask.AnswerRound(asked(card), right(card)), ANN)
    attempt = study.rows(s.attempt)[0]
    assert (attempt["source"], attempt["group_id"], attempt["counts"]) == ("round", None, 1)
    assert study.rows(s.verdict)[0]["points"] == 1500
    assert study.rows(s.total) == []
    assert [row["study_day"] for row in study.rows(s.filled_day)] == ["2026-11-18"]
    assert study.wrong_rows() == []


def test_what_was_practised_before_brings_nothing(study: Study) -> None:
    card = begin(study)
    name = study.rows(r.round_item)[0]["question_id"]
    study.say(ask.Practise(name), BOB)
    study.say(ask.AnswerPractice(name, "a"), BOB)
    study.say(ask.AnswerRound(asked(card), right(card)), ANN)
    study.say(ask.EndRound(confirmed=True), ANN)
    again = begin(study, ask.StartRound("screen"))
    assert study.rows(r.round_item, round_id=2)[0]["question_id"] != name, "new questions come before met ones"
    assert asked(again)


def test_the_first_answer_is_final_however_often_it_is_pressed(study: Study) -> None:
    card = begin(study)
    first = study.say(ask.AnswerRound(asked(card), right(card)), ANN)
    second = study.say(ask.AnswerRound(asked(card), "x y z"), ANN)
    assert first.state == "right"
    assert "You answered this already" in words(second)
    assert second.state == "right"
    assert len(study.rows(s.attempt)) == 1
    assert len(study.rows(r.round_answer)) == 1


def test_an_answer_after_the_deadline_is_given_back(study: Study) -> None:
    card = begin(study)
    study.later(seconds=121)
    late = study.say(ask.AnswerRound(asked(card), "my long answer"), ANN)
    assert late.title == "The time was up"
    assert "my long answer" in words(late)
    assert study.rows(r.round_answer) == []
    assert go_on(study, ANN).title.startswith("Last")
    assert [row["why"] for row in study.rows(r.round_item)] == ["late", "late", None, None]


def test_the_agenda_closes_a_phase_by_itself_also_after_a_restart(study: Study) -> None:
    begin(study)
    study.later(minutes=10)
    again = App(study.writer, study.app.bank, lambda: study.now, study.app.rng)
    asyncio.run(again.tick())
    assert [row["why"] for row in study.rows(r.round_item)][:2] == ["late", "late"]
    assert study.rows(r.round_item)[0]["spent"] == 120_000_000, "no more than the phase had"


def test_a_pause_stops_the_clock_and_an_old_card_still_answers_after_it(study: Study) -> None:
    card = begin(study)
    study.later(seconds=100)
    assert study.say(ask.PauseRound(), ANN).state_word == "paused"
    study.later(days=2)
    tick(study)
    assert study.say(ask.AnswerRound(asked(card), "a"), ANN).title == "The round is paused"
    back = study.say(ask.ResumeRound(), ANN)
    assert asked(back) == asked(card)
    study.later(seconds=19)
    assert study.say(ask.AnswerRound(asked(card), right(card)), ANN).state == "right"
    assert study.rows(r.round_answer)[0]["took"] == 119_000_000


def test_a_round_that_nobody_touches_ends_and_shows_its_keys_as_seen(study: Study) -> None:
    begin(study, ask.StartRound("screen", untimed=True))
    study.later(days=8)
    tick(study)
    assert [row["state"] for row in study.rows(r.round_)] == ["ended"]
    assert len(study.rows(s.exposure)) == 4
    assert study.say(ask.StartRound("screen"), ANN).state_word == "ready"


def test_one_round_at_a_time(study: Study) -> None:
    begin(study)
    refused = study.say(ask.StartRound("screen"), ANN)
    assert refused.title == "You are in a round already"
    assert study.say(pressed(refused, "Go on"), ANN).state_word == "asked"
    asks = study.say(pressed(refused, "End it"), ANN)
    assert asks.title == "End this round?"
    assert study.say(pressed(asks, "End it"), ANN).state_word == "report"
    assert begin(study, who=BOB).state_word == "asked"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (ask.StartRound("scren"), "There is no such format"),
        (ask.StartRound("screen", minutes="-5"), "How many minutes?"),
        (ask.StartRound("screen", minutes="9999999"), "How many minutes?"),
        (ask.StartRound("screen", questions="0"), "How many questions?"),
        (ask.StartRound("screen", questions="many"), "How many questions?"),
        (ask.StartRound("screen", topics="nope"), "There is no such topic"),
        (ask.StartRound("screen", band="guru"), "Which level?"),
        (ask.StartRound("screen", topics="beh"), "Nothing to ask"),
        (ask.NextItem(), "There is no round for this"),
        (ask.NextItem(99), "That is no round of yours"),
        (ask.AnswerRound(99, "a"), "That is no round of yours"),
        (ask.ShowReport(), "There is no round for this"),
        (ask.ShowReport(7), "That is no round of yours"),
        (ask.RateRound(3, "1"), "There is no rubric for this"),
    ],
)
def test_bad_input_says_what_to_do(study: Study, said: ask.Intent, title: str) -> None:
    card = study.say(said, ANN)
    assert card.title == title
    assert carried(card) or "`all`" in words(card)
    assert study.rows(r.round_) == []


@pytest.mark.parametrize("said", [ask.StartRound(topics="py"), ask.StartRound(topics="py, db, sys, beh", band="mid")])
def test_without_a_format_what_was_said_is_carried_to_the_choice(study: Study, said: ask.StartRound) -> None:
    card = study.say(said, ANN)
    choice = pressed(card, "Screen")
    assert decode(encode(choice)) == choice
    assert study.say(choice, ANN).state_word == "ready"


@every("name, text", {name: (name, text) for name, text in HOSTILE.items()})
def test_whatever_is_typed_leads_to_a_card_whose_controls_travel(study: Study, name: str, text: str) -> None:
    who = caller(f"{name} by Ann")  # nobody is held back for what another has said
    for said in (
        ask.StartRound(text), ask.StartRound("screen", text), ask.StartRound("screen", band=text),
        ask.StartRound("screen", minutes=text), ask.StartRound("screen", questions=text), ask.StartRound(topics=text),
        ask.StartLive(text), ask.StartLive("screen", topics=text), ask.RateRound(1, text), ask.AnswerRound(0, text),
    ):  # fmt: skip
        for intent in carried(study.say(said, who)):
            assert decode(encode(intent)) == intent
        study.say(ask.EndRound(confirmed=True), who)


def test_somebody_elses_round_is_closed_to_me(study: Study) -> None:
    card = begin(study)
    for intent in (ask.NextItem(1), ask.AnswerRound(asked(card), "a"), ask.EndRound(1, True), ask.ShowReport(1)):
        assert study.say(intent, BOB).title == "That is no round of yours", intent


def test_what_is_in_play_in_a_group_is_not_asked(study: Study) -> None:
    study.say(ask.JoinGroup(), ANN)
    for one in study.app.bank.questions.values():
        if one.kind in ("single", "short"):
            study.daily(one.id)
    assert study.say(ask.StartRound("screen"), ANN).title == "Nothing to ask"
    assert begin(study, who=caller("Cem", 2)).state_word == "asked"


def test_each_stage_opens_after_the_one_before_and_the_case_is_one_attempt(study: Study) -> None:
    card = begin(study, ask.StartRound("design"))
    assert "Ask." in words(card)
    assert "How many?" not in words(card)
    first = asked(card)
    assert study.say(ask.AnswerRound(first + 1, "100"), ANN).title == "That is not asked now"
    study.say(ask.AnswerRound(first, "Who calls it?"), ANN)
    card = study.say(ask.NextItem(), ANN)
    assert "How many?" in words(card)
    last = study.cards(ask.AnswerRound(asked(card), "100 1/s"), ANN)
    assert "Score: 100 % of 1" in words(last[1])
    assert [row["self_assessed"] for row in study.rows(s.attempt)] == [1]
    assert '"clarify":"Who calls it?"' in study.rows(s.attempt)[0]["response"]
    assert study.wrong_rows() == []


def test_a_story_is_told_in_four_parts_ticked_and_rated_once(study: Study) -> None:
    card = begin(study, ask.StartRound("stories"))
    item = asked(card)
    form = asyncio.run(study.app.form(ask.AnswerRound(item), ANN))
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["situation", "task", "action", "result"]
    values = {"situation": "It was slow.", "task": "Mend it.", "action": "I added an index.", "result": "Fine."}
    told = asyncio.run(study.app.submit(ask.AnswerRound(item), values, ANN))[0].card
    text = words(told)
    assert "a number: not found" in text
    assert "what you did yourself: found" in text
    assert "told within two minutes: yes" in text
    card = study.say(ask.NextItem(), ANN)
    report = study.cards(ask.PassItem(asked(card)), ANN)[1]
    assert "Tell `beh.story.0001` again with a number" in words(report)
    assert study.say(ask.RateRound(item, "2 9"), ANN).title == "Rate each criterion from 0 to 3"
    assert study.say(ask.RateRound(item, "2"), ANN).title == "Rate your answer"
    assert study.say(ask.RateRound(item, "2 3"), ANN).title == "Your rating is kept"
    assert study.say(ask.RateRound(item, "1 1"), ANN).title == "You rated this already"
    assert all(row["points"] == 0 for row in study.rows(s.verdict))


def test_other_answers_bring_other_steps(study: Study) -> None:
    def steps(well: bool) -> list[str]:
        card = begin(study)
        while card.state_word == "asked":
            single = "rrr" in words(card)
            said = (right(card) if single else "40001") if well else "a" if not single else wrong(card)
            shown = study.cards(ask.AnswerRound(asked(card), said), ANN)
            card = shown[-1] if len(shown) > 1 else go_on(study, ANN)
        found = [line for line in words(card).splitlines() if line[:2] in ("1.", "2.", "3.")]
        assert len(found) == 3
        return found

    def wrong(card: Card) -> str:
        return next(letter for letter in "abcd" if letter != right(card))

    assert steps(True) != steps(False)


def test_the_file_holds_every_key_and_what_was_written_formats_nothing(study: Study) -> None:
    card = begin(study, ask.StartRound("stories"))
    study.say(ask.AnswerRound(asked(card), "``` # I am a heading\n<b>bold</b>"), ANN)
    study.say(ask.EndRound(confirmed=True), ANN)
    name, text = study.say(ask.ExportRound(), ANN).attachment or ("", "")
    assert name == "round-1.md"
    assert "````\n``` # I am a heading" in text
    assert "beh.story.0001" in text


def test_a_learner_who_is_forgotten_leaves_no_words_behind(study: Study) -> None:
    card = begin(study, ask.StartRound("stories"))
    study.say(ask.AnswerRound(asked(card), "my secret story"), ANN)
    study.say(ask.DeleteData(confirmed=True), ANN)
    assert "secret" not in str(study.rows(r.round_answer))


def test_what_one_said_in_rounds_is_in_the_export(study: Study) -> None:
    card = begin(study, ask.StartRound("stories"))
    study.say(ask.AnswerRound(asked(card), "my own story"), ANN)
    _, text = study.say(ask.ExportData(), ANN).attachment or ("", "")
    assert "my own story" in text

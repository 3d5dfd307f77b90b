"""Seasons close by themselves: the table is kept as it stood, the channels hear of the podium, nobody is exposed."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import intents as ask
from bot.app.agenda import AGENDA
from bot.app.letters import LETTERS, read_letter
from bot.store import schema as s
from bot.usecases.seasons import close_season, plan_season
from bot.view.card import Card
from tests.usecases.study import Study, caller, words

ANN, BOB, CEM = caller("Ann"), caller("Bob"), caller("Cem")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    daily = study.daily("db.more.0001")
    for letter, one in zip("abc", (ANN, BOB, CEM), strict=True):
        study.say(ask.Answer(daily, letter, confirmed=True), one)
    other = study.daily("db.more.0002")
    for one in (ANN, BOB, CEM):
        study.say(ask.Answer(other, "bca"["ABC".index(one.name[0])], confirmed=True), one)
    yield study
    study.close()


def close(study: Study) -> None:
    study.writer.submit(lambda tx: close_season(1, study.app.ports(tx))).result()


def letter(study: Study, text: str) -> Card | None:
    kind, ids = read_letter(text)
    found = study.writer.submit(lambda tx: LETTERS[kind].load(ids, study.app.ports(tx))).result()
    return None if found is None else LETTERS[kind].present(found)


def test_a_season_closes_at_the_groups_midnight_and_comes_again(study: Study) -> None:
    study.writer.submit(
        lambda tx: plan_season(study.app.ports(tx).groups.get(1), study.app.ports(tx))  # type: ignore[arg-type]
    ).result()
    assert AGENDA["season"] is close_season
    asyncio.run(study.app.tick(watch=False))
    assert study.rows(s.season_archive) == []
    study.later(days=12, hours=13, minutes=59)
    asyncio.run(study.app.tick(watch=False))
    assert study.rows(s.season_archive) == []
    study.later(minutes=1)
    asyncio.run(study.app.tick(watch=False))
    assert [(row["group_id"], row["season"], row["last_day"]) for row in study.rows(s.season_archive)] == [
        (1, "s2026-11-01", "2026-11-30")
    ]
    assert [row["what"] for row in study.rows(s.agenda) if row["what"] == "season"] == ["season"]


def test_the_channels_hear_of_the_podium_once(study: Study) -> None:
    study.later(days=14)
    close(study)
    close(study)
    letters = [row["letter"] for row in study.rows(s.outbox) if row["letter"].startswith("season")]
    assert letters == ["season 1 s2026-11-01"]
    said = letter(study, letters[0])
    assert said is not None
    assert "group 1 · the season is over" in words(said)
    assert "1 | " in words(said)


def test_nothing_is_told_of_a_season_without_points(study: Study) -> None:
    study.later(days=14)
    close(study)
    study.later(days=31)
    close(study)
    assert [row["season"] for row in study.rows(s.season_archive)] == ["s2026-11-01"]


def test_closed_seasons_keep_their_winners_whatever_comes(study: Study) -> None:
    assert "No season has closed yet" in words(study.say(ask.ShowSeasons(), ANN))
    study.later(days=14)
    close(study)
    before = words(study.say(ask.ShowSeasons(), caller("Watcher")))
    assert "Sun 1 Nov to Mon 30 Nov 2026 · 3 learners" in before
    with study.changed() as connection:
        connection.execute(s.total.update().values(points=s.total.c.points + 700))
    assert words(study.say(ask.ShowSeasons(), caller("Watcher"))) == before


def test_anonymous_stays_anonymous_and_who_hides_has_no_row(study: Study) -> None:
    for one in (ANN, BOB, CEM):
        study.say(ask.SetVisibility("anonymous"), one)
    study.later(days=14)
    close(study)
    text = words(study.say(ask.ShowSeasons(), caller("Watcher")))
    assert "Learner " in text
    assert not any(one.name in text for one in (ANN, BOB, CEM))
    for one in (ANN, BOB, CEM):
        study.say(ask.SetVisibility("hidden"), one)
    text = words(study.say(ask.ShowSeasons(), caller("Watcher")))
    assert "Learner " not in text
    assert letter(study, "season 1 s2026-11-01") is None


def test_one_sees_the_own_place(study: Study) -> None:
    study.later(days=14)
    close(study)
    texts = [words(study.say(ask.ShowSeasons(), one)) for one in (ANN, BOB, CEM)]
    assert all("(you)" in text or "You: rank" in text for text in texts)


def test_who_was_hidden_when_it_closed_is_not_in_the_archive(study: Study) -> None:
    study.say(ask.SetVisibility("hidden"), ANN)
    study.later(days=14)
    close(study)
    study.say(ask.SetVisibility("named"), ANN)
    assert study.rows(s.season_archive)[0]["learners"] == 2
    assert study.learner_of(ANN) not in {row["learner_id"] for row in study.rows(s.season_place)}


def test_ending_a_group_archives_the_season_that_runs_and_tells_its_winners(study: Study) -> None:
    boss = replace(ANN, space_admin=True)
    study.later(days=2)
    study.say(ask.EndGroup(confirmed=True), boss)
    assert [(row["season"], row["last_day"], row["learners"]) for row in study.rows(s.season_archive)] == [
        ("s2026-11-01", str(study.now.date()), 3)
    ]
    assert len(study.rows(s.season_place)) == 3
    told = [row["letter"] for row in study.rows(s.outbox) if row["letter"].startswith("season")]
    assert told == ["season 1 s2026-11-01"]
    study.later(days=20)
    close(study)
    assert len(study.rows(s.season_archive)) == 1


def test_a_group_that_comes_back_goes_on_with_its_season(study: Study) -> None:
    boss = replace(ANN, space_admin=True)
    study.say(ask.EndGroup(confirmed=True), boss)
    study.later(days=1)
    study.say(ask.RestoreGroup(1), boss)
    assert study.rows(s.season_archive) == study.rows(s.season_place) == []
    study.later(days=13)
    close(study)
    assert [row["last_day"] for row in study.rows(s.season_archive)] == ["2026-11-30"]
    told = [row["delivery_key"] for row in study.rows(s.outbox) if row["letter"].startswith("season")]
    assert len(told) == len(set(told)) == 2


def test_a_season_that_was_over_when_the_group_came_back_stays_closed(study: Study) -> None:
    boss = replace(ANN, space_admin=True)
    study.say(ask.EndGroup(confirmed=True), boss)
    study.later(days=20)
    study.say(ask.RestoreGroup(1), boss)
    assert [row["season"] for row in study.rows(s.season_archive)] == ["s2026-11-01"]

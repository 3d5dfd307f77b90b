"""Where nothing is open, the refusal says why, and what brings the next question."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN = person("Ann")


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    yield circle
    circle.close()


ASKED = (ask.ShowDaily(), ask.Answer(None, "a"), ask.DontKnow(), ask.TakeHint(), ask.ReplaceDaily())


@pytest.mark.parametrize("intent", ASKED, ids=lambda intent: intent.verb)
def test_a_group_with_a_schedule_says_when_its_next_question_comes(circle: Circle, intent: ask.Intent) -> None:
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    assert "The next question comes {when}." in words(circle.say(intent, ANN))


def test_a_paused_and_an_ended_group_say_who_can_bring_it_back(circle: Circle) -> None:
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    circle.say(ask.PauseGroup(), ANN)
    assert "`group resume`" in words(circle.say(ask.ShowDaily(), ANN))
    circle.say(ask.EndGroup(confirmed=True), ANN)
    assert "`group restore`" in words(circle.say(ask.ShowDaily(), ANN))


def test_a_group_on_demand_says_that_today_is_to_be_asked_for(circle: Circle) -> None:
    circle.say(ask.OpenOnDemand("local"), ANN)
    refused = circle.say(ask.Answer(None, "a"), ANN)
    assert "as soon as somebody asks for it" in words(refused)
    assert circle.say(pressed(refused, "Today's question"), ANN).state == "open"
    circle.say(ask.PauseGroup(), ANN)
    circle.say(ask.ResumeGroup(), ANN)
    assert "tomorrow" in words(circle.say(ask.ShowDaily(), ANN))

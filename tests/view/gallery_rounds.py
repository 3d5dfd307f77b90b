"""Sample cards of mock interview rounds, drawn from the formats and questions of the use cases' tests."""

from dataclasses import replace
from datetime import timedelta

from bot.domain import errors
from bot.domain.errors.refusal import Refusal
from bot.domain.grading import grade
from bot.domain.live import Place
from bot.domain.response import Assessed, DontKnow, Picked
from bot.domain.round_report import Mark, Step, by_band, by_topic, share
from bot.intents import StartLive, StartRound
from bot.ports.judge import JudgeReport
from bot.ports.people import Person
from bot.ports.rounds import Item, Round
from bot.usecases.answer_round import Replied, RoundSpelling, RoundTried
from bot.usecases.live_rounds import Here, Lobby, Standing
from bot.usecases.live_turns import LiveAnswered, LiveAsked, LiveTold, Moved, Podium
from bot.usecases.play_round import Asked, AskEnd, Break, Stood, Watch
from bot.usecases.rate_round import Rated, RoundSheet
from bot.usecases.round_report import Earlier, Line, Report, Rounds
from bot.usecases.rounds import Kept, Seat, StoredWish
from bot.usecases.start_round import Offer, Started
from bot.view import live_card, refusals, round_card, round_report_card, round_result_card
from bot.view.card import Card
from bot.view.form import Form
from bot.view.refusals import rounds
from tests.domain.answerable import question, shown
from tests.usecases.mock import FORMATS, SCREEN, STORIES, STORY
from tests.view.gallery import WHEN, sample, sample_form
from tests.view.gallery_runs import CASES

ANN = Person(1, 2, "Ann", "Europe/Berlin", "5,6", "18:30", "auto", "named", True)
ROUND = Round(12, "solo", "screen", 1, None, None, "{}", "running", 0, WHEN, WHEN, None, None)
ENDED = ROUND._replace(state="ended", ended_at=WHEN + timedelta(minutes=20))
SINGLE = question("single")
ITEMS = (
    Item(31, 12, 1, 0, SINGLE.id, 1, "", "open", WHEN, 0.0, None, None),
    Item(32, 12, 2, 2, STORY.id, 1, "star", "waiting", None, 0.0, None, None),
)
SEAT = Seat(ROUND, SCREEN, StoredWish(), ITEMS, ANN)
OVER = Seat(ENDED, SCREEN, StoredWish(), ITEMS, ANN)
TOLD = Assessed("I added an index; p95 fell from 2 s to 0.2 s.")
STAGE = STORY.answer.stages[0]


def line(item: Item, of: object, response: object, **mark: object) -> Line:
    found = {
        "question_id": item.question_id, "stage": item.stage, "topic": "db", "band": "mid", "kind": "single",
        "outcome": "answered", "score": 0.5, "seconds": 65.0, "expected": 30.0, **mark,
    }  # fmt: skip
    return Line(item, of, tuple(shown(SINGLE)), response, Mark(**found), {}, 0)  # type: ignore[arg-type]


LINES = (
    line(ITEMS[0], SINGLE, Picked(("p",))),
    line(ITEMS[1], STORY, TOLD, topic="beh", kind="open", score=None, lacking=("number", "two-minutes")),
    line(ITEMS[0]._replace(id=33, place=3), SINGLE, None, outcome="late", score=0.0, topic="sql", band="senior"),
)
STEPS = (
    Step("again", "db", (SINGLE.id,)),
    Step("topic", "sql", band="senior"),
    Step("evidence", "beh", (STORY.id,), lacking=("number",)),
)
REPORT = Report(
    OVER, LINES, share([0.5, 0.0]), by_topic([one.mark for one in LINES]), by_band([one.mark for one in LINES]), STEPS,
    (Earlier(ENDED._replace(id=9), share([1.0, 0.5, 0.0])),), 1500, 1500,
)  # fmt: skip
ALL_STEPS = (
    Step("slow", "db", (SINGLE.id,)),
    Step("rate", questions=(STORY.id,)),
    Step("unfinished", questions=(SINGLE.id,), format="screen"),
)
LAST_STEPS = (Step("harder", "db", band="senior", format="screen"), Step("format", format="design"))


@sample("round: formats")
def _offer() -> Card:
    return round_card.present(Offer(FORMATS, StartRound()))


@sample("round: no formats")
def _no_offer() -> Card:
    return round_card.present(Offer((), StartRound()))


@sample_form("round: what is wanted")
def _wish() -> Form:
    made = round_card.form(Offer(FORMATS, StartRound("screen", "sql")))
    assert isinstance(made, Form)
    return made


@sample("round: ready")
def _ready() -> Card:
    return round_card.started(Started(SEAT, (), False))


@sample("round: ready, with less than usual")
def _short() -> Card:
    return round_card.started(Started(SEAT, (0, 2), True))


@sample("round: running")
def _running() -> Card:
    return round_card.present(SEAT)


@sample("round: paused")
def _paused() -> Card:
    stood = round_card.turn(Stood(Seat(ROUND._replace(state="paused"), SCREEN, StoredWish(), ITEMS, ANN)))
    assert isinstance(stood, Card)
    return stood


@sample("round: a question")
def _asked() -> Card:
    return round_card.asked(Asked(SEAT, ITEMS[0], SINGLE, None, tuple(shown(SINGLE)), WHEN))


@sample("round: a stage")
def _stage() -> Card:
    seat = Seat(ROUND, STORIES, StoredWish(), ITEMS, ANN)
    return round_card.asked(Asked(seat, ITEMS[1]._replace(phase=0), STORY, STAGE, (), None))


@sample_form("round: a story in four parts")
def _story() -> Form:
    seat = Seat(ROUND, STORIES, StoredWish(), ITEMS, ANN)
    made = round_card.answer_form(Asked(seat, ITEMS[1]._replace(phase=0), STORY, STAGE, (), None))
    assert isinstance(made, Form)
    return made


@sample("round: a break")
def _break() -> Card:
    return round_card.rest(Break(SEAT, 1))


@sample("round: end it?")
def _end() -> Card:
    return round_card.ask_end(AskEnd(SEAT))


@sample("round: an answer")
def _answered() -> Card:
    response = Picked(("r",))
    done = Replied(
        SEAT, ITEMS[0], SINGLE, None, tuple(shown(SINGLE)), response, grade(SINGLE, response), Kept(5, 1500, True)
    )  # fmt: skip
    return round_result_card.present(done)[0].card


@sample("round: an answer, once more")
def _again() -> Card:
    response = DontKnow()
    verdict = grade(SINGLE, response)
    done = Replied(SEAT, ITEMS[0], SINGLE, None, tuple(shown(SINGLE)), response, verdict, None, again=True)
    return round_result_card.answered(done)


@sample("round: a stage is in")
def _submitted() -> Card:
    return round_result_card.answered(Replied(SEAT, ITEMS[1], STORY, STAGE, (), TOLD, grade(STORY, TOLD), None))


@sample("round: spelling")
def _spelling() -> Card:
    return round_result_card.present(RoundSpelling(ITEMS[0], "serialisation_failure"))[0].card


@sample("round: code that did not pass")
def _tried() -> Card:
    report = JudgeReport(CASES, 12.0)
    return round_result_card.present(RoundTried(SEAT, ITEMS[0], question("kata"), report))[0].card


@sample("round: no judge now")
def _not_judged() -> Card:
    return round_result_card.present(RoundTried(SEAT, ITEMS[0], question("kata"), None))[0].card


@sample("round: report")
def _report() -> Card:
    return round_report_card.present(REPORT)


@sample("round: report, other steps")
def _other_steps() -> Card:
    return round_report_card.present(replace(REPORT, steps=ALL_STEPS, earlier=(), points=0))


@sample("round: report, all right")
def _all_right() -> Card:
    return round_report_card.present(replace(REPORT, steps=LAST_STEPS, score=None, topics={}, bands={}))


@sample("round: question by question")
def _page() -> Card:
    return round_report_card.page(REPORT, 2)


@sample("round: as a file")
def _file() -> Card:
    return round_report_card.exported(REPORT)


@sample("round: history")
def _history() -> Card:
    found = Rounds((Earlier(ENDED, share([1.0])), Earlier(ENDED._replace(id=11), None)), {"screen": "Screen"}, 2, True)
    return round_report_card.history(found)


@sample("round: no history")
def _no_history() -> Card:
    return round_report_card.history(Rounds((), {}, 1, False))


@sample("round: rate")
def _rate() -> Card:
    return round_report_card.sheet(RoundSheet(LINES[1], STAGE.rubric, ("2",)))


@sample_form("round: rate")
def _rate_form() -> Form:
    return round_report_card.rate_form(RoundSheet(LINES[1], STAGE.rubric, ()))


@sample("round: rated")
def _rated() -> Card:
    return round_report_card.sheet(Rated(LINES[1], REPORT))


LIVE_ROUND = ROUND._replace(mode="live", group_id=3, channel_id=4)
LIVE = Seat(LIVE_ROUND, SCREEN, StoredWish(("sql",)), ITEMS, ANN)
PLACES = Standing(
    (
        (Place(1, 2, 2250, 2, 4_000), "Ann"),
        (Place(2, 5, 1500, 2, 9_000), "Learner 3"),
        (Place(2, 6, 1500, 1, 9_500), "Bo"),
    ),
    4,
)
OPEN = ITEMS[0]._replace(due_at=WHEN)


@sample("live: opened")
def _live_opened() -> Card:
    return round_card.opened(Lobby(LIVE, 1, "Ann", True))


@sample("live: lobby")
def _lobby() -> Card:
    return live_card.lobby(Lobby(LIVE, 1, "Ann", True, True))


@sample("live: joined")
def _live_joined() -> Card:
    return live_card.here(Here(LIVE, 3, True))


@sample("live: left")
def _live_left() -> Card:
    return live_card.here(Here(LIVE, 2, True, gone=True))


@sample("live: a question")
def _live_asked() -> Card:
    return live_card.ask(LiveAsked(LIVE, OPEN, SINGLE, tuple(shown(SINGLE)), 3))


@sample("live: an answer is in")
def _live_answered() -> Card:
    return live_card.answered(LiveAnswered(LIVE, OPEN, SINGLE, tuple(shown(SINGLE)), Picked(("r",)), None, True))


@sample("live: an answer, after the key")
def _live_again() -> Card:
    response = Picked(("r",))
    done = LiveAnswered(LIVE, OPEN, SINGLE, tuple(shown(SINGLE)), response, grade(SINGLE, response), True)
    return live_card.answered(done)


@sample("live: the key")
def _live_told() -> Card:
    return live_card.told(LiveTold(LIVE, OPEN, SINGLE, tuple(shown(SINGLE)), 3, 2, PLACES, False))


@sample("live: podium")
def _podium() -> Card:
    return live_card.podium(Podium(LIVE, PLACES, True))


@sample("live: how it stands")
def _watched() -> Card:
    return live_card.watched(Watch(LIVE, PLACES))


@sample("live: moved on")
def _moved() -> Card:
    return live_card.moved(Moved(LIVE, "paused"))


@sample_form("live: what is wanted")
def _live_wish() -> Form:
    made = round_card.form(Offer(FORMATS, StartLive("screen", speed=True)))
    assert isinstance(made, Form)
    return made


REFUSED: tuple[Refusal, ...] = (
    errors.NoSuchFormat("scren", ("screen",), ("design", "screen")),
    errors.BadRoundLength("minutes", "-5", 240),
    errors.BadBand("guru"),
    errors.NothingToAsk("Screen", ("sql",)),
    errors.RoundRunning(12, "screen", False),
    errors.NoRound(),
    errors.NoSuchRound(99),
    errors.RoundOver(12, "my answer"),
    errors.RoundNotOver(12),
    errors.TimeIsUp(12, "my answer"),
    errors.RoundPaused(12, "my answer"),
    errors.NotAskedNow(12, "my answer"),
    errors.NothingToRate(),
    errors.RatedAlready(12),
    errors.LiveRunning(12),
    errors.NotTheHost(12, WHEN),
)
for _refused in REFUSED:
    sample(f"refused: {type(_refused).__name__}")(lambda refusal=_refused: refusals.present(refusal))  # type: ignore[misc]
assert {type(one) for one in REFUSED} <= set(rounds.CARDS)

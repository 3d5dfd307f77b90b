"""Sample cards of pair rounds."""

from bot.domain import errors
from bot.domain.errors.refusal import Refusal
from bot.domain.question import Question
from bot.intents import SignUpPair
from bot.ports.rounds import Item, PairWish, Player, Round
from bot.usecases.find_partner import Seeking, SignUpSheet, Withdrawn
from bot.usecases.pair_round import Met, Pair, Sheet, Task
from bot.usecases.rate_pair import PairReport, PairSheet, Seen, View
from bot.view import pair_card, pair_rating_card, refusals
from bot.view.card import Card
from bot.view.form import Form
from tests.domain.answerable import question, shown
from tests.usecases.mock import STORY
from tests.usecases.test_pairs import TALK
from tests.view.gallery import WHEN, sample, sample_form

PLAYERS = (Player(1, 1, False, "first", True), Player(2, 2, False, "second", True), Player(3, 3, False, "observer"))
NAMES = {1: "Ann", 2: "Bob", 3: "Cem"}
SINGLE = question("single", hints=("a hint", "another"))
ITEM = Item(31, 12, 1, 0, SINGLE.id, 1, "", "waiting", None, 0.0, None, None)
WISH = PairWish(5, 3, 1, 1, "talk", "mid", "english", "Europe/Berlin", "mon 18:00-20:00, sat 10:00-12:00", 0, WHEN)
ME, PARTNER = PLAYERS[0], PLAYERS[1]


def pair(state: str, me: Player = ME, half: int = 0) -> Pair:
    found = Round(12, "pair", "talk", 1, 3, None, "{}", state, half, WHEN, WHEN, None, None)
    return Pair(found, TALK, WHEN, PLAYERS, me, NAMES)


def sheet(of: Question, page: int, me: Player = ME) -> Card:
    item = ITEM._replace(opened_at=WHEN if page == 2 else None)
    return pair_card.sheet(Sheet(pair("running", me), (ITEM, ITEM, ITEM), page, item, of, tuple(shown(of)), None))


SEEN = Seen(
    PARTNER,
    (
        View(1, {"clear": 2, "honest": 3}, "You listened well."), View(2, {"clear": 1, "honest": 3}, ""),
        View(3, {"clear": 2, "honest": 2}, "Calm."),
    ),
    (2, 1, 2),
    0.62,
)  # fmt: skip

CARDS = {
    "sign up": lambda: pair_card.sign_up(SignUpSheet((TALK,), SignUpPair())),
    "on the list": lambda: pair_card.sign_up(Seeking(WISH, "Talk", 3, False)),
    "first on the list": lambda: pair_card.sign_up(Seeking(WISH, "Talk", 0, True)),
    "off the list": lambda: pair_card.withdrawn(Withdrawn()),
    "found": lambda: pair_card.found(pair("lobby")),
    "found, to observe": lambda: pair_card.found(pair("lobby", PLAYERS[2])),
    "now": lambda: pair_card.now(pair("lobby", PARTNER)),
    "here": lambda: pair_card.met(Met(pair("lobby"), False)),
    "both here": lambda: pair_card.met(Met(pair("running"), True)),
    "no show": lambda: pair_card.missed(pair("left")),
    "nobody": lambda: pair_card.nobody("talk"),
    "candidate": lambda: pair_card.asked(pair("running", PARTNER)),
    "run sheet": lambda: sheet(SINGLE, 1),
    "run sheet, given": lambda: sheet(SINGLE, 2),
    "run sheet, observed": lambda: sheet(SINGLE, 3, PLAYERS[2]),
    "run sheet of a story": lambda: sheet(STORY, 1),
    "task": lambda: pair_card.task(Task(pair("running", PARTNER), ITEM, SINGLE, tuple(shown(SINGLE)))),
    "task with stages": lambda: pair_card.task(Task(pair("running", PARTNER), ITEM, STORY, ())),
    "waiting": lambda: pair_card.present(pair("lobby")),
    "running": lambda: pair_card.present(pair("running")),
    "ended": lambda: pair_card.present(pair("ended")),
    "rate": lambda: pair_rating_card.rate(pair("ended")),
    "rubric": lambda: pair_rating_card.rated(PairSheet(pair("ended"), PARTNER, TALK.rubric, ("2",))),
    "still to rate": lambda: pair_rating_card.rated(PairReport(pair("ended"), (ME,), True, ())),
    "rated": lambda: pair_rating_card.rated(PairReport(pair("ended"), (), True, ())),
    "what we thought": lambda: pair_rating_card.rated(PairReport(pair("ended"), (), False, (SEEN,))),
}
for _name, _make in CARDS.items():
    sample(f"pair: {_name}")(_make)


@sample_form("pair: sign up")
def _sign_up() -> Form:
    return pair_card.form(SignUpSheet((TALK,), SignUpPair("talk", slots="mon 18-20")))


@sample_form("pair: rubric")
def _rubric() -> Form:
    made = pair_rating_card.rate_form(PairSheet(pair("ended"), PARTNER, TALK.rubric, ()))
    assert isinstance(made, Form)
    return made


REFUSED: tuple[Refusal, ...] = (
    errors.NotASlot("whenever"),
    errors.NotALanguage("§§", 30),
    errors.NotSignedUp(),
    errors.NotYourPart(12),
    errors.NotYetTime(WHEN),
)
for _refused in REFUSED:
    sample(f"refused: {type(_refused).__name__}")(lambda refusal=_refused: refusals.present(refusal))  # type: ignore[misc]

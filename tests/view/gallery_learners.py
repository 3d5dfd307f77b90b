"""Sample cards of a learner's own things: settings, links, data, practice, history, reports, letters."""

from datetime import date, timedelta

from bot.domain import errors
from bot.domain.grading import grade
from bot.domain.response import Picked, encode
from bot.ports.attempts import AttemptRow
from bot.ports.groups import Group
from bot.ports.people import Person
from bot.usecases.corrections import Corrected
from bot.usecases.erasure import AskDelete, Deleted
from bot.usecases.export import Export
from bot.usecases.history import History
from bot.usecases.linking import AskUnlink, CodeShown, LinkAsked, Linked, NoSuchCode, Unlinked
from bot.usecases.membership import Joined, Left
from bot.usecases.pauses import Away, Paused, Resumed
from bot.usecases.practice import PracticeSitting, Practised
from bot.usecases.reminders import Reminder
from bot.usecases.reports import Reported, ReportSheet
from bot.usecases.settings import MySettings
from bot.usecases.streaks import StreakNow
from bot.view import (
    history_card,
    identity_card,
    learner_letters,
    membership_card,
    practice_card,
    refusals,
    report_card,
    settings_card,
    welcome_card,
)
from bot.view.card import Card
from bot.view.form import Form
from bot.view.refusals import learners
from tests.domain.answerable import question, shown
from tests.view.gallery import WHEN, sample, sample_form

ANN = Person(1, 2, "Ann", "Europe/Berlin", "5,6", "18:30", "auto", "named", True)
AWAY = Away(date(2026, 8, 4), date(2026, 8, 10))
STREAK = StreakNow(12, 1, 20, 2, (date(2026, 8, 2),), True)
MINE = MySettings(ANN, "Europe/Berlin", frozenset({5, 6}), AWAY, ("Backend circle",), 2, ("rest", "zone"), AWAY.first)
GROUP = Group(
    3, "Backend circle", "active", "Europe/Berlin", "09:00", "0,1,2,3,4", "", "30/50/20", 0, "now", 50, 360, "month", 0
)
SINGLE = question("single")
ATTEMPT = AttemptRow(
    1, 1, 2, SINGLE.id, 1, "practice", None, None, "2026-08-03", encode(Picked(("r",))), 0, True, WHEN, 1.0, 0
)


@sample("settings")
def _settings() -> Card:
    return settings_card.present(MINE)


@sample_form("settings")
def _settings_form() -> Form:
    return settings_card.form(MINE)


@sample("pause")
def _paused() -> Card:
    return settings_card.paused(Paused(AWAY, 23))


@sample("pause ended")
def _resumed() -> Card:
    return settings_card.resumed(Resumed(AWAY.first))


@sample("welcome")
def _welcome() -> Card:
    return welcome_card.welcome(ANN)


@sample("welcome: nobody told the zone")
def _welcome_somewhere() -> Card:
    return welcome_card.welcome(ANN, guessed=True)


@sample("joined")
def _joined() -> Card:
    return membership_card.joined(Joined(GROUP, AWAY.first, False, 7))


@sample("left")
def _left() -> Card:
    return membership_card.left(Left(GROUP, AWAY.first))


@sample("link: code")
def _code() -> Card:
    return identity_card.code_shown(CodeShown("ABCD2346", WHEN))


@sample("link: asked")
def _asked() -> Card:
    return identity_card.asked(LinkAsked("ABCD2346", "Ann", "toy", WHEN))


@sample("link: agreed")
def _agreed() -> Card:
    return identity_card.asked(LinkAsked("ABCD2346", "Ann", "toy", WHEN, agreed=True))


@sample("link: no such code")
def _no_code() -> Card:
    return identity_card.asked(NoSuchCode(timedelta(minutes=10)))


@sample("link: done")
def _linked() -> Card:
    return identity_card.asked(Linked(("Ann", "ann-elsewhere")))


@sample("unlink: asked")
def _unlink() -> Card:
    return identity_card.unlinked(AskUnlink(("ann-elsewhere",)))


@sample("unlink: done")
def _unlinked() -> Card:
    return identity_card.unlinked(Unlinked(("ann-elsewhere",)))


@sample("export")
def _export() -> Card:
    return identity_card.exported(Export({"accounts": [{"name": "Ann"}], "drafts": []}, WHEN))


@sample("deletion: asked")
def _delete() -> Card:
    return identity_card.deleted(AskDelete(2, 41, ("Backend circle",)))


@sample("deletion: done")
def _deleted() -> Card:
    return identity_card.deleted(Deleted())


@sample("practice: question")
def _practice() -> Card:
    return practice_card.present(PracticeSitting(SINGLE, tuple(shown(SINGLE)), True))


@sample("practice: result")
def _practised() -> Card:
    response = Picked(("r",))
    done = Practised(SINGLE, tuple(shown(SINGLE)), response, grade(SINGLE, response), ATTEMPT, STREAK, True)
    return practice_card.answered(done)[0].card


@sample("history: empty")
def _no_history() -> Card:
    return history_card.present(History((), 1, False))


@sample("report: thanks")
def _reported() -> Card:
    return report_card.present(Reported(SINGLE.id, False, "here"))


@sample_form("report")
def _report_form() -> Form:
    return report_card.form(ReportSheet(SINGLE, ""))


@sample("letter: reminder")
def _reminder() -> Card:
    return learner_letters.reminder(Reminder(STREAK, ((3, "Backend circle"),)))


@sample("letter: corrected")
def _corrected() -> Card:
    return learner_letters.corrected(Corrected(SINGLE, 1_500, 7))


def _every_refusal() -> None:
    """One sample for each refusal that a learner's own things can meet."""
    for kind in learners.CARDS:
        sample(f"refusal: {kind.__name__}")(lambda kind=kind: refusals.present(TOLD.get(kind, kind())))


TOLD = {
    errors.UnknownZone: errors.UnknownZone("Europe/Berln", ("Europe/Berlin", "Europe/Dublin")),
    errors.PauseTooEarly: errors.PauseTooEarly("2026-08-04"),
    errors.PauseTooLong: errors.PauseTooLong(30, 90, 12),
    errors.LastAdmin: errors.LastAdmin(((3, "Backend circle"), (4, "Night shift"))),
    errors.ReportTooLong: errors.ReportTooLong(SINGLE.id, "y" * 1_500, 10_000, 1_000),
    errors.NotTypedYet: errors.NotTypedYet("ABCD2346"),
    errors.NotASetting: errors.NotASetting("visibility", "loud", ("named", "anonymous", "hidden")),
}
_every_refusal()

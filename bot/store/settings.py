"""Learners' settings in the tables. Implements `bot.ports.settings.Settings`."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Text, select, update

from bot.ports.people import Person
from bot.ports.settings import SettingFact
from bot.store.instants import instant, micros
from bot.store.schema import learner, learner_setting
from bot.store.statement import Statement, insert, param
from bot.store.tx import Tx

FACT = Statement(insert(learner_setting))
COLUMNS = {"zone": "zone", "rest": "rest_days", "remind": "remind_at", "confirm": "confirm", "visibility": "visibility"}
KEEP = {
    name: Statement(
        update(learner).where(learner.c.id == param("learner")).values({column: param("kept", Text)}),
        "learner",
        "kept",
    )
    for name, column in COLUMNS.items()
}
FACTS = Statement(
    select(learner_setting.c.name, learner_setting.c.value, learner_setting.c.effective, learner_setting.c.at)
    .where(learner_setting.c.learner_id == param("learner"))
    .order_by(learner_setting.c.at, learner_setting.c.id),
    "learner",
)
BORN = Statement(select(learner.c.created_at).where(learner.c.id == param("learner")), "learner")
ANY_ZONE = Statement(
    select(learner_setting.c.id)
    .where(learner_setting.c.learner_id == param("learner"), learner_setting.c.name == "zone")
    .limit(1),
    "learner",
)


class StoredSettings:
    """Settings on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def change(self, person: Person, name: str, value: str, now: datetime, effective: date | None = None) -> None:
        if name == "zone" and person.zone and self.tx.one(ANY_ZONE, person.learner_id) is None:
            # The zone that the platform told was in force until now; the first zone of a history holds from the start.
            born = self.tx.one(BORN, person.learner_id)
            self._fact(person, "zone", person.zone, born[0] if born else micros(now), None)
        self._fact(person, name, value, micros(now), effective)
        if name in KEEP:
            self.tx.run(KEEP[name], person.learner_id, value)

    def adopt_zone(self, person: Person, zone: str, now: datetime) -> None:
        self._fact(person, "zone", zone, micros(now), None)
        self.tx.run(KEEP["zone"], person.learner_id, zone)

    def facts(self, learner_id: int) -> Sequence[SettingFact]:
        return [SettingFact(row[0], row[1], row[2], instant(row[3])) for row in self.tx.all(FACTS, learner_id)]

    def _fact(self, person: Person, name: str, value: str, at: int, effective: date | None) -> None:
        self.tx.run(
            FACT,
            account_id=person.account_id,
            learner_id=person.learner_id,
            name=name,
            value=value,
            effective=effective.isoformat() if effective else None,
            at=at,
        )

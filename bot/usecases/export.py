"""Everything that is stored about a learner, for the learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.intents import ExportData
from bot.ports import Ports
from bot.refs import Caller


@dataclass(frozen=True, slots=True)
class Export:
    """All rows by what they are."""

    data: Mapping[str, Sequence[Mapping[str, Any]]]
    at: datetime


def export_data(intent: ExportData, caller: Caller, ports: Ports) -> Export:
    """The caller's data, all accounts together."""
    person = ports.people.enrol(caller, ports.now)
    return Export(ports.privacy.everything(person.learner_id), ports.now)

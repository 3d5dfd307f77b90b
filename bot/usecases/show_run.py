"""Show a learner's own run again, or how the database went about its query."""

from bot.domain.errors import NoRun
from bot.intents import ShowPlan, ShowRun
from bot.ports import Ports
from bot.ports.runs import RunRow
from bot.refs import Caller
from bot.usecases.settle_run import RunDone, told
from bot.usecases.submit_run import RunQueued


def show_run(intent: ShowRun | ShowPlan, caller: Caller, ports: Ports) -> RunDone | RunQueued:
    """The run that was named, or the caller's last one. Raises NoRun."""
    return told(own_run(intent.run, caller, ports), ports)


def own_run(number: int, caller: Caller, ports: Ports) -> RunRow:
    """The caller's own run of this number, 0 for the last. Nobody sees another's. Raises NoRun."""
    person = ports.people.enrol(caller, ports.now)
    run = ports.runs.get(number) if number else ports.runs.last(person.learner_id)
    if run is None or run.learner_id != person.learner_id:
        raise NoRun()
    return run

"""A sitting at the terminal: line by line, what is typed is carried out and what comes of it is shown.

With a person in front it prompts and asks forms field by field; a script gets plain text, one command a line. It knows
nothing of databases and timers: `settle` is called after each command, so that what is due can happen.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol, TextIO

from adapters.terminal.attached import NoFile, with_file
from adapters.terminal.forms import Ask, Values, fill_in, refilled
from adapters.terminal.inbound import Leave, Press, understand
from adapters.terminal.limits import LINE, PAGES
from adapters.terminal.screen import Screen
from bot.commands import Refusal, missing, wants_form
from bot.intents import Answer, Intent
from bot.refs import Caller
from bot.view import refusals
from bot.view.card import Button, Card, Reply
from bot.view.form import Form
from bot.view.form_card import kept

GIVEN_BACK = ("refused", "warning")
"""States of a card after which what was typed into a form is offered again."""


class Door(Protocol):
    """What a sitting needs of `bot.app.App`."""

    def handle(self, intent: Intent, caller: Caller) -> tuple[Reply, ...]: ...
    async def form(self, intent: Intent, caller: Caller) -> Form | Card: ...
    async def submit(
        self, intent: Intent, values: Mapping[str, str | Sequence[str]], caller: Caller
    ) -> tuple[Reply, ...]: ...


class Session:
    """One person's sitting. `wait` runs a coroutine to its end (the loop may live in another thread)."""

    def __init__(
        self,
        door: Door,
        screen: Screen,
        caller: Caller,
        wait: Callable[[Coroutine[Any, Any, Any]], Any],
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self.door = door
        self.screen = screen
        self.caller = caller
        self.wait = wait
        self.settle = settle

    def run(self, stdin: TextIO, opening: Intent | None = None) -> None:
        """Take lines until the person leaves or the input ends; a person sees `opening` first."""
        self.settle()
        if not stdin.isatty():
            for text in lines_of(stdin):
                if not self.take(text):
                    return
            return
        with suppress(ImportError):
            import readline  # noqa: F401 - editing and history of the line, where the machine has them
        if opening is not None:
            self._carry_out(opening, prompt)
        self.screen.say("Type `help` for what you can ask, a number for a button, `quit` to leave.")
        while (typed := prompt(f"{self.caller.name}> ")) is not None and self.take(typed, prompt):
            pass
        self.screen.say("See you tomorrow.")

    def take(self, text: str, ask: Ask | None = None) -> bool:
        """Carry out one line; False when it asks to leave. Without `ask` there is nobody to fill in forms."""
        try:
            meant = understand(
                text, self.screen.buttons, self.screen.choices, self.screen.answering, forms=ask is not None
            )
            match meant:
                case Leave():
                    return False
                case Press(button):
                    self._press(button, ask)
                case Intent():
                    self._carry_out(with_file(meant), ask)
                case None:
                    pass
        except Refusal as refusal:
            self.screen.show(refusals.present(refusal))
        except NoFile as missing_file:
            self.screen.say(str(missing_file))
        self.settle()
        return True

    def _press(self, button: Button, ask: Ask | None) -> None:
        if button.form and ask is not None:
            self._open(button.intent, ask)
            return
        if button.form and (needed := missing(button.intent)) is not None:
            raise needed
        self._show(self.door.handle(button.intent, self.caller))

    def _carry_out(self, intent: Intent, ask: Ask | None) -> None:
        if ask is None and isinstance(intent, Answer):
            intent = replace(intent, confirmed=True)  # a script has nobody to ask whether it is sure
        if ask is not None and wants_form(intent):
            self._open(intent, ask)
        else:
            self._show(self.door.handle(intent, self.caller))

    def _open(self, intent: Intent, ask: Ask) -> None:
        """Ask a form, and the further pages that come of it."""
        for _ in range(PAGES):
            form = self.wait(self.door.form(intent, self.caller))
            if isinstance(form, Card):
                self.screen.show(form)
                return
            if not self._fill_in(form, ask):
                return
            further = self.screen.buttons[0] if form.page < form.pages and self.screen.buttons else None
            if further is None or not further.form:
                return
            intent = further.intent

    def _fill_in(self, form: Form, ask: Ask) -> bool:
        """Ask a page until what was filled in is taken; what was refused is offered again. False when broken off."""
        typed: Values = {}
        while (values := fill_in(form, ask, self.screen.say)) is not None:
            replies = self.wait(self.door.submit(form.intent, values, self.caller))
            self._show(replies)
            if not replies or any(reply.card.state not in GIVEN_BACK for reply in replies):
                return True
            form, typed = refilled(form, values), values
        if typed:
            self.screen.show(kept(typed))
        self.screen.say("Broken off; nothing was sent.")
        return False

    def _show(self, replies: tuple[Reply, ...]) -> None:
        for reply in replies:
            self.screen.show(reply.card, above=f"#{self.caller.channel_name}" if reply.to == "channel" else "")


def prompt(text: str) -> str | None:
    """A line from the person, or None on Ctrl-C and Ctrl-D."""
    try:
        return input(text)
    except (EOFError, KeyboardInterrupt):
        print()
        return None


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines of a script; what is longer than `LINE` is cut and its rest passed over."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    while text := stream.readline(LINE):
        yield text.rstrip("\r\n")
        while text and not text.endswith("\n"):
            text = stream.readline(LINE)

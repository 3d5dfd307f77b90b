"""The screen: where cards appear, and what can be chosen on the last one.

It may be written to by the person's own commands and, meanwhile, by what is posted in the channel.
"""

import threading
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from adapters.terminal.inbound import Question, asked_on
from adapters.terminal.render import draw_colour, draw_plain, style
from bot.view.card import Button, Buttons, Card, Choices
from bot.view.letters import one_line, visible
from bot.view.plain import controls


class Screen:
    """Shows cards on a stream: plain and unbroken lines in a script, colour and the window's width for a person."""

    def __init__(self, stream: TextIO, zone: tzinfo, *, colour: bool, exports: Path | None = None) -> None:
        self.stream = stream
        self.zone = zone
        self.colour = colour
        self.exports = exports
        self.buttons: tuple[Button, ...] = ()
        self.choices: Choices | None = None
        self.answering: Question | None = None
        self._lock = threading.Lock()
        self._print: Callable[[Card], None] | None = None

    def show(self, card: Card, *, above: str = "") -> None:
        """Draw a card; from now on its controls are the ones that a number or a letter means, if it has any."""
        with self._lock:
            if above:
                self.stream.write(f"{above}\n")
            self._draw(card)
            if card.attachment is not None:
                self._keep(*card.attachment)
            self.stream.flush()
            self._remember(card)

    def say(self, text: str) -> None:
        """A line of the terminal's own."""
        with self._lock:
            self.stream.write(f"{visible(text)}\n")
            self.stream.flush()

    def _draw(self, card: Card) -> None:
        if not self.colour:
            self.stream.write(draw_plain(card, style(None, self.zone)) + "\n\n")
            return
        if self._print is None:
            from rich.console import Console

            console = Console(file=self.stream, highlight=False, markup=False, emoji=False, soft_wrap=False)
            self._print = lambda shown: console.print(
                draw_colour(shown, style(get_terminal_size().columns, self.zone)), emoji=False, markup=False
            )
        self._print(card)

    def _keep(self, name: str, text: str) -> None:
        """A file goes beside the person's other files, never over one of them; in a script it goes to the output."""
        if self.exports is None:
            self.stream.write(text + "\n\n")
            return
        plain_name = Path(one_line(name)).name or "export"
        path = self.exports / plain_name
        for number in range(2, 10_000):
            try:
                with path.open("x", encoding="utf-8", errors="replace") as file:
                    file.write(text)
                self.stream.write(f"Saved as {path}\n")
                return
            except FileExistsError:
                path = self.exports / f"{Path(plain_name).stem}-{number}{Path(plain_name).suffix}"
            except OSError as problem:
                self.stream.write(f"{path} cannot be written ({problem.strerror}); here it is:\n{text}\n")
                return

    def _remember(self, card: Card) -> None:
        self.answering = asked_on(card) or self.answering
        usable = next((block for block in card.blocks if isinstance(block, Choices) and _live(block)), None)
        if usable is not None or any(isinstance(block, Buttons) for block in card.blocks):
            self.choices = usable
            self.buttons = controls(card)


def _live(choices: Choices) -> bool:
    return choices.submit is not None or any(option.intent for option in choices.options)

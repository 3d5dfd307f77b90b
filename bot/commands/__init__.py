"""The catalogue of commands: what can be typed, its help, and how a typed line becomes an intent.

It drives typed lines and the platforms' native commands alike, and knows no platform: no drawing, no people,
no store. `catalogue.py` is the list, `entry.py` what an entry is, `parse.py` how a line is read. The refusals are
named here too, because adapters meet them here.
"""

from bot.commands.catalogue import CATALOGUE
from bot.commands.entry import Command, Parameter
from bot.commands.parse import build, find, line, missing, parse, wants_form
from bot.domain.errors import Refusal, UnknownCommand

__all__ = [
    "CATALOGUE",
    "Command",
    "Parameter",
    "Refusal",
    "UnknownCommand",
    "build",
    "find",
    "line",
    "missing",
    "parse",
    "wants_form",
]

"""The catalogue of commands: what can be typed, its help, and how a typed line becomes an intent.

It drives the terminal's lines and the platforms' native commands alike, and knows none of them: no drawing, no people,
no store. `catalogue.py` is the list, `entry.py` what an entry is, `parse.py` how a line is read.
"""

from bot.commands.catalogue import CATALOGUE
from bot.commands.entry import Command, Parameter
from bot.commands.parse import build, find, line, missing, parse, wants_form

__all__ = ["CATALOGUE", "Command", "Parameter", "build", "find", "line", "missing", "parse", "wants_form"]

"""The commands themselves, in the order in which help lists them.

Only what exists is listed: a command is added with its use case. Nothing here reads a line or draws a card.
"""

from typing import Final

from bot.commands.groups import GROUP
from bot.commands.learners import DAILY, PERSON, SETTINGS, STANDING
from bot.commands.rounds import ROUNDS

CATALOGUE: Final = (*DAILY, *ROUNDS, *STANDING, *SETTINGS, *PERSON, *GROUP)

"""Parameters that several commands take alike."""

from typing import Final

from bot.commands.entry import Parameter

PAGE: Final = Parameter("page", "Which page, from 1", "int", most=10_000)
SURE: Final = Parameter("yes", "Do it without being asked again", "flag", field="confirmed")
CODE: Final = Parameter("code", "The code that was shown", "code", required=True)

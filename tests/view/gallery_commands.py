"""Samples of help and of what mistyped commands and old controls meet."""

from bot.commands import CATALOGUE
from bot.domain import errors
from bot.view import help, refusals
from bot.view.card import Card
from tests.view.gallery import sample


@sample("help")
def _help() -> Card:
    return help.help_card(CATALOGUE)


@sample("help about a family")
def _family() -> Card:
    return help.help_about(CATALOGUE, "group")


@sample("help about a command")
def _command() -> Card:
    return help.help_about(CATALOGUE, "board")


@sample("unknown command")
def _unknown() -> Card:
    return refusals.present(errors.UnknownCommand("dayly", ("daily",)))


@sample("unknown command without a neighbour")
def _stranger() -> Card:
    return refusals.present(errors.UnknownCommand("@everyone", ()))


@sample("missing parameter")
def _missing() -> Card:
    return refusals.present(errors.MissingParameter("answer", "answer", "answer <answer...>", "answer b"))


@sample("bad parameter")
def _bad() -> Card:
    return refusals.present(errors.BadParameter("history", "page", "-1", "a whole number from 1", "history [page]"))


@sample("extra word")
def _extra() -> Card:
    return refusals.present(errors.ExtraWord("hint", "please", "hint"))


@sample("old control")
def _old() -> Card:
    return refusals.present(errors.OldToken())


@sample("broken control")
def _broken() -> Card:
    return refusals.present(errors.BadToken())

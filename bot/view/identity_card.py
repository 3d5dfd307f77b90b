"""Linking accounts, exporting and deleting one's data."""

import json
from dataclasses import replace

from bot.intents import ConfirmLink, DeleteData, ExportData, ShowDaily, ShowSettings, ShowStreak, StartLink, Unlink
from bot.usecases.erasure import AskDelete, Deleted
from bot.usecases.export import Export
from bot.usecases.linking import AskUnlink, CodeShown, LinkAsked, Linked, NoSuchCode, Unlinked
from bot.view.card import Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.wording import counted, listed


def code_shown(result: CodeShown) -> Card:
    """The code, and what to do with it."""
    return card(
        "Link another account",
        "ask",
        Text(f"Your code: `{result.code}`", strong=True),
        Text(f"1. On your other account, say: `redeem {result.code}`"),
        Text("2. Agree there, and agree here with the button below."),
        Text("Both accounts then share one history, one streak and the older one's settings."),
        buttons(Button("I have typed it: agree", ConfirmLink(result.code), "primary")),
        Footnote("It holds until {when}. Give it to nobody: whoever types it asks to become you.", when=result.until),
    )


def asked(result: LinkAsked | Linked | NoSuchCode) -> Card:
    """What became of a code that was typed or agreed to."""
    match result:
        case NoSuchCode():
            return no_code(result)
        case Linked():
            return linked(result)
        case LinkAsked(agreed=True):
            return card(
                "Agreed on this side",
                "answered",
                Text("Now agree on the other account: {other}.".replace("{other}", result.other), literal=True),
                Footnote("The code holds until {when}.", when=result.until),
            )
        case _:
            return card(
                "Are both accounts you?",
                "ask",
                Fields((Field("The other account", result.other, literal=True), Field("It is on", result.platform))),
                Text("Agree only if you made this code yourself: both accounts will share one history."),
                buttons(Button("Yes, both are me", ConfirmLink(result.code), "primary")),
                Footnote("Then agree on the other account as well, until {when}.", when=result.until),
            )


def no_code(result: NoSuchCode) -> Card:
    """Unknown, used, run out: all the same from outside."""
    minutes = int(result.waits.total_seconds()) // 60
    return card(
        "That code does not open anything",
        "refused",
        Text(f"Codes hold for {minutes} minutes and work once. After five wrong tries, wait {minutes} minutes."),
        buttons(Button("Get a new code", StartLink())),
    )


def linked(result: Linked) -> Card:
    """One learner now."""
    return card(
        "Your accounts are linked",
        "done",
        Text(f"One learner now: {listed(result.accounts)}.", literal=True),
        Text("The earliest answer to each question counts; the older account's settings hold. `unlink` undoes it."),
        buttons(Button("My streak", ShowStreak()), Button("My settings", ShowSettings())),
    )


def unlinked(result: AskUnlink | Unlinked) -> Card:
    """Ask first; then who has gone."""
    names = listed(result.accounts)
    if isinstance(result, AskUnlink):
        return card(
            "Unlink?",
            "ask",
            Text(f"This takes {names} out, with its own answers, streak and settings.", literal=True),
            Text("Everything is worked out anew on both sides. You can link again at any time."),
            buttons(Button("Unlink", Unlink(confirmed=True), "danger"), Button("Keep it", ShowSettings())),
        )
    return card(
        "Unlinked",
        "done",
        Text(f"{names} has its own history back.", literal=True),
        buttons(Button("My streak", ShowStreak())),
    )


def exported(result: Export) -> Card:
    """A file with everything."""
    text = json.dumps({"exported_at": result.at.isoformat(), **result.data}, indent=1, ensure_ascii=False)
    shown = card(
        "Your data",
        "done",
        Text("The file holds everything that is stored about you, as JSON, times in UTC."),
        Fields(
            tuple(
                Field(name.replace("_", " ").capitalize(), counted(len(rows), "row"))
                for name, rows in result.data.items()
                if rows
            )
        ),
    )
    return replace(shown, attachment=(f"quorum-{result.at:%Y-%m-%d}.json", text))


def deleted(result: AskDelete | Deleted) -> Card:
    """What goes and what stays; then that it is done."""
    if isinstance(result, Deleted):
        return card(
            "Your data is deleted",
            "done",
            Text("Nothing here tells any more who you were. If you answer again, you begin as somebody new."),
            buttons(Button("Today's question", ShowDaily())),
        )
    return card(
        "Delete your data for good?",
        "warning",
        Text("This goes: your name and accounts here, everything you wrote, your place on every board, your streak."),
        Text(
            "This stays, as nobody's: that somebody chose this or that option on a day, so that the counts of your "
            "groups still add up."
        ),
        Fields(
            (
                Field("Accounts", str(result.accounts)),
                Field("Answers", str(result.attempts)),
                Field("Groups", listed(result.groups) or "none", literal=True),
            )
        ),
        Text("There is no way back. You may want to export your data first.", strong=True),
        buttons(
            Button("Delete for good", DeleteData(confirmed=True), "danger"),
            Button("Export my data", ExportData()),
            Button("Keep everything", ShowSettings()),
        ),
    )

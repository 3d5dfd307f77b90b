"""What was typed into forms that were refused, until they are filled in again: a convenience that may be forgotten.

The text itself is on the card that the person was shown; this only saves typing it once more.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.intents import Intent
from bot.refs import AccountRef
from bot.view.form import Form, FormField

Filled = Mapping[str, str | Sequence[str]]
MOST: Final = 1_000


class Kept:
    """The last refused forms, by person and intent."""

    def __init__(self) -> None:
        self._forms: OrderedDict[tuple[AccountRef, Intent], Filled] = OrderedDict()

    def keep(self, account: AccountRef, intent: Intent, filled: Filled) -> None:
        """Remember what was typed."""
        self._forms[account, intent] = filled
        if len(self._forms) > MOST:
            self._forms.popitem(last=False)

    def drop(self, account: AccountRef, intent: Intent) -> None:
        """It was taken."""
        self._forms.pop((account, intent), None)

    def into(self, account: AccountRef, form: Form) -> Form:
        """The form with what was typed last time in place of its own values."""
        filled = self._forms.get((account, form.intent))
        if filled is None:
            return form
        return replace(form, fields=tuple(with_value(field, filled) for field in form.fields))


def with_value(field: FormField, filled: Filled) -> FormField:
    """A field as it was filled in."""
    value = filled.get(field.name)
    if value is None:
        return field
    return replace(field, value=value if isinstance(value, str) else tuple(value))

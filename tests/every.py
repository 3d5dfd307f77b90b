"""One test over many cases: where a case costs less than the test around it, they are one test that hides no failure.

`@every` takes what `pytest.mark.parametrize` takes. All cases are run whatever becomes of those before them; the ones
that failed end in one group of exceptions, each with a note that names its case. What needs a fixture of its own for
each case stays parametrised.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

FAILED: tuple[type[BaseException], ...] = (Exception, pytest.fail.Exception)
"""What `pytest.raises` throws when nothing was raised is no `Exception`. A skip or an interrupt goes through."""


def every(names: str | tuple[str, ...], cases: Mapping[str, Any] | Iterable[Any]) -> Callable[[Any], Any]:
    """Call the decorated function once for each case, by the names of the arguments that a case fills.

    `cases`: values by the name that a failure is told with, or values alone (`pytest.param` with an id included);
    where several names are filled, a case is a tuple of as many values. No case at all is an error: such a test would
    say nothing.
    """
    filled = tuple(part.strip() for part in names.split(",")) if isinstance(names, str) else names
    listed = list(cases.items()) if isinstance(cases, Mapping) else [_named(case) for case in cases]

    def over(test: Callable[..., None]) -> Callable[..., None]:
        if not listed:
            raise ValueError(f"{test.__name__} has no case")
        if inspect.iscoroutinefunction(test):
            raise TypeError(f"{test.__name__} waits: parametrise it")

        @functools.wraps(test)
        def all_of_them(**given: Any) -> None:
            failed = []
            for name, case in listed:
                values = (case,) if len(filled) == 1 else case
                try:
                    test(**given, **dict(zip(filled, values, strict=True)))
                except FAILED as error:
                    error.add_note(f"in the case {name}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(listed)} cases", failed)

        signature = inspect.signature(test)
        kept = [one for one in signature.parameters.values() if one.name not in filled]
        if len(signature.parameters) != len(kept) + len(filled):
            raise TypeError(f"{test.__name__} does not take {', '.join(filled)}")
        all_of_them.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return all_of_them

    return over


def _named(case: Any) -> tuple[str, Any]:
    """A case told by its id, or by what is in it."""
    if hasattr(case, "values") and hasattr(case, "marks"):  # pytest.param
        if case.marks:
            raise ValueError(f"a mark on a single case ({case.id}) would go unheard")
        values = case.values[0] if len(case.values) == 1 else case.values
        return str(case.id or repr(values)[:200]), values
    return repr(case)[:200], case

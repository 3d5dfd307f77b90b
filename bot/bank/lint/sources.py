"""Checks of references: L09 (there are primary ones) and L10 (their form). They must not open a link."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.bank.lint.rules import Complaint, Context, item_check
from bot.domain.question import Open, Question, Reference

UNREFERENCED = frozenset({"beh", "career"})
"""Topics of behaviour and career: their facts have no primary source to name."""

_RFC = re.compile(r"RFC(\d{1,5})")
_RFC_SECTION = re.compile(r"(?:\d+(?:\.\d+)*|(?:Appendix )?[A-Z](?:\.\d+)*|Abstract)")
_SECTION = re.compile(r"(?=.*[A-Za-z0-9]).{2,160}", re.DOTALL)
_NOTHING = re.compile(r"(?:n/?a|none|tbd|todo|unknown|see above|various|\?+|-+|https?://\S+)", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z0-9][a-z0-9.+#-]*")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:[a-z]\d*)?|20\d\d(?:-\d\d){0,2}|living|living standard")


@item_check("L09", "E", "A closed question and a staged design name a primary reference, two if `cited`.")
def sources_are_named(question: Question, context: Context) -> Iterator[Complaint]:
    if question.topic in UNREFERENCED or (isinstance(question, Open) and not question.answer.stages):
        return
    wanted = 2 if question.verify.level == "cited" else 1
    distinct = {(r.kind, r.id, r.product, r.title, r.section) for r in question.references}
    if len(distinct) < wanted:
        yield Complaint(
            ("references",),
            f"{len(distinct)} primary references: add {wanted - len(distinct)} (rfc, doc, book or paper, with section)",
        )


@item_check("L10", "E", "References have the form of their kind: RFC in the index, section, https link on the list.")
def references_are_well_formed(question: Question, context: Context) -> Iterator[Complaint]:
    for index, reference in enumerate(question.references):
        path = ("references", index)
        for fault in (*_named(reference, context), *_linked(reference, context)):
            yield Complaint(path, fault)


def _named(reference: Reference, context: Context) -> Iterator[str]:
    section = reference.section.strip()
    if reference.kind == "rfc":
        found = _RFC.fullmatch(reference.id or "")
        ranges = context.registries.rfc_ranges
        if found is None:
            yield f"`{reference.id}` is no RFC: write it as RFC9110"
        elif ranges and not any(first <= int(found[1]) <= last for first, last in ranges):
            yield f"{reference.id} is not in the index of RFCs: look the number up"
        if not _RFC_SECTION.fullmatch(section):
            yield f"`{section[:40]}` is no section of an RFC: write a number such as 4.2 or A.1"
        return
    if not _SECTION.fullmatch(section) or _NOTHING.fullmatch(section):
        yield f"`{section[:40]}` names no section: say where in the source the rule stands"
    if reference.kind == "doc":
        if not _PRODUCT.fullmatch(reference.product or ""):
            yield f"`{reference.product}` is no product name: write it in lower case with hyphens"
        if not _VERSION.fullmatch((reference.version or "").strip()):
            yield f"`{reference.version}` is no version: write a number, a year or `living`"


def _linked(reference: Reference, context: Context) -> Iterator[str]:
    if reference.url is None:
        return
    try:
        parts = urlsplit(reference.url)
        host = parts.hostname or ""
    except ValueError:
        yield f"`{reference.url[:60]}` is no address: mend or remove it"
        return
    if parts.scheme != "https" or not host or parts.username is not None:
        yield f"`{reference.url[:60]}` is no https address: mend or remove it"
    elif context.registries.hosts and not any(
        host == known or host.endswith(f".{known}") for known in context.registries.hosts
    ):
        yield f"{host} is not on the list of primary sources (_tables/registries.yaml): cite the publisher itself"

"""Primary sources as a reader would look them up."""

from bot.domain.question import Reference


def reference_text(reference: Reference) -> str:
    """ "RFC 9110, section 9.2.2"; "postgresql 15: 9.23 Subquery Expressions"; "Title, chapter 3"."""
    if reference.kind == "rfc":
        number = (reference.id or "").upper().removeprefix("RFC").strip()
        return f"RFC {number}, section {reference.section}"
    if reference.kind == "doc":
        return f"{reference.product or ''} {reference.version or ''}".strip() + f": {reference.section}"
    return f"{reference.title}, {reference.section}"

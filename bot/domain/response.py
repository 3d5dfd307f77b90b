"""What a learner submitted, one frozen shape for each way of answering.

A response holds ids, never positions or letters, so that it outlives the order in which things were shown. It must
not know whether it is right. Stored as JSON; the tag is the field `as`.
"""

import msgspec


class ResponseForm(msgspec.Struct, frozen=True, tag_field="as", omit_defaults=True):
    """A way of answering; immutable."""


class Picked(ResponseForm, tag="picked", frozen=True):
    """single and multi: the ids of the options picked, in the question's own order."""

    options: tuple[str, ...]


class Judged(ResponseForm, tag="judged", frozen=True):
    """true_false: each statement's id with the learner's judgement."""

    statements: dict[str, bool]


class Typed(ResponseForm, tag="typed", frozen=True):
    """numeric, short, predict, and code before it is run: the text, free of a fence and of what cannot be stored."""

    text: str


class Sequenced(ResponseForm, tag="sequenced", frozen=True):
    """order: all option ids, first to last."""

    options: tuple[str, ...]


class Paired(ResponseForm, tag="paired", frozen=True):
    """match: each left row's id with the id of the entry chosen for it."""

    pairs: dict[str, str]


class Located(ResponseForm, tag="located", frozen=True):
    """bug: the lines picked (from 1, ascending) and the id of the cause; or `fix`, the mended program."""

    lines: tuple[int, ...]
    cause: str | None = None
    fix: str | None = None


class Assessed(ResponseForm, tag="assessed", frozen=True):
    """open: the text (of a staged design: each stage's text by stage id), and later the levels 0-3 by criterion key.

    The criterion key is the criterion's id, in a staged design `<stage id>.<criterion id>`.
    """

    text: str = ""
    stages: dict[str, str] = {}
    levels: dict[str, int] = {}


class Ran(ResponseForm, tag="ran", frozen=True):
    """sql, kata and a mended bug: the code, and how many of how many tests its last run passed, in `ms` milliseconds.

    `total` 0: it was never judged.
    """

    text: str
    passed: int = 0
    total: int = 0
    ms: int = 0


class DontKnow(ResponseForm, tag="dont_know", frozen=True):
    """The honest button: no points, and nothing to hide."""


Response = Picked | Judged | Typed | Sequenced | Paired | Located | Assessed | Ran | DontKnow

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Response] = msgspec.json.Decoder(Response)


def encode(response: Response) -> str:
    """The response as JSON text for storage."""
    return _encoder.encode(response).decode()


def decode(stored: str | bytes) -> Response:
    """The response that `encode` wrote. Raises msgspec.DecodeError on anything else."""
    return _decoder.decode(stored)

"""`quorum content preview`: the card of a question as each platform draws it, in plain text.

It draws with the platforms' own renderers, which are imported only here and only when asked for. What it prints is the
text and the controls of what would be sent; --json prints the very payload.
"""

import difflib
import json as json_text
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from adapters.cli.content import Root, root_of
from adapters.cli.errors import Refused

PLATFORMS = ("terminal", "slack", "discord")


def preview(
    id: Annotated[str, typer.Argument(metavar="ID", help="The question's id, such as sql.null.0001.")],
    platform: Annotated[str, typer.Option(help="terminal, slack, discord, or all.")] = "all",
    json: Annotated[bool, typer.Option("--json", help="Print what would be sent.")] = False,
    content: Root = None,
) -> None:
    """Print the post of a question as the platforms draw it. It holds no key."""
    wanted = PLATFORMS if platform == "all" else (platform,)
    if wanted[0] not in PLATFORMS:
        raise Refused(f"There is no platform {platform!r}; there are: {', '.join(PLATFORMS)}, all.")
    card = card_of(id, content)
    drawn = {name: _DRAWN[name](card) for name in wanted}
    if json:
        typer.echo(json_text.dumps(drawn, ensure_ascii=False, indent=2))
        return
    for name in wanted:
        if len(wanted) > 1:
            typer.echo(f"── {name} {'─' * (72 - len(name))}")
        payload = drawn[name]["blocks"] if name == "slack" else drawn[name]
        typer.echo(payload if isinstance(payload, str) else "\n".join(lines(payload)))


def card_of(id: str, content: Any) -> Any:
    """The post of the question in a group that there is not."""
    from bot.bank.bank import load
    from bot.domain.shuffle import shuffled
    from bot.ports.dailies import Daily
    from bot.view.daily_card import post

    bank = load(root_of(content))
    question = bank.get(id.strip())
    if question is None:
        near = difflib.get_close_matches(id, bank.questions, n=3)
        raise Refused(f"There is no question {id!r}" + (f": did you mean {' or '.join(near)}?" if near else "."))
    now = datetime.now(UTC)
    daily = Daily(
        id=1, group_id=1, study_day=now.date().isoformat(), state="open", question_id=question.id,
        revision=question.rev,
        due_at=now, posted_at=now, reveal_at=now + timedelta(days=1), revealed_at=None, answered=0, roster=0,
        roster_answered=0, quorum_at=None, group_name="preview", zone="UTC", verdict="now", share=50, season="month",
        big=False,
    )  # fmt: skip
    return post(daily, question, shuffled(question, "preview"))


def _terminal(card: Any) -> str:
    from adapters.terminal.render import draw_plain, style

    return draw_plain(card, style(80, UTC)).rstrip()


def _slack(card: Any) -> Any:
    from adapters.slack.render import message

    return message(card)


def _discord(card: Any) -> Any:
    from adapters.discord.render import draw

    return draw(card).to_components()


_DRAWN: dict[str, Callable[[Any], Any]] = {"terminal": _terminal, "slack": _slack, "discord": _discord}


def lines(drawn: Any) -> Iterator[str]:
    """The texts and controls of a payload, in the order in which they stand."""
    if isinstance(drawn, list):
        controls = [each for each in drawn if _control(each)]
        for each in drawn:
            if not _control(each):
                yield from lines(each)
        if controls:
            yield "  ".join(f"[{_control(each)}]" for each in controls)
    elif isinstance(drawn, dict):
        if str(drawn.get("type")) in _INLINE:
            text = "".join(map(_inline, drawn["elements"]))
            yield (
                f"    {text}".replace("\n", "\n    ")
                if drawn["type"] == "rich_text_preformatted"
                else text.rstrip("\n")
            )
            return
        told = drawn.get("text", drawn.get("content"))
        if isinstance(told, str):
            yield told
        elif isinstance(told, dict):
            yield from lines(told)
        if drawn.get("type") in ("divider", 14):
            yield "─" * 40
        for name in ("fields", "blocks", "elements", "components", "rows", "attachments"):
            if isinstance(drawn.get(name), list):
                yield from lines(drawn[name])
        for name in ("accessory", "element"):
            if name in drawn:
                yield from lines([drawn[name]])


def _inline(part: Any) -> str:
    """A piece of a line of rich text, with code in back-ticks."""
    told = str(part.get("text", part.get("fallback", part.get("url", ""))))
    return f"`{told}`" if (part.get("style") or {}).get("code") else told


_INLINE = frozenset({"rich_text_section", "rich_text_preformatted", "rich_text_quote"})


def _control(part: Any) -> str:
    """The label of a button, or the placeholder of a menu with its options; empty for anything else."""
    if not isinstance(part, dict):
        return ""
    kind = part.get("type")
    if kind in ("button", 2):
        label = part.get("text", part.get("label"))
        return str(label["text"] if isinstance(label, dict) else label)
    if kind == 3 or (isinstance(kind, str) and kind.endswith("_select")):
        options = [option.get("label", option.get("text")) for option in part.get("options", [])]
        names = [str(option["text"] if isinstance(option, dict) else option) for option in options]
        return f"choose: {' | '.join(names)}"
    return ""

"""After a pair's round: the rubric about both, blind at first, then what all thought and how far they agree."""

from bot.domain.agreement import RATERS_FOR_KAPPA
from bot.intents import RatePair, ShowPair, SignUpPair
from bot.usecases.pair_round import Pair
from bot.usecases.rate_pair import LONGEST_COMMENT, PairReport, PairSheet, Seen
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.form import FIELDS_PER_PAGE, Form, FormField
from bot.view.rubric_fields import cut, level_fields

RUBRIC_PAGE = FIELDS_PER_PAGE - 1
"""Criteria on a page of the rubric: the last field takes the comment."""


def rate(pair: Pair) -> Card:
    """The letter when the time is over."""
    return card(
        "How was it?",
        "ask",
        Text("Fill in the rubric about both of you while you remember it. You see the others' view when all have."),
        buttons(Button("Fill in the rubric", RatePair(pair.round.id), "primary", form=True)),
        Footnote("It gives no points and stands on no board."),
        word="over",
    )


def rated(result: PairReport | PairSheet) -> Card:
    """Where the rating stands."""
    if isinstance(result, PairSheet):
        return open_sheet(result)
    pair = result.pair
    if result.owed:
        name = about(pair, result.owed[0].account_id)
        return card(
            "Thank you",
            "ask",
            Text(f"Still to rate: {name}.", literal=True),
            buttons(Button("Go on", RatePair(pair.round.id, result.owed[0].account_id), "primary", form=True)),
        )
    if result.waits:
        return card(
            "Thank you",
            "done",
            Text("What you thought is kept. It is shown when all have filled in theirs."),
            buttons(Button("How it stands", ShowPair(pair.round.id))),
        )
    return card(
        f"What you thought of round {pair.round.id}",
        "done",
        *(block for seen in result.seen for block in opinions(pair, seen)),
        buttons(Button("Find the next partner", SignUpPair(pair.format.id), form=True)),
        Footnote("Levels from 0 to 3. They are yours; no machine and no board knows them."),
    )


def opinions(pair: Pair, seen: Seen) -> list[Block]:
    """The ratings about one person, and how far they agree."""
    blocks: list[Block] = [Text(about(pair, seen.about.account_id), literal=True, strong=True)]
    names = {one.id: one.criterion for one in pair.format.rubric}
    rows = []
    for name, criterion in names.items():
        given = ", ".join(f"{short(pair, v.rater, seen)} {v.levels[name]}" for v in seen.views if name in v.levels)
        rows.append(Field(cut(criterion, 80), given, literal=True))
    blocks.append(Fields(tuple(rows)))
    if seen.close is not None:
        both, same, near = seen.close
        blocks.append(Text(f"Agreement: {same} of {both} on the same level, {near} at most one apart."))
    if seen.kappa is not None:
        blocks.append(Text(f"Weighted kappa of {len(seen.views)} raters: {seen.kappa:.2f} (1 is full agreement)."))
    elif len(seen.views) >= RATERS_FOR_KAPPA:
        blocks.append(Text("Weighted kappa says nothing here: everybody gave one level throughout."))
    blocks += [
        Text(f"{short(pair, one.rater, seen)}: {cut(one.comment, 400)}", literal=True)
        for one in seen.views
        if one.comment
    ]
    return blocks


def short(pair: Pair, rater: int, seen: Seen) -> str:
    """Whose view it is."""
    return "self" if rater == seen.about.account_id else pair.names.get(rater, "") or "observer"


def about(pair: Pair, account: int) -> str:
    """Who is rated."""
    return "yourself" if account == pair.me.account_id else pair.names.get(account, "") or "your partner"


def open_sheet(result: PairSheet) -> Card:
    """What is still to rate about somebody."""
    rest = result.rubric[len(result.given) :][:RUBRIC_PAGE]
    return card(
        "Fill in the rubric",
        "ask",
        Text(f"About {about(result.pair, result.about.account_id)}.", literal=True),
        Fields(tuple(Field(one.id, cut(one.criterion, 160)) for one in rest)),
        buttons(
            Button(
                "Rate",
                RatePair(result.pair.round.id, result.about.account_id, " ".join(result.given)),
                "primary",
                form=True,
            )
        ),
        Footnote("Levels go from 0 (missing) to 3 (all there)."),
    )


def rate_form(result: PairSheet | PairReport) -> Form | Card:
    """A level for each criterion, and a comment on the last page."""
    if isinstance(result, PairReport):
        return rated(result)
    rest = result.rubric[len(result.given) :][:RUBRIC_PAGE]
    last = len(result.given) + len(rest) >= len(result.rubric)
    fields = level_fields(rest)
    comment = FormField("comment", "A comment", "lines", required=False, max_length=LONGEST_COMMENT)
    return Form(
        f"About {cut(about(result.pair, result.about.account_id), 30)}",
        RatePair(result.pair.round.id, result.about.account_id, " ".join(result.given)),
        (*fields, comment) if last else fields,
    )

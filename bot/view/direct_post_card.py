"""What an admin sees of the next daily and of one that was posted by hand. Never the key."""

from bot.intents import PostNow, PreviewDaily, ReplaceDaily, ShowDaily, ShowGroup
from bot.usecases.direct_posts import AskReplace, DailyPosted, Preview
from bot.view.card import Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.question_blocks import question_blocks
from bot.view.wording import BANDS, counted, topic_name

KINDS = {
    "single": "one of several options",
    "multi": "several of several options",
    "true_false": "true or false",
    "numeric": "a number",
    "short": "a short answer",
    "order": "put in order",
    "match": "match pairs",
    "predict": "predict the output",
    "sql": "write a query",
    "kata": "write a function",
    "bug": "find the bug",
    "open": "an open answer",
}


def present_preview(result: Preview) -> Card:
    """Topic, band and kind; the text only where it was opened."""
    question, group = result.question, result.group
    coming = result.plan.next if result.plan else None
    facts = Fields(
        (
            Field("Topic", topic_name(question.topic)),
            Field("Band", BANDS[question.band]),
            Field("Kind", KINDS.get(question.kind, question.kind)),
            *((Field("Comes", "{when}", when=coming.at),) if coming else ()),
        )
    )
    if result.opened:
        return card(
            f"{group.name}: the next question, opened",
            "info",
            facts,
            *question_blocks(question, result.shown, None),
            Footnote("You have seen it early, so it gives you no points. You can still answer it for your streak."),
            word="preview",
        )
    if result.exposed:
        price = Text("You have seen this question before: it gives you no points anyway.")
    else:
        price = Text("You can open its text as well. That costs you this question's points, and is in the group's log.")
    return card(
        f"{group.name}: the next question",
        "info",
        facts,
        price,
        buttons(
            Button("Open the text, for no points", PreviewDaily(group.id, stem=True), style="danger"),
            Button("Post it now", PostNow(group.id)),
            Button("The group", ShowGroup(group.id)),
        ),
        word="preview",
    )


def present_posted(result: DailyPosted | AskReplace) -> Card:
    """It is out, or what replacing would do."""
    if isinstance(result, AskReplace):
        return ask_replace(result)
    group = result.group
    if result.daily is None:
        return card(
            f"{group.name} has paused itself",
            "warning",
            Text("Nobody answered the last ten questions. Resume the group, and the next one can be posted."),
            buttons(Button("The group", ShowGroup(group.id), style="primary")),
        )
    said = "It uses up today's place in the schedule."
    if result.replaced is not None:
        said = "The one before was revealed; its answers keep their points and days."
    return card(
        f"{group.name}: the question is out",
        "done",
        Text(said),
        buttons(Button("Show it", ShowDaily(group.id), style="primary"), Button("The group", ShowGroup(group.id))),
        word="posted",
    )


def ask_replace(result: AskReplace) -> Card:
    """Replace it?"""
    answered = counted(result.daily.answered, "answer")
    return card(
        "Replace the open question?",
        "ask",
        Text(
            f"It has {answered}. They keep their points and days; its key is shown, and another question comes at once."
        ),
        Text("A question can be replaced once a day."),
        buttons(Button("Replace it", ReplaceDaily(result.group.id, confirmed=True), style="danger")),
    )

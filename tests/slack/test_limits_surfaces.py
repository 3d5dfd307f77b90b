"""What Slack takes around and inside blocks: sizes of surfaces, which block stands where, values that are listed."""

from typing import Any

from adapters.slack import limits
from adapters.slack.rules import Words
from tests.every import every
from tests.slack import samples
from tests.slack.samples import MARKED, PLAIN, block, carried, cell, message, on, option, view
from tests.slack.verdicts import SPECIAL, filled, verdict

SIZES = {"message": ("blocks", 50), "modal": ("blocks", 100), "home": ("blocks", 100)}


@every("surface", list(SIZES))
def test_a_surface_takes_so_many_blocks(surface: str) -> None:
    name, most = SIZES[surface]
    for count in (most - 1, most, most + 1):
        verdict(surface, on(surface, *[{"type": "divider"}] * count), f"/{name}", "too_many" if count > most else None)
    verdict(surface, on(surface), "/blocks", "too_few" if surface != "message" else None)


VIEW_TEXTS = [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)]


@every("surface", ["modal", "home"])
@every(("field", "number"), VIEW_TEXTS)
def test_the_strings_of_a_view_fit(surface: str, field: str, number: int) -> None:
    for units in (number - 1, number, number + 1):
        payload = {**view(surface, block("divider")), field: "🙂" + "a" * (units - 2)}
        verdict(surface, payload, f"/{field}", "too_long" if units > number else None)


@every("field", ["title", "submit", "close"])
@every("special", list(SPECIAL))
def test_the_titles_of_a_modal_fit(field: str, special: str) -> None:
    for units in (23, 24, 25):
        words = {"type": "plain_text", "text": filled(units, special, Words(24), "modal")}
        verdict(
            "modal",
            {**view("modal", block("divider")), field: words},
            f"/{field}/text",
            "too_long" if units > 24 else None,
        )


def test_a_message_text_stays_below_what_an_update_takes() -> None:
    for units in (3899, 3900, 3901):
        payload = {"text": "🙂" + "a" * (units - 2), "blocks": []}
        verdict("message", payload, "/text", "too_long" if units > 3900 else None)


def test_attachments_are_a_hundred_at_most() -> None:
    for count in (99, 100, 101):
        payload = {**message(), "attachments": [{}] * count}
        verdict("message", payload, "/attachments", "too_many" if count > 100 else None)


SUGGESTED: dict[str, Any] = {
    "options": lambda count: [option(n) for n in range(count)],
    "option_groups": lambda count: [{"label": PLAIN, "options": [option(n)]} for n in range(count)],
}


@every("number", [99, 100, 101])
@every("field", ["options", "option_groups"])
def test_a_suggestion_answers_with_a_hundred(field: str, number: int) -> None:
    made = SUGGESTED[field](number)
    found = [problem.code for problem in limits.problems("options", {field: made})]
    assert found == (["too_many"] if number > 100 else [])


ROOMS = {
    "message": "video "
    "context_actions markdown plan task_card table data_table data_visualization card carousel container",
    "modal": "alert video",
    "home": "video",
}
CORE = "actions context divider header image input rich_text section"


@every("surface", list(ROOMS))
def test_a_block_stands_only_where_it_may(surface: str) -> None:
    everywhere = {
        *CORE.split(),
        *(name for names in ROOMS.values() for name in names.split()),
        "file",
        "call",
        "hologram",
    }
    may = {*CORE.split(), *ROOMS[surface].split()}
    for name in everywhere:
        payload = on(surface, {"type": name, **samples.BLOCKS.get(name, {})})
        verdict(surface, payload, "/blocks/0/type", None if name in may else "not_allowed")


def test_what_may_stand_in_an_actions_block() -> None:
    for name in limits.ELEMENTS:
        element = {"type": name, **samples.ELEMENTS.get(name, {})}
        typed = name in samples.ASKED or name.startswith("rich_text") or name in ("image", "plain_text", "mrkdwn")
        refused = typed or name in ("feedback_buttons", "icon_button")
        payload = message(block("actions", elements=[element]))
        verdict("message", payload, "/blocks/0/elements/0/type", "not_allowed" if refused else None)


def test_a_file_is_asked_for_in_a_modal_only() -> None:
    asked = block("input", element={"type": "file_input", "action_id": "a"})
    verdict("modal", view("modal", asked), "", None)
    for surface in ("message", "home"):
        verdict(surface, on(surface, asked), "/blocks/0/element/type", "not_allowed")


CHOICES = {
    ("element:button", "style"): "primary danger",
    ("part:confirm", "style"): "primary danger",
    ("element:rich_text_list", "style"): "bullet ordered",
    ("leaf:broadcast", "range"): "here channel everyone",
    ("message:task_card", "status"): "pending in_progress complete error",
    ("message:container", "width"): "narrow standard wide full",
    ("modal:alert", "level"): "default info warning error success",
}


@every(("entry", "field"), list(CHOICES))
def test_a_listed_value_and_no_other(entry: str, field: str) -> None:
    for value in (*CHOICES[entry, field].split(), "other", ""):
        surface, payload, at = carried(entry, {field: value})
        taken = value in CHOICES[entry, field].split()
        verdict(surface, payload, f"{at}/{field}", None if taken else "not_allowed")


def test_a_renderer_leaves_a_twentieth_free() -> None:
    assert [limits.budget(number) for number in (24, 75, 150, 3000, 12_000)] == [22, 71, 142, 2850, 11_400]


@every("special", list(SPECIAL))
def test_the_text_of_one_field_of_a_section(special: str) -> None:
    for units in (1999, 2000, 2001):
        text = {"type": "plain_text", "text": filled(units, special, Words(2000), "message:section")}
        payload = message(block("section", fields=[MARKED, text]))
        verdict("message", payload, "/blocks/0/fields/1/text", "too_long" if units > 2000 else None)


def test_a_data_table_has_a_header_and_a_row() -> None:
    for count in (1, 2):
        payload = message(block("data_table", rows=[[cell()]] * count))
        verdict("message", payload, "/blocks/0/rows", "too_few" if count < 2 else None)

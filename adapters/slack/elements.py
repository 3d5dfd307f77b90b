"""The part of the limits table that stands inside blocks: elements by type, and the objects that they hold.

Knows no block and no surface: those stand in limits.py.
"""

from adapters.slack.rules import PLAIN, Fields, Flag, Line, Many, Number, One, Open, Words

ID = Line(255, least=1)
URL = Line(3000, least=1)
STYLE = Line(7, among=("primary", "danger"))
PLACEHOLDER = Words(150, PLAIN)
CONFIRM = One(("confirm",))
OPTION = ("option",)
ACTION: Fields = {"action_id": ID}
INPUT: Fields = {**ACTION, "placeholder": PLACEHOLDER, "focus_on_load": Flag()}
SELECT: Fields = {**INPUT, "confirm": CONFIRM}
DISPATCH = Open()

PARTS: dict[str, Fields] = {
    "option": {
        "text": Words(75, required=True),
        "value": Line(150, required=True, least=1),
        "description": Words(75),
        "url": URL,
    },
    "option_group": {"label": Words(75, PLAIN, required=True), "options": Many(100, of=OPTION, required=True)},
    "confirm": {
        "title": Words(100, PLAIN, required=True),
        "text": Words(300, required=True),
        "confirm": Words(30, PLAIN, required=True),
        "deny": Words(30, PLAIN, required=True),
        "style": STYLE,
    },
}
"""Objects that elements hold."""

GROUPS = ("option_group",)
PICKED = Many(100, of=OPTION)
LEAF: dict[str, Fields] = {
    "text": {"text": Line(12_000, least=1, required=True, written=True), "style": Open()},
    "link": {"url": URL, "text": Line(3000, written=True), "style": Open(), "unsafe": Flag()},
    "emoji": {"name": Line(255, least=1, required=True), "unicode": Line(255), "style": Open()},
    "user": {"user_id": ID, "style": Open()},
    "channel": {"channel_id": ID, "style": Open()},
    "usergroup": {"usergroup_id": ID, "style": Open()},
    "broadcast": {"range": Line(8, among=("here", "channel", "everyone"), required=True), "style": Open()},
    "date": {
        "timestamp": Number(0, required=True),
        "format": Line(255, least=1, required=True),
        "url": URL,
        "fallback": Line(255),
    },
}
"""What a rich text is made of."""
LEAVES = Many(10_000, least=0, of=tuple(f"leaf:{name}" for name in LEAF), required=True)
ELEMENTS: dict[str, Fields] = {
    "button": {
        **ACTION,
        "text": Words(75, PLAIN, required=True),
        "value": Line(2000),
        "url": URL,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": Line(75, least=1, written=True),
    },
    "overflow": {**ACTION, "options": Many(5, of=OPTION, required=True), "confirm": CONFIRM},
    "static_select": {
        **SELECT,
        "options": Many(100, of=OPTION),
        "option_groups": Many(100, of=GROUPS),
        "initial_option": One(OPTION),
    },
    "multi_static_select": {
        **SELECT,
        "options": Many(100, of=OPTION),
        "option_groups": Many(100, of=GROUPS),
        "initial_options": PICKED,
        "max_selected_items": Number(1),
    },
    "external_select": {**SELECT, "min_query_length": Number(0), "initial_option": One(OPTION)},
    "multi_external_select": {
        **SELECT,
        "min_query_length": Number(0),
        "initial_options": PICKED,
        "max_selected_items": Number(1),
    },
    "users_select": {**SELECT, "initial_user": Line(255, least=1)},
    "multi_users_select": {**SELECT, "initial_users": Open(), "max_selected_items": Number(1)},
    "channels_select": {**SELECT, "initial_channel": Line(255, least=1), "response_url_enabled": Flag()},
    "multi_channels_select": {**SELECT, "initial_channels": Open(), "max_selected_items": Number(1)},
    "conversations_select": {
        **SELECT,
        "initial_conversation": Line(255, least=1),
        "default_to_current_conversation": Flag(),
        "response_url_enabled": Flag(),
        "filter": Open(),
    },
    "multi_conversations_select": {
        **SELECT,
        "initial_conversations": Open(),
        "default_to_current_conversation": Flag(),
        "max_selected_items": Number(1),
        "filter": Open(),
    },
    "radio_buttons": {
        **ACTION,
        "options": Many(10, of=OPTION, required=True),
        "initial_option": One(OPTION),
        "confirm": CONFIRM,
        "focus_on_load": Flag(),
    },
    "checkboxes": {
        **ACTION,
        "options": Many(10, of=OPTION, required=True),
        "initial_options": Many(10, of=OPTION),
        "confirm": CONFIRM,
        "focus_on_load": Flag(),
    },
    "datepicker": {**SELECT, "initial_date": Line(10, least=10)},
    "timepicker": {**SELECT, "initial_time": Line(5, least=5), "timezone": Line(255, least=1)},
    "datetimepicker": {
        **ACTION,
        "initial_date_time": Number(1_000_000_000, 9_999_999_999),
        "confirm": CONFIRM,
        "focus_on_load": Flag(),
    },
    "plain_text_input": {
        **INPUT,
        "initial_value": Line(3000, written=True),
        "multiline": Flag(),
        "min_length": Number(0, 3000),
        "max_length": Number(1, 3000),
        "dispatch_action_config": DISPATCH,
    },
    "email_text_input": {**INPUT, "initial_value": Line(3000), "dispatch_action_config": DISPATCH},
    "url_text_input": {**INPUT, "initial_value": Line(3000), "dispatch_action_config": DISPATCH},
    "number_input": {
        **INPUT,
        "is_decimal_allowed": Flag(required=True),
        "initial_value": Number(decimal=True),
        "min_value": Number(decimal=True),
        "max_value": Number(decimal=True),
        "dispatch_action_config": DISPATCH,
    },
    "rich_text_input": {**INPUT, "initial_value": Open(), "dispatch_action_config": DISPATCH},
    "file_input": {**ACTION, "filetypes": Open(), "max_files": Number(1, 10)},
    "image": {"image_url": URL, "slack_file": Open(), "alt_text": Line(2000, least=1, required=True, written=True)},
    "plain_text": {"text": Line(3000, least=1, required=True, written=True), "emoji": Flag()},
    "mrkdwn": {"text": Line(3000, least=1, required=True), "verbatim": Flag()},
    "feedback_buttons": {**ACTION, "positive_button": Open(required=True), "negative_button": Open(required=True)},
    "icon_button": {
        **ACTION,
        "icon": Open(required=True),
        "text": Words(75, PLAIN, required=True),
        "value": Line(2000),
        "confirm": CONFIRM,
    },
    "rich_text_section": {"elements": LEAVES},
    "rich_text_preformatted": {"elements": LEAVES, "border": Number(0, 1), "language": Line(255)},
    "rich_text_quote": {"elements": LEAVES, "border": Number(0, 1)},
    "rich_text_list": {
        "elements": Many(10_000, of=("element:rich_text_section",), required=True),
        "style": Line(7, among=("bullet", "ordered"), required=True),
        "indent": Number(0, 8),
        "offset": Number(0),
        "border": Number(0, 1),
    },
}
"""What stands inside blocks, by type."""

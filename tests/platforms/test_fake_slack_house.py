"""The fake Slack keeps its own rules: it knows nothing of Quorum, and each refusal of its is provoked by a test."""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PARTS = sorted((HERE / "slack").glob("*.py"))
TESTS = sorted(HERE.glob("test_fake_slack_*.py"))

SECTION_8 = (
    "ratelimited not_authed invalid_auth account_inactive token_revoked token_expired missing_scope "
    "not_allowed_token_type channel_not_found not_in_channel is_archived user_not_found user_disabled "
    "user_not_in_channel users_list_not_supplied cannot_dm_bot message_not_found cant_update_message already_reacted "
    "no_reaction invalid_name restricted_action no_text invalid_blocks invalid_blocks_format invalid_arguments "
    "invalid_message invalid_view used_url expired_url hash_conflict not_found expired_trigger_id "
    "exchanged_trigger_id invalid_trigger_id push_limit_reached view_too_large not_enabled msg_too_long "
    "msg_blocks_too_long metadata_too_large too_many_websockets refresh_requested link_disabled warning "
    "invalid_code bad_redirect_uri bad_client_secret invalid_client_id invalid_refresh_token unknown_method "
    "time_in_past time_too_far"
)


def trees(files: list[Path]) -> Iterator[ast.AST]:
    for file in files:
        yield from ast.walk(ast.parse(file.read_text()))


def words(files: list[Path]) -> set[str]:
    return {node.value for node in trees(files) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_it_imports_nothing_of_quorum_but_the_limits() -> None:
    ours = set()
    for node in trees(PARTS):
        if isinstance(node, ast.ImportFrom) and node.module:
            ours |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            ours |= {name.name for name in node.names}
    assert {name for name in ours if name.split(".")[0] in ("bot", "adapters")} == {"adapters.slack.limits"}


def test_every_code_that_it_refuses_with_is_provoked() -> None:
    raised = set()
    for node in trees(PARTS):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("error", "ApiError"):
                raised.add(node.args[0].value)
    assert len(raised) > 40
    assert raised - words(TESTS) == set()


def test_every_code_of_the_reference_is_provoked() -> None:
    named = words([test for test in TESTS if test != Path(__file__)])
    inside = {word for text in named for word in text.split()}
    assert set(SECTION_8.split()) - inside == set()

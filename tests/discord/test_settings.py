"""What the operator may set for Discord, and what is said of every mistake; never the secret itself."""

import pytest

from adapters.discord.platform import NEEDS, SERVES_HTTP
from adapters.discord.settings import API, GATEWAY, read_settings

TOKEN = "MTIz.abc.se-cret"


def test_a_token_is_enough() -> None:
    found = read_settings({"DISCORD_BOT_TOKEN": f" {TOKEN} "})
    assert (found.token, found.shard_ids, found.shard_count) == (TOKEN, (), None)
    assert (found.api, found.gateway, found.requests) == (API, GATEWAY, 30.0)
    assert TOKEN not in repr(found)
    assert (NEEDS, SERVES_HTTP) == (("DISCORD_BOT_TOKEN",), False)


@pytest.mark.parametrize(
    ("said", "ids", "count", "requests"),
    [
        ("0-3/8", (0, 1, 2, 3), 8, 15.0),
        ("5/8", (5,), 8, 3.75),
        ("0/1", (0,), 1, 30.0),
        ("4-7/8", (4, 5, 6, 7), 8, 15.0),
    ],
)
def test_the_shards_of_a_process_and_its_part_of_the_requests(
    said: str, ids: tuple[int, ...], count: int, requests: float
) -> None:
    found = read_settings({"DISCORD_BOT_TOKEN": TOKEN, "QUORUM_DISCORD_SHARDS": said})
    assert (found.shard_ids, found.shard_count, found.requests) == (ids, count, requests)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_BOT_TOKEN", ""),
        ("DISCORD_BOT_TOKEN", "se-cret"),
        ("DISCORD_BOT_TOKEN", "se.cr et.x"),
        *(("QUORUM_DISCORD_SHARDS", said) for said in ("8", "3-0/8", "8/8", "0-8/8", "a/b", "-1/2", "0/0", "0-1-2/8")),
        ("QUORUM_DISCORD_API_BASE", "localhost"),
        ("QUORUM_DISCORD_GATEWAY_URL", "https://localhost"),
        ("QUORUM_DISCORD_READY_TIMEOUT", "soon"),
        ("QUORUM_DISCORD_IDENTIFY_APART", "-1"),
    ],
)
def test_every_mistake_is_named_without_the_secret(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name) as wrong:
        read_settings({"DISCORD_BOT_TOKEN": TOKEN, name: value})
    assert "se-cret" not in str(wrong.value)


def test_the_fake_is_reached_by_two_addresses() -> None:
    found = read_settings(
        {
            "DISCORD_BOT_TOKEN": TOKEN,
            "QUORUM_DISCORD_API_BASE": "http://127.0.0.1:1/api/v10/",
            "QUORUM_DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/gateway",
            "QUORUM_DISCORD_READY_TIMEOUT": "0.1",
            "QUORUM_DISCORD_IDENTIFY_APART": "0",
        }
    )
    assert found.api == "http://127.0.0.1:1/api/v10"
    assert found.gateway == "ws://127.0.0.1:1/gateway"
    assert (found.ready_timeout, found.identify_apart) == (0.1, 0.0)

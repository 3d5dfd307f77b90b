"""What is offered while somebody types: never more than Discord takes, and what fits best first."""

from adapters.discord import limits
from adapters.discord.suggestions import suggested, suggested_topics
from tests.every import every
from tests.hostile import HOSTILE

TOPICS = ("db", "net", "nosql", "sql")


def values(typed: str, topics: tuple[str, ...] = TOPICS) -> list[str]:
    return [choice.value for choice in suggested_topics(typed, topics)]


def test_a_topic_is_found_by_its_id_and_by_its_name() -> None:
    assert values("sq") == ["sql", "nosql"]
    assert values("network") == ["net"]
    assert values("") == list(TOPICS)
    assert values("nothing like that") == []
    assert [choice.name for choice in suggested_topics("net", TOPICS)] == ["net: networking"]


def test_behind_a_comma_one_more_topic_is_offered() -> None:
    assert values("sql, ") == ["sql,db", "sql,net", "sql,nosql"]
    assert values("sql,db,ne") == ["sql,db,net"]


@every("text", HOSTILE)
def test_whatever_groups_are_called_discord_takes_what_is_offered(text: str) -> None:
    offered = [(str(number), f"{text} {number}") for number in range(40)] + [(text, text)]
    for typed in ("", "3", text[:100]):
        choices = [choice.to_dict() for choice in suggested(typed, offered)]
        assert limits.problems("autocomplete", {"choices": choices}) == []
    assert len(suggested("", offered)) == 25

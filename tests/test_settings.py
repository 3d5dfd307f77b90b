"""Settings come from the options, else from the environment, else from the user's own folders."""

from pathlib import Path

from bot.settings import read_settings


def test_without_anything_they_are_in_the_users_own_folders() -> None:
    found = read_settings({"HOME": "/home/ann"})
    assert found.database_url == "sqlite:////home/ann/.local/share/quorum/quorum.db"
    assert found.cache == Path("/home/ann/.cache/quorum")
    assert found.content is None


def test_the_standard_folders_may_lie_elsewhere_but_only_absolutely() -> None:
    found = read_settings({"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "here"})
    assert found.database_url == "sqlite:////data/quorum/quorum.db"
    assert found.cache == Path("/home/ann/.cache/quorum")


def test_the_environment_names_database_and_content() -> None:
    found = read_settings({"HOME": "/h", "DATABASE_URL": " postgres://host/db\n", "QUORUM_CONTENT": "/bank"})
    assert (found.database_url, found.content) == ("postgres://host/db", Path("/bank"))


def test_empty_variables_are_not_set() -> None:
    found = read_settings({"HOME": "/h", "DATABASE_URL": " ", "QUORUM_CONTENT": ""})
    assert found.database_url.startswith("sqlite:////h/")
    assert found.content is None


def test_options_win() -> None:
    env = {"HOME": "/h", "DATABASE_URL": "postgres://host/db", "QUORUM_CONTENT": "/bank"}
    found = read_settings(env, "sqlite:///x.db", Path("mine"))
    assert (found.database_url, found.content) == ("sqlite:///x.db", Path("mine"))

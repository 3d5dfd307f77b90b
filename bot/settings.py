"""What the operator decides, read from the environment once. Knows names of variables, and no platform's secrets:
each adapter reads its own.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

JUDGE_DATABASE = "QUORUM_JUDGE_DATABASE"
"""The variable with the URL of the PostgreSQL in which sql questions for it are judged."""
DATA_FOLDER = "quorum"
"""Quorum's folder below each of the user's standard folders."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is. `database_url` is an SQLAlchemy or host-style URL; `content` None means the bank of the house.

    `cache` holds the compiled bank and may be deleted at any time. `judge_database` is a PostgreSQL for judging alone.
    """

    database_url: str
    content: Path | None
    cache: Path
    judge_database: str = ""


def read_settings(
    environment: Mapping[str, str] | None = None, database_url: str = "", content: Path | None = None
) -> Settings:
    """Settings from the environment; the arguments win over DATABASE_URL and QUORUM_CONTENT."""
    env = os.environ if environment is None else environment
    chosen = content or (Path(env["QUORUM_CONTENT"]) if env.get("QUORUM_CONTENT") else None)
    return Settings(
        database_url=database_url or env.get("DATABASE_URL", "").strip() or f"sqlite:///{data_home(env) / 'quorum.db'}",
        content=chosen,
        cache=folder(env, "XDG_CACHE_HOME", ".cache"),
        judge_database=env.get(JUDGE_DATABASE, "").strip(),
    )


def data_home(env: Mapping[str, str]) -> Path:
    """The user's own folder for data, where the default database lies; it is not made here."""
    return folder(env, "XDG_DATA_HOME", ".local/share")


def folder(env: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Quorum's folder below one of the user's standard folders."""
    named = env.get(variable, "")
    root = Path(named) if named.startswith("/") else Path(env.get("HOME") or Path.home()) / fallback
    return root / DATA_FOLDER

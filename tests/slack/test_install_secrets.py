"""Tokens at rest, and what the operator is told when something is missing."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.install_settings import many_workspaces, read_install_settings
from adapters.slack.secrets import MAKE_ONE, Unreadable, read_seal

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
GOOD = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hush-hush",
    "QUORUM_PUBLIC_URL": "https://quorum.test/",
    "QUORUM_SECRET_KEY": OLD,
}


@given(st.text())
def test_what_is_sealed_opens_and_shows_nothing(text: str) -> None:
    seal = read_seal({"QUORUM_SECRET_KEY": OLD})
    sealed = seal.close(text, NOW)
    assert seal.open(sealed) == text
    assert len(text) < 6 or text not in sealed
    assert set(sealed) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def test_another_key_opens_nothing() -> None:
    sealed = read_seal({"QUORUM_SECRET_KEY": OLD}).close("xoxb-1", NOW)
    with pytest.raises(Unreadable):
        read_seal({"QUORUM_SECRET_KEY": NEW}).open(sealed)
    with pytest.raises(Unreadable):
        read_seal({"QUORUM_SECRET_KEY": OLD}).open(sealed[:-5] + "AAAAA")


def test_a_key_is_replaced_by_naming_the_new_one_first() -> None:
    sealed = read_seal({"QUORUM_SECRET_KEY": OLD}).close("xoxb-1", NOW)
    both = read_seal({"QUORUM_SECRET_KEY": f"{NEW}, {OLD}"})
    assert both.open(sealed) == "xoxb-1"
    assert read_seal({"QUORUM_SECRET_KEY": NEW}).open(both.close("xoxb-2", NOW)) == "xoxb-2"


def test_what_is_old_does_not_open_where_age_matters() -> None:
    seal = read_seal({"QUORUM_SECRET_KEY": OLD})
    sealed, ten = seal.close("state", NOW), timedelta(minutes=10)
    assert seal.open(sealed, NOW + ten, ten) == "state"
    with pytest.raises(Unreadable):
        seal.open(sealed, NOW + ten + timedelta(seconds=1), ten)


@pytest.mark.parametrize("said", ["", " , ", "letmein", "ä" * 32])
def test_without_a_key_it_says_how_to_make_one(said: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_seal({"QUORUM_SECRET_KEY": said})
    assert "QUORUM_SECRET_KEY" in str(refused.value)
    assert MAKE_ONE in str(refused.value)
    assert "letmein" not in str(refused.value)


def test_the_way_to_make_a_key_makes_one() -> None:
    code = MAKE_ONE.split("'")[1]
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert read_seal({"QUORUM_SECRET_KEY": made}).open(read_seal({"QUORUM_SECRET_KEY": made}).close("x", NOW)) == "x"


@pytest.mark.parametrize("name", GOOD)
def test_each_setting_that_is_missing_is_named_without_a_secret(name: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_install_settings({**GOOD, name: ""})
    assert name in str(refused.value)
    assert "hush-hush" not in str(refused.value)


@pytest.mark.parametrize("address", ["quorum.test", "ftp://quorum.test", "https://", "https://quorum.test/?a=b"])
def test_an_address_that_no_browser_reaches_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="QUORUM_PUBLIC_URL"):
        read_install_settings({**GOOD, "QUORUM_PUBLIC_URL": address})


def test_the_addresses_follow_from_the_settings() -> None:
    settings = read_install_settings(GOOD)
    assert settings.redirect_uri == "https://quorum.test/slack/oauth_redirect"
    assert settings.authorize_url == "https://slack.com/oauth/v2/authorize"
    assert many_workspaces(GOOD)
    assert not many_workspaces({"SLACK_BOT_TOKEN": "xoxb-1"})


def test_one_workspace_needs_no_cryptography() -> None:
    code = "import sys, adapters.slack.secrets, adapters.slack.install_settings; print('cryptography' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "False"

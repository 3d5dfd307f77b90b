"""What the operator sets so that many workspaces can install Quorum; every mistake is a sentence without the secret.

Without SLACK_CLIENT_ID there is one workspace, by the bot token of `settings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from adapters.slack.secrets import Seal, read_seal
from adapters.slack.settings import api

ID: Final = "SLACK_CLIENT_ID"
SECRET: Final = "SLACK_CLIENT_SECRET"
ADDRESS: Final = "QUORUM_PUBLIC_URL"
INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"


@dataclass(frozen=True, slots=True)
class InstallSettings:
    """The app's credentials. `public` is where browsers reach this process, without a slash at the end."""

    client_id: str
    client_secret: str = field(repr=False)
    public: str
    seal: Seal
    api: str

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends the browser back."""
        return self.public + REDIRECT_PATH

    @property
    def authorize_url(self) -> str:
        """Slack's page of consent, beside its Web API."""
        return self.api.removesuffix("api/") + "oauth/v2/authorize"


def many_workspaces(environment: Mapping[str, str]) -> bool:
    """Whether workspaces install the app themselves."""
    return bool(environment.get(ID, "").strip())


def read_install_settings(environment: Mapping[str, str]) -> InstallSettings:
    """The settings of this environment. Raises ValueError with a sentence for the operator."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    for name in (ID, SECRET):
        if not said(name):
            raise ValueError(f'{name} is missing: copy it from the app\'s page "Basic Information".')
    public = said(ADDRESS).rstrip("/")
    parts = urlsplit(public)
    if parts.scheme not in ("https", "http") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            f"{ADDRESS} is no address: it is where browsers reach Quorum, as https://quorum.example.org, and Slack "
            f"knows it with {REDIRECT_PATH} at its end as a redirect URL."
        )
    return InstallSettings(said(ID), said(SECRET), public, read_seal(environment), api(said("SLACK_API_URL")))

"""The application as Discord knows it: its ids, its token, what it may and how often."""

from dataclasses import dataclass


@dataclass
class AppConfig:
    """What stands in the developer portal, and what Discord keeps about the application."""

    id: str = "1100000000000000001"
    name: str = "Quorum"
    token: str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.fake.token"
    token_valid: bool = True
    """False: every call with the token is refused with 401, every IDENTIFY with 4004."""
    owner_id: str = "1100000000000000009"
    shards: int = 1
    """What GET /gateway/bot recommends; guilds are spread over this number."""
    max_concurrency: int = 1
    session_starts: int = 1000
    privileged_intents: int = 0
    """Intents that the portal has switched on; another privileged one is refused with 4014."""
    public: bool = True
    flags: int = 0
    """What the portal tells of the application: privileged intents that are on, among others."""
    code_grant: bool = False
    """Whether adding the bot needs OAuth2's code grant."""
    endpoint: str | None = None
    """Where interactions are posted to instead of the gateway."""
    command_creates: int | None = None
    """How many more commands may be created today: 30034 when it is 0."""
    old_edits: int | None = None
    """How many more edits of messages older than one hour are allowed: 30046 when it is 0."""
    dm_opens: int | None = None
    """How many more direct messages may be opened: 40003 when it is 0."""

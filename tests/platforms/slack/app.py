"""The app as Slack knows it: its ids and secrets, its features, its event subscriptions. One app in each fake."""

from dataclasses import dataclass, field

SCOPES = (
    "commands,chat:write,files:write,app_mentions:read,users:read,channels:read,groups:read,"
    "channels:history,groups:history,im:history"
)
EVENTS = (
    "app_home_opened app_mention app_uninstalled tokens_revoked message.im member_joined_channel member_left_channel "
    "user_change team_join channel_archive channel_unarchive channel_rename channel_deleted channel_left "
    "group_archive group_unarchive group_rename group_deleted group_left"
)


@dataclass
class AppConfig:
    """What stands on the app's page at Slack."""

    app_id: str = "A0QUORUM"
    client_id: str = "111.222"
    client_secret: str = "s3cret-of-the-client"
    signing_secret: str = "s1gning-secret"
    verification_token: str = "verify-me"
    app_token: str = "xapp-1-A0QUORUM-1-token"
    bot_name: str = "quorum"
    scopes: set[str] = field(default_factory=lambda: set(SCOPES.split(",")))
    events: set[str] = field(default_factory=lambda: set(EVENTS.split()))
    commands: set[str] = field(default_factory=lambda: {"/quorum"})
    shortcuts: set[str] = field(default_factory=lambda: {"today"})
    redirect_urls: set[str] = field(default_factory=set)
    home_tab_enabled: bool = True
    socket_mode_enabled: bool = True
    token_rotation_enabled: bool = False
    commercially_distributed: bool = False
    """Outside the Marketplace: at most 15 messages from a history."""
    bot_reads_replies: bool = False
    """Whether a bot token may use conversations.replies outside direct messages: the documentation denies it."""

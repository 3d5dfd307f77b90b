"""The list of Web API methods that the fake understands: arguments, scopes (one is enough), kind of token."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack import blocks, chat, conversations, files, oauth, people, views


@dataclass(frozen=True)
class Method:
    run: Callable[[Any], dict[str, Any]]
    args: frozenset[str]
    scopes: tuple[str, ...] = ()
    token: str = "bot"


def _method(run: Callable[[Any], dict[str, Any]], args: str, *scopes: str, token: str = "bot") -> Method:
    return Method(run, frozenset(args.split()), scopes, token)


POST = "channel text blocks attachments metadata thread_ts parse link_names unfurl_links unfurl_media mrkdwn"
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS = {
    "auth.test": _method(oauth.auth_test, ""),
    "auth.revoke": _method(oauth.auth_revoke, "test"),
    "apps.connections.open": _method(oauth.connections_open, "", token="app"),
    "oauth.v2.access": _method(
        oauth.access, "client_id client_secret code redirect_uri grant_type refresh_token", token="none"
    ),
    "chat.postMessage": _method(chat.post_message, f"{POST} reply_broadcast", "chat:write"),
    "chat.postEphemeral": _method(chat.post_ephemeral, f"{POST} user", "chat:write"),
    "chat.update": _method(
        chat.update, "channel ts text blocks attachments metadata parse link_names reply_broadcast", "chat:write"
    ),
    "chat.delete": _method(chat.delete, "channel ts", "chat:write"),
    "chat.scheduleMessage": _method(chat.schedule, f"{POST} post_at reply_broadcast", "chat:write"),
    "chat.deleteScheduledMessage": _method(chat.unschedule, "channel scheduled_message_id", "chat:write"),
    "chat.scheduledMessages.list": _method(chat.scheduled, "channel latest oldest limit cursor"),
    "chat.getPermalink": _method(chat.permalink, "channel message_ts"),
    "conversations.info": _method(conversations.info, "channel include_locale include_num_members", *READ),
    "conversations.list": _method(conversations.list_all, "types exclude_archived limit cursor", *READ),
    "conversations.members": _method(conversations.members, "channel limit cursor", *READ),
    "conversations.open": _method(conversations.open_dm, "users channel return_im", "im:write", "chat:write"),
    "conversations.history": _method(
        conversations.history, "channel oldest latest inclusive include_all_metadata limit cursor", *HISTORY
    ),
    "conversations.replies": _method(
        conversations.replies, "channel ts oldest latest inclusive include_all_metadata limit cursor", *HISTORY
    ),
    "reactions.add": _method(conversations.react, "channel timestamp name", "reactions:write"),
    "reactions.remove": _method(conversations.unreact, "channel timestamp name", "reactions:write"),
    "users.info": _method(people.users_info, "user include_locale", "users:read"),
    "users.list": _method(people.users_list, "include_locale limit cursor", "users:read"),
    "users.conversations": _method(people.users_conversations, "user types exclude_archived limit cursor", *READ),
    "team.info": _method(people.team_info, "team", "team:read"),
    "bots.info": _method(people.bots_info, "bot", "users:read"),
    "views.open": _method(views.open_view, "trigger_id view interactivity_pointer"),
    "views.push": _method(views.push_view, "trigger_id view interactivity_pointer"),
    "views.update": _method(views.update_view, "view_id external_id view hash"),
    "views.publish": _method(views.publish_view, "user_id view hash"),
    "files.getUploadURLExternal": _method(files.get_upload_url, "filename length alt_txt snippet_type", "files:write"),
    "files.completeUploadExternal": _method(
        files.complete_upload, "files channel_id channels initial_comment thread_ts blocks", "files:write"
    ),
    "blocks.validate": _method(blocks.validate, "blocks message view"),
}

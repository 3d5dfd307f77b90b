"""How the REST API refuses: Discord's codes with the status that they come with."""

from typing import Any

CODES: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    30034: (400, "Maximum number of application command creates has been reached"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40003: (400, "You are opening direct messages too fast"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached its maximum number of follow-up messages"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on this channel type"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50033: (400, "Invalid Recipient(s)"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
    200000: (403, "Message was blocked by automatic moderation"),
}


class Refusal(Exception):
    """An answer that is an error; `at` is the JSON pointer of a field that 50035 is about, `why` its words."""

    def __init__(self, code: int, at: str = "", why: str = "") -> None:
        self.code = code
        self.status, message = CODES[code]
        self.body: dict[str, Any] = {"code": code, "message": message}
        if self.status == 429:
            self.body["retry_after"] = 0.01
        if at:
            self.body["errors"] = nested(at, why)
        super().__init__(f"{code} {message} {at} {why}".strip())


def nested(pointer: str, why: str, code: str = "INVALID") -> dict[str, Any]:
    """Discord's tree of errors for one field."""
    tree: dict[str, Any] = {"_errors": [{"code": code, "message": why}]}
    for part in reversed(pointer.strip("/").split("/")):
        tree = {part: tree}
    return tree

"""Files, the newer way: ask for an upload URL, send the bytes, complete. The bytes are kept for the test."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.slack import chat
from tests.platforms.slack.journal import Call
from tests.platforms.slack.workspace import Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.server import FakeSlack
    from tests.platforms.slack.web_api import Request


@dataclass(eq=False)
class File:
    """An upload. `shared_in` is the channel id once it is complete and shared."""

    id: str
    ws: Workspace
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    complete: bool = False
    shared_in: str | None = None


def get_upload_url(request: "Request") -> dict[str, Any]:
    name, length = str(request.need("filename")), request.number("length", 0)
    if length <= 0:
        raise request.error("invalid_arguments")
    files = request.fake.files
    file = File(f"F{len(files) + 1:07d}", request.workspace, name, length)
    files[file.id] = file
    return {"upload_url": f"{request.fake.url}/upload/{file.id}", "file_id": file.id}


async def upload(fake: "FakeSlack", http: web.Request) -> web.StreamResponse:
    """Serve the upload URL: raw bytes, or the one file of a form."""
    from tests.platforms.slack.web_api import spoiled

    file = fake.files.get(http.match_info["file_id"])
    if http.content_type == "multipart/form-data":
        content = b"".join(
            part.file.read() if isinstance(part, web.FileField) else str(part).encode()
            for part in (await http.post()).values()
        )
    else:
        content = await http.read()
    call = Call(fake.clock.now(), "upload", file.ws.team_id if file else None, {"length": len(content)})
    fake.journal.calls.append(call)

    def store() -> tuple[int, Any, dict[str, str]]:
        call.stored = True
        if file is None:
            return 404, "not found", {}
        if len(content) != file.length:
            return 400, f"expected {file.length} bytes, received {len(content)}", {}
        file.content = content
        return 200, f"OK - {len(content)}", {}

    return await spoiled(fake, http, call, fake.faults.take(call), store)


def complete_upload(request: "Request") -> dict[str, Any]:
    named, channel = request.need("files"), None
    if not isinstance(named, list) or not named:
        raise request.error("invalid_arguments")
    if request.args.get("channel_id"):
        request.args["channel"] = request.args["channel_id"]
        channel = request.channel(posting=True)
    found = []
    for one in named:
        file = request.fake.files.get(str(one.get("id")))
        if file is None or file.ws is not request.workspace or file.content is None:
            raise request.error("file_not_found")
        found.append((file, str(one.get("title") or file.name)))
    for file, title in found:
        file.title, file.complete = title, True
        file.shared_in = channel.id if channel else None
    if channel:
        body = chat.wire(request.workspace, {"text": request.args.get("initial_comment"), **_thread(request)})
        body["files"] = [{"id": file.id, "title": title, "name": file.name} for file, title in found]
        chat.put(request.workspace, channel, body)
    return {"files": [{"id": file.id, "title": title} for file, title in found]}


def _thread(request: "Request") -> dict[str, Any]:
    return {"thread_ts": request.args["thread_ts"]} if request.args.get("thread_ts") else {}

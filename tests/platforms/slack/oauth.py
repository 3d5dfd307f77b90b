"""Installing the app: the consent page, codes, tokens and their rotation; and what a token may ask of itself."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from tests.platforms.slack.workspace import Installation, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.server import FakeSlack
    from tests.platforms.slack.web_api import Request

CODE_SECONDS = 600
TOKEN_SECONDS = 12 * 3600


@dataclass(eq=False)
class Code:
    ws: Workspace
    user: str
    scopes: set[str]
    redirect_uri: str
    born: float
    used: bool = False


def auth_test(request: "Request") -> dict[str, Any]:
    ws = request.workspace
    return {
        "url": f"https://{ws.domain}.slack.com/",
        "team": ws.domain.title(),
        "user": ws.bot.name,
        "team_id": ws.team_id,
        "user_id": ws.bot.id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(request: "Request") -> dict[str, Any]:
    if not request.truth("test"):
        assert request.installation is not None
        request.installation.state = "revoked"
    return {"revoked": not request.truth("test")}


def connections_open(request: "Request") -> dict[str, Any]:
    if not request.fake.app.socket_mode_enabled:
        raise request.error("forbidden")
    return {"url": request.fake.sockets.ticket()}


def access(request: "Request") -> dict[str, Any]:
    """oauth.v2.access: a code, or with rotation a refresh token, becomes a token."""
    app, args = request.fake.app, request.args
    client, secret = request.basic or (args.get("client_id"), args.get("client_secret"))
    if client != app.client_id:
        raise request.error("invalid_client_id")
    if secret != app.client_secret:
        raise request.error("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        return _refresh(request)
    code = request.fake.codes.get(str(args.get("code")))
    if code is None or code.used or request.fake.clock.now() - code.born >= CODE_SECONDS:
        raise request.error("invalid_code")
    if args.get("redirect_uri", "") != code.redirect_uri:
        raise request.error("bad_redirect_uri")
    code.used = True
    return _told(code.ws, install(code.ws, code.user, code.scopes))


def _refresh(request: "Request") -> dict[str, Any]:
    given = request.args.get("refresh_token")
    for ws in request.fake.workspaces.values():
        for installation in ws.installations:
            if given and installation.refresh_token == given and installation.state in ("active", "expired"):
                installation.refresh_token = None
                return _told(ws, install(ws, installation.user_id, installation.scopes))
    raise request.error("invalid_refresh_token")


def install(ws: Workspace, user: str, scopes: set[str]) -> Installation:
    """A new bot token. Scopes only ever add up; without rotation a reinstall gives the same token again."""
    app, before = ws.fake.app, [one for one in ws.installations if one.state == "active"]
    scopes = set(scopes).union(*(one.scopes for one in before))
    if before and not app.token_rotation_enabled:
        before[-1].scopes = scopes
        return before[-1]
    number = len(ws.installations) + 1
    rotated = app.token_rotation_enabled
    made = Installation(ws.team_id, f"{'xoxe.' if rotated else ''}xoxb-{ws.team_id}-{number}", scopes, user)
    if rotated:
        made.refresh_token = f"xoxe-1-{ws.team_id}-{number}"
        made.expires_at = ws.fake.clock.now() + TOKEN_SECONDS
    ws.installations.append(made)
    return made


def _told(ws: Workspace, installation: Installation) -> dict[str, Any]:
    body: dict[str, Any] = {
        "access_token": installation.token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": ws.bot.id,
        "app_id": ws.fake.app.app_id,
        "team": {"id": ws.team_id, "name": ws.domain.title()},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installation.user_id},
    }
    if installation.refresh_token and installation.expires_at:
        left = int(installation.expires_at - ws.fake.clock.now())
        body |= {"refresh_token": installation.refresh_token, "expires_in": left}
    return body


async def authorize(fake: "FakeSlack", http: web.Request) -> web.StreamResponse:
    """The consent page: refuses what Slack refuses before anybody is asked."""
    query, app = http.query, fake.app
    if query.get("client_id") != app.client_id:
        return web.Response(status=400, text="invalid_client_id")
    redirect = query.get("redirect_uri")
    if not any((redirect or known).startswith(known) for known in app.redirect_urls):
        return web.Response(status=400, text="bad_redirect_uri")
    wanted = {scope for scope in query.get("scope", "").split(",") if scope}
    if not wanted or not wanted <= app.scopes:
        return web.Response(status=400, text="invalid_scope")
    return web.Response(text="Quorum wants to access your workspace")


@dataclass(frozen=True)
class Landing:
    """Where the browser ended: the app's page."""

    status: int
    text: str


class Consent:
    """The consent page as a person has it open in a browser, with the app's cookie."""

    def __init__(self, fake: "FakeSlack", ws: Workspace, user: str, url: str, cookie: str) -> None:
        self._fake, self._ws, self._user, self.cookie = fake, ws, user, cookie
        self.query = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}

    async def approve(self, *, state: str | None = None, cookie: str | None = None) -> Landing:
        """Allow; `state` and `cookie` forge what the browser brings back."""
        code = f"code-{len(self._fake.codes) + 1}"
        scopes, redirect = set(self.query["scope"].split(",")), self.query.get("redirect_uri", "")
        self._fake.codes[code] = Code(self._ws, self._user, scopes, redirect, self._fake.clock.now())
        return await self._return({"code": code}, state, cookie)

    async def deny(self) -> Landing:
        return await self._return({"error": "access_denied"}, None, None)

    async def _return(self, answer: dict[str, str], state: str | None, cookie: str | None) -> Landing:
        answer["state"] = self.query.get("state", "") if state is None else state
        where = self.query.get("redirect_uri") or next(iter(self._fake.app.redirect_urls))
        headers = {"Cookie": self.cookie if cookie is None else cookie}
        async with self._fake.http.session().get(
            f"{where}?{urlencode(answer)}", headers=headers, allow_redirects=False
        ) as page:
            return Landing(page.status, await page.text())


async def visit(fake: "FakeSlack", ws: Workspace, user: str, install_url: str) -> Consent:
    """A person opens the app's install page and follows it to Slack."""
    session = fake.http.session()
    async with session.get(install_url, allow_redirects=False) as page:
        text, cookies = await page.text(), SimpleCookie()
        for header in page.headers.getall("Set-Cookie", []):
            cookies.load(header)  # the cookie is Secure: a client would not send it over plain http by itself
        url = page.headers.get("Location") or _link(text, f"{fake.url}/oauth/v2/authorize")
    async with session.get(url) as consent:
        if consent.status != 200:
            raise AssertionError(f"Slack refuses the request for consent: {await consent.text()}")
    return Consent(fake, ws, user, url, "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()))


def _link(page: str, start: str) -> str:
    at = page.find(start)
    if at < 0:
        raise AssertionError("the install page has no link to Slack's consent page")
    return page[at:].split('"')[0].split("'")[0].replace("&amp;", "&")

"""Checks on every response of the server: who may ask, and what a page may load."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Message, Receive, Send], Awaitable[None]]

# Vue compiles its templates in the browser and so needs 'unsafe-eval'.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
    "form-action 'none'; base-uri 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
# A reader may enlarge the page, and a screen reader wants to know the language: Solara's page says otherwise.
REWORDED = (
    (b"<html>", b'<html lang="en-GB">'),
    (b", maximum-scale=1, user-scalable=no, minimal-ui", b""),
)
# Solara 1.64.1 forgets where the page is to go if its colours are those of the reader's system.
PLACE = b'<div id="app" class="v-application v-application--is-ltr theme--light" data-app="true">'
BEFORE = b'<div id="pre-rendered-html-present"'


def guarded(app: App, hosts: tuple[str, ...] | None) -> App:
    """Return the application behind its doors.

    hosts: names by which it may be asked for, or None for any. A page of another site whose name was made to point to
    this machine has another name.
    """

    async def at_the_door(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and hosts is not None and is_strange(scope, hosts):
            await refuse(scope, receive, send)
        elif scope["type"] == "http":
            await app(plain(scope), receive, dressed(send))
        else:
            await app(scope, receive, send)

    return at_the_door


def is_strange(scope: Message, hosts: tuple[str, ...]) -> bool:
    """Return whether a request asks by another name, or is a socket that a page of another site opens."""
    origin = header(scope, b"origin")
    foreign = scope["type"] == "websocket" and origin != "" and origin.partition("://")[2] != header(scope, b"host")
    return foreign or name_asked_for(scope) not in hosts


def header(scope: Message, name: bytes) -> str:
    """Return what a header of a request says, or nothing."""
    return next((value.decode("latin-1") for each, value in scope["headers"] if each == name), "")


def name_asked_for(scope: Message) -> str:
    """Return the name of the host in a request, without its port."""
    said = header(scope, b"host")
    return said[1:].partition("]")[0] if said.startswith("[") else said.partition(":")[0]


async def refuse(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request for a host that this is not."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This dashboard answers to localhost only."})


def plain(scope: Message) -> Message:
    """Return a request that asks for a page as it is: only then can its words be changed."""
    if "/static/" in scope["path"] or "/_solara/" in scope["path"]:
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


def dressed(send: Send) -> Send:
    """Return what sends an answer with our headers, and a page with our words."""
    start: list[Message] = []
    body: list[bytes] = []

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *HEADERS]}
            if is_page(message):
                start.append(message)
                return
        if start and message["type"] == "http.response.body":
            body.append(message.get("body", b""))
            if message.get("more_body"):
                return
            page = reworded(b"".join(body))
            kept = [(name, value) for name, value in start[0]["headers"] if name != b"content-length"]
            length = (b"content-length", str(len(page)).encode())
            await send({**start[0], "headers": [*kept, length]})
            message = {"type": "http.response.body", "body": page}
        await send(message)

    return sent


def is_page(message: Message) -> bool:
    """Return whether an answer is a page."""
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


def reworded(page: bytes) -> bytes:
    """Return a page with our words."""
    for theirs, ours in REWORDED:
        page = page.replace(theirs, ours)
    return page if b'id="app"' in page else page.replace(BEFORE, PLACE + BEFORE)

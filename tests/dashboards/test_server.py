"""The server's doors, and how the command starts it or says what is missing."""

import asyncio
import socket
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from dashboards import server
from dashboards.access import guarded
from dealsim.cli.main import main

PAGE = b'<!doctype html><html><meta content="width=1, maximum-scale=1, user-scalable=no, minimal-ui">'
PAGE += b'<div id="pre-rendered-html-present"></div>'


async def page(scope: Any, receive: Any, send: Any) -> None:
    """Answer with a page, in two pieces."""
    kind = (b"content-type", b"text/html; charset=utf-8")
    await send({"type": "http.response.start", "status": 200, "headers": [kind, (b"content-length", b"1")]})
    await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[20:]})


def ask(host: str, kind: str = "http", path: str = "/", origin: str = "") -> list[Any]:
    """Return what is answered to a request."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin else [])]
    scope = {"type": kind, "path": path, "headers": headers}
    asyncio.run(guarded(page, server.LOCAL)(scope, receive, send))
    return sent


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:80"])
def test_a_page_is_in_a_language_can_be_enlarged_and_loads_from_nowhere_else(host: str) -> None:
    start, body = ask(host)
    headers = dict(start["headers"])
    assert b'lang="en-GB"' in body["body"]
    assert b"user-scalable" not in body["body"]
    assert b'id="app"' in body["body"]
    assert int(headers[b"content-length"]) == len(body["body"])
    assert headers[b"content-security-policy"].startswith(b"default-src 'self'")


def test_who_asks_by_another_name_is_refused() -> None:
    assert ask("evil.example:8765")[0]["status"] == 421
    assert ask("evil.example", "websocket")[0]["type"] == "websocket.close"


def test_a_page_of_another_site_opens_no_socket() -> None:
    strange = ask("localhost:8765", "websocket", origin="https://evil.example")
    assert [each["type"] for each in strange] == ["websocket.close"]
    assert ask("localhost:8765", "websocket", origin="http://localhost:8765")[0]["type"] != "websocket.close"


def test_a_port_that_is_taken_is_told_and_a_free_one_is_found_where_none_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = CliRunner().invoke(main, ["dashboard", "--no-browser", "--port", str(port)])
        assert told.exit_code == 1
        assert "--port" in told.output
        monkeypatch.setattr(server, "PORT", port)
        with server.bind("127.0.0.1", None) as bound:
            assert bound.getsockname()[1] != port


@pytest.mark.parametrize("missing", ["solara", "solara_assets"])
def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    told = CliRunner().invoke(main, ["dashboard", "--no-browser", "--port", "0"])
    assert told.exit_code == 1
    assert "pip install 'dealsim[dashboard]'" in told.output


def test_an_address_can_be_typed_into_a_browser() -> None:
    assert server.address_of("127.0.0.1", 8765) == "http://127.0.0.1:8765/"
    assert server.address_of("0.0.0.0", 80) == "http://localhost:80/"
    assert server.address_of("::1", 80) == "http://[::1]:80/"

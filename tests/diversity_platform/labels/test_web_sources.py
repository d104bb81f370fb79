"""What the verifier reads in the web, from a real server on this machine, and what it keeps."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from connector.label.verifying import Fetched, NotReachableError
from diversity_platform.labels.web_sources import LARGEST, WebSources, download

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Site(BaseHTTPRequestHandler):
    """Answers by path, and counts who asks."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        status = {"/gone": 410, "/none": 404, "/broken": 500, "/moved": 302}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/file")
        self.end_headers()
        if status == 200:
            self.wfile.write(b"x" * (LARGEST + 1) if self.path == "/large" else b"content")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[str]:
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def why(address: str) -> str:
    with pytest.raises(NotReachableError) as refused:
        download(address)
    return refused.value.why


def test_what_is_there_is_read_and_what_is_not_is_told_apart() -> None:
    with site() as base:
        assert download(f"{base}/file") == b"content"
        paths = ("/none", "/gone", "/broken", "/moved", "/large")
        assert [why(base + path) for path in paths] == [
            "missing", "missing", "unreachable", "unreachable", "too_large",
        ]  # fmt: skip
    assert why(f"{base}/file") == "unreachable"


@pytest.mark.parametrize(
    "address",
    [
        "http://city.example/did.json", "ftp://localhost/x", "file:///etc/hosts", "localhost", "https://",
        "https://exa mple/", "http://localhost:99999/x", "https://[::1/x", "https://city.invalid/did.json",
    ],
)  # fmt: skip
def test_what_is_no_safe_address_is_not_asked(address: str) -> None:
    assert why(address) == "unreachable"


def test_each_address_is_asked_once(tmp_path: Path) -> None:
    with site() as base:
        sources = WebSources(tmp_path / "kept")
        for _ in range(3):
            assert sources.fetch(f"{base}/file") == Fetched(b"content")
            with pytest.raises(NotReachableError):
                sources.fetch(f"{base}/none")
    assert Site.asked == ["/file", "/none"]


def test_what_was_read_answers_where_nobody_does_and_offline(tmp_path: Path) -> None:
    with site() as base:
        WebSources(tmp_path).fetch(f"{base}/file")
    kept = Fetched(b"content", is_kept=True)
    assert WebSources(tmp_path).fetch(f"{base}/file") == kept
    offline = WebSources(tmp_path, is_offline=True)
    assert offline.fetch(f"{base}/file") == kept
    with pytest.raises(NotReachableError) as refused:
        offline.fetch(f"{base}/other")
    assert refused.value.why == "offline"


def test_without_a_folder_that_can_be_written_everything_works_but_a_time_offline(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    with site() as base:
        sources = WebSources(blocked)
        assert sources.fetch(f"{base}/file") == Fetched(b"content")
    sources.keep_head("log", "note")
    assert sources.last_head("log") is None


def test_the_head_of_a_log_that_was_seen_last_is_remembered(tmp_path: Path) -> None:
    WebSources(tmp_path).keep_head("city.example/log", "first")
    WebSources(tmp_path).keep_head("city.example/log", "second")
    assert WebSources(tmp_path).last_head("city.example/log") == "second"
    assert WebSources(tmp_path).last_head("other.example/log") is None

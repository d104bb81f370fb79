"""The oracle under node knows what it is handed and nothing else, and cannot reach a network."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.request import urlopen

from tests.oracles import node_vc, openbadges
from tests.oracles.builders import ISSUED, READ, badge, entry
from tests.oracles.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = key_of("the office")


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Serve on a port of this machine; gives its address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def test_an_address_that_was_not_handed_in_is_not_fetched() -> None:
    with listener() as (address, asked):
        status = entry(f"{address}/list", "revocation", 1)
        credential = openbadges.issue(badge(KEY.did, credentialStatus=status), KEY, created=ISSUED)
        foreign = badge(KEY.did) | {"@context": [*badge(KEY.did)["@context"], f"{address}/context"]}
        reached, verified, canonized = node_vc.judged(
            [
                node_vc.fetching(f"{address}/fetch"),
                node_vc.verifying(credential, now=READ),
                node_vc.canonizing(foreign),
            ]
        )
        assert asked == []
        with urlopen(f"{address}/ours") as answer:
            assert (answer.status, asked) == (200, ["/ours"])
    assert "Error: no network: everything is handed in" in reached.reasons
    assert verified.verdict.mentions(f"not among the documents handed in: {address}/list")
    assert any("inaccessible URL" in reason for reason in canonized.reasons)
    assert openbadges.verify(credential, now=READ).mentions(
        f"not among the documents handed in: {address}/list"
    )

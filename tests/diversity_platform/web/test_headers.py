"""What every answer carries, whatever produced it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from diversity_platform.web.assets import address, assets
from diversity_platform.web.security import HEADERS
from tests.servers import serving

if TYPE_CHECKING:
    from pathlib import Path

    from litestar import Litestar
    from litestar.testing import TestClient

    Client = TestClient[Litestar]

ADDRESSES = (
    "/", "/en", "/en/havenport/2025", "/nothing/here", "/api/v1/editions", "/api/v1/editions/x/y",
    "/api/v1/editions/havenport/2025/ranking.csv", "/api/v1/openapi.json", "/health/live",
    address("site.css"),
)  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path, follow_redirects=False).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert [value for value in policy.values() if "unsafe" in value or "http" in value or "*" in value] == []
    assert policy["script-src"] == policy["style-src"] == "'self'"


@pytest.mark.parametrize("path", ADDRESSES)
def test_anonymous_readers_are_given_no_cookie(client: Client, path: str) -> None:
    assert "set-cookie" not in client.get(path, follow_redirects=False).headers


@pytest.mark.parametrize("name", sorted(assets()))
def test_an_asset_is_kept_for_ever_under_its_digest_and_nowhere_else(client: Client, name: str) -> None:
    answer = client.get(address(name))
    assert answer.status_code == 200
    assert answer.content == assets()[name].data
    assert "immutable" in answer.headers["cache-control"]
    other = re.sub(r"/static/[0-9a-f]+/", "/static/000000000000/", address(name))
    assert client.get(other).status_code == 404


def test_text_assets_travel_compressed_where_the_browser_can(client: Client) -> None:
    packed = client.get(address("site.css"), headers={"accept-encoding": "gzip"})
    plain = client.get(address("site.css"), headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_style_sheets_name_files_that_exist(client: Client) -> None:
    for name, asset in assets().items():
        if name.endswith(".css"):
            for target in re.findall(rb'url\("([^"]+)"\)', asset.data):
                assert client.get(target.decode()).status_code == 200


def test_health_tells_whether_the_site_can_serve(client: Client) -> None:
    assert client.get("/health/live").json()["status"] == "ok"
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["database"]) == (200, "ok")


def test_head_gives_the_headers_of_get_and_no_body(site_file: Path) -> None:
    with serving(site_file) as site:
        for path in ("/en/havenport/2025", "/api/v1/editions/havenport/2025", "/health/live"):
            with urlopen(Request(f"{site}{path}", method="HEAD")) as head, urlopen(f"{site}{path}") as whole:
                assert (head.status, head.read()) == (200, b"")
                assert head.headers["content-type"] == whole.headers["content-type"]
                assert head.headers.get("etag") == whole.headers.get("etag")

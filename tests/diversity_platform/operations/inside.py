"""Somebody who has come in: a client with a session, and the forms of the pages it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar.testing import TestClient

from diversity_platform.accounts.service import make_pass
from diversity_platform.app import create_app
from diversity_platform.jobs.work import utc_now
from diversity_platform.settings import Settings
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.cli.test_operations import Terminal
from tests.diversity_platform.site import Html

if TYPE_CHECKING:
    from httpx import Response
    from litestar import Litestar


class Inside:
    """A browser at the pages of an installation."""

    def __init__(self, database: str, **settings: Any) -> None:  # noqa: ANN401 - as settings have them
        self.terminal = Terminal(database)
        self.app: Litestar = create_app(Settings(database=database, **settings))
        self.client = TestClient(self.app)

    def new_pass(self) -> str:
        async def make(database: Any) -> str:  # noqa: ANN401 - an open database
            async with database.writing.begin() as db:
                return await make_pass(db, by=SOMEBODY, now=utc_now())

        return self.terminal.using(make)

    def enter(self, secret: str | None = None, **fields: str) -> Response:
        form = {"pass": secret or self.new_pass(), **fields}
        return self.client.post("/en/enter", data=form, follow_redirects=False)

    def get(self, path: str) -> Response:
        return self.client.get(path, follow_redirects=False)

    def page(self, path: str) -> Html:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return Html.parse(answer.text)

    def token(self, path: str = "/en/operations") -> str:
        fields = (one for one in self.page(path).all("input") if one.get("name") == "form_token")
        return str(next(fields).get("value"))

    def send(self, path: str, token: str | None = None, **fields: str) -> Response:
        form = {"form_token": self.token() if token is None else token, **fields}
        return self.client.post(path, data=form, follow_redirects=False)

    def done(self, path: str, **fields: str) -> str:
        """Send a form; returns the address that it leads to."""
        answer = self.send(path, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

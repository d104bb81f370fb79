"""Problems: one table, the same words for people and programs, nothing of our insides."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest
from litestar import get
from litestar.testing import TestClient

import diversity_platform
from diversity_platform.problems import PROBLEMS
from diversity_platform.web.problems import MEDIA_TYPE, PROTOCOL
from tests.diversity_platform.operations.test_pages import REACHED as INSIDE
from tests.diversity_platform.site import Html, app_on, said

if TYPE_CHECKING:
    from pathlib import Path

    from litestar import Litestar

    Client = TestClient[Litestar]

#: Errors that no public handler can raise: they reach a job, a command, or a later slice's pages.
NOT_PUBLIC = {
    "AddressRefusedError", "BadAddressError", "CannotFinishError", "CannotPrintError", "DatabaseError",
    "DatabaseNotUsableError", "EditionFrozenError", "EditionOvertakenError", "ForeignDatabaseError",
    "JobCancelledError", "LanguageMissingError", "LettersMissingError",
    "LostLeaseError", "MailRefusedError", "NewerDatabaseError", "NotNowError",
    "NotRatedYetError", "NotTakenNowError", "PassRefusedError", "SlugRefusedError", "SlugTakenError",
    "UnfitAddressError", "UnknownJobError",
}  # fmt: skip
#: Every row of the table, and an address that reaches it.
REACHED = {
    "CityNotFoundError": "/nowhere",
    "EditionNotFoundError": "/havenport/1999",
    "CompanyNotFoundError": "/havenport/2025/companies/nobody",
}


def error_classes() -> dict[str, type[Exception]]:
    found = {}
    for room in iter_modules(diversity_platform.__path__):
        if not room.ispkg:
            continue
        try:
            module = import_module(f"diversity_platform.{room.name}.errors")
        except ModuleNotFoundError:
            continue
        found |= {
            name: error
            for name, error in inspect.getmembers(module, inspect.isclass)
            if issubclass(error, Exception) and error.__module__ == module.__name__
        }
    return found


def test_every_error_of_a_slice_has_its_row_or_is_named_as_not_public() -> None:
    classes = error_classes()
    assert {error.__name__ for error in PROBLEMS} | NOT_PUBLIC == set(classes)
    assert {error.__name__ for error in PROBLEMS} & NOT_PUBLIC == set()


def test_every_row_is_reached_and_has_an_address_of_its_own() -> None:
    assert {error.__name__ for error in PROBLEMS} == set(REACHED) | set(INSIDE)
    assert set(REACHED) & set(INSIDE) == set()
    codes = [problem.code for problem in (*PROBLEMS.values(), *PROTOCOL.values())]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("error", "path"), REACHED.items())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_and_programs_are_told_the_same_words(
    client: Client, error: str, path: str, language: str
) -> None:
    problem = PROBLEMS[error_classes()[error]]
    page = client.get(f"/{language}{path}")
    assert page.status_code == problem.status
    parsed = Html.parse(page.text)
    told = [said(parsed.all("h1")[0]), *(said(line) for line in parsed.all("p")[:2])]
    if error == "CityNotFoundError":  # programs have no address of a city alone
        assert f"/{language}" in [link.get("href") for link in parsed.all("a")]
        return
    answer = client.get(f"/api/v1/editions{path}", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["content-type"]) == (problem.status, MEDIA_TYPE)
    body = answer.json()
    assert [" ".join(body[name].split()) for name in ("title", "detail", "remedy")] == told
    assert body["type"] == f"/problems#{problem.code}"
    assert body["instance"] == f"/api/v1/editions{path}"
    assert answer.headers["content-language"] == language


def test_the_type_of_a_problem_leads_to_its_explanation(client: Client) -> None:
    page = Html.parse(client.get("/problems").text)
    ids = {element.get("id") for element in page.all("tr")}
    assert {problem.code for problem in (*PROBLEMS.values(), *PROTOCOL.values())} <= ids


def test_an_unknown_address_is_a_page_in_the_readers_language(client: Client) -> None:
    page = client.get("/no/such/page/anywhere", headers={"accept-language": "fr"})
    assert (page.status_code, page.headers["content-language"]) == (404, "fr")
    assert Html.parse(page.text).root.get("lang") == "fr"


def test_an_unknown_address_of_the_interface_is_a_problem_for_programs(client: Client) -> None:
    for path in ("/api/v1/nothing", "/api/v1/editions/a/b/c/d", "/api/v2"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)
        assert answer.json()["type"] == "/problems#not-found"


def test_a_method_that_is_not_allowed_names_those_that_are(client: Client) -> None:
    answer = client.post("/api/v1/editions")
    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA_TYPE)
    assert "GET" in answer.headers["allow"]


def test_a_query_that_is_too_long_is_told_with_its_place(client: Client) -> None:
    page = client.get(f"/en/havenport/2025?name={'x' * 301}")
    assert page.status_code == 400
    assert "name" in [item.text.split(":")[0] for item in Html.parse(page.text).all("li") if item.text]


@pytest.mark.parametrize("path", ["/en/boom", "/api/v1/boom"])
def test_a_mistake_of_ours_is_logged_and_tells_nothing(
    site_file: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    @get(["/en/boom", "/api/v1/boom"])
    async def boom() -> None:
        raise RuntimeError("the secret of the house")

    app = app_on(site_file)
    app.register(boom)
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "the secret of the house" in caplog.text
    if path.startswith("/api"):
        assert json.loads(answer.text)["type"] == "/problems#internal"

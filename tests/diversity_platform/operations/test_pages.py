"""The pages of operators: for those who have come in, with forms of ours, and all of it written down."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from diversity_platform.db.identifiers import new_id
from diversity_platform.operations.pages import CONTROLLERS
from diversity_platform.problems import PROBLEMS
from tests.diversity_platform.operations.inside import Inside
from tests.diversity_platform.site import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.diversity_platform.site import Html

PAGES = ("/en/operations", "/en/operations/jobs", "/en/operations/mails", "/en/operations/audit")
READER = "reader@example.org"


@pytest.fixture
def outside(address: str) -> Iterator[Inside]:
    """Return a browser whose user has not come in."""
    browser = Inside(address)
    with browser.client:
        yield browser


@pytest.fixture
def inside(outside: Inside) -> Inside:
    """Return a browser whose user has come in."""
    assert outside.enter().status_code == 303
    return outside


@pytest.fixture
def file_inside(migrated_file: Path, tmp_path: Path) -> Iterator[Inside]:
    """Return the same on SQLite alone."""
    copy = tmp_path / "platform.db"
    copy.write_bytes(migrated_file.read_bytes())
    browser = Inside(f"sqlite+aiosqlite:///{copy}")
    with browser.client:
        browser.enter()
        yield browser


def text_of(page: Html) -> str:
    return " ".join(said(page.all("main")[0]).split())


# ------------------------------------------------------------------------------------------------- who may


def test_nobody_reads_a_page_who_has_not_come_in_and_everybody_is_shown_the_way(outside: Inside) -> None:
    for path in (*PAGES, f"/en/operations/jobs/{new_id()}", "/en/operations/audit/entries.csv"):
        answer = outside.get(path)
        assert (answer.status_code, answer.text) == (303, "")
        assert answer.headers["location"].startswith("/en/enter?to=%2Fen%2Foperations")
    assert outside.get("/fr/operations/jobs?state=failed").headers["location"] == (
        "/fr/enter?to=%2Ffr%2Foperations%2Fjobs%3Fstate%3Dfailed"
    )


def test_every_route_of_the_slice_has_the_guard() -> None:
    assert [controller.__name__ for controller in CONTROLLERS if not controller.guards] == []
    assert all(controller.path.startswith("/operations") for controller in CONTROLLERS)


def posts(outside: Inside) -> list[str]:
    """Return the address of every form that a slice takes in English, with ids that nothing has."""
    found = []
    for route in outside.app.routes:
        if "POST" in getattr(route, "methods", ()) and route.path.startswith("/en/"):
            path = route.path_format.replace("{name}", "mail-forget").replace("{verb}", "cancel")
            found.append(path.replace("{job}", str(new_id())).replace("{mail}", str(new_id())))
    assert len(found) >= 8
    return [path for path in found if path != "/en/enter"]


def test_no_form_is_taken_from_somebody_who_has_not_come_in(outside: Inside) -> None:
    for path in posts(outside):
        assert outside.send(path, "x").status_code == 401, path


def test_no_form_is_taken_that_is_not_ours(inside: Inside) -> None:
    other = Inside(inside.terminal.address)
    with other.client:
        other.enter()
        of_another_session = other.token()
    for path in posts(inside):
        for token in ("", "x", of_another_session):
            answer = inside.send(path, token)
            assert answer.status_code == 403, path
            assert "Nothing was changed." in answer.text
    assert [entry["action"] for entry in inside.terminal.read("audit", "list", "--action", "jobs")] == []


def test_pages_are_kept_by_nobody_on_the_way(inside: Inside) -> None:
    for path in PAGES:
        assert inside.get(path).headers["cache-control"] == "no-store"


# ------------------------------------------------------------------------------------------------- coming in


def test_a_pass_lets_in_once_and_looking_at_the_form_does_not_use_it_up(outside: Inside) -> None:
    secret = outside.new_pass()
    for _ in range(3):
        assert outside.get("/en/enter").status_code == 200  # as a scanner of links does
    answer = outside.enter(f" {secret.lower().replace('-', ' ')} ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/operations")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert outside.get("/en/operations").status_code == 200
    outside.client.cookies.clear()
    refused = outside.enter(secret)
    assert refused.status_code == 422
    assert "This pass does not let anybody in" in refused.text
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("secret", ["", "AAAA-AAAA-AAAA-AAAA-AAAA", "x" * 5000, "' OR 1=1 --"])
def test_what_is_no_pass_lets_nobody_in(outside: Inside, secret: str) -> None:
    outside.new_pass()
    assert outside.client.post("/en/enter", data={"pass": secret}).status_code == 422
    assert outside.get("/en/operations").status_code == 303


def test_after_coming_in_one_is_where_one_wanted_to_go_and_never_on_another_site(outside: Inside) -> None:
    wanted = "/fr/operations/jobs?state=failed"
    assert outside.enter(to=wanted).headers["location"] == wanted
    for elsewhere in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "/\tx",
        "javascript:x",
    ):
        assert outside.enter(to=elsewhere).headers["location"] == "/en/operations"


def test_another_site_cannot_have_a_browser_come_in(outside: Inside) -> None:
    form = {"pass": outside.new_pass()}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = outside.client.post("/en/enter", data=form, headers=headers, follow_redirects=False)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver.local"}
    assert (
        outside.client.post("/en/enter", data=form, headers=ours, follow_redirects=False).status_code == 303
    )


def test_who_leaves_is_out_and_the_old_cookie_is_worth_nothing(inside: Inside) -> None:
    before = dict(inside.client.cookies)
    assert inside.done("/en/leave") == "/en"
    inside.client.cookies.update(before)
    assert inside.get("/en/operations").status_code == 303


def test_every_coming_in_is_a_session_of_its_own_and_the_database_has_no_secret(inside: Inside) -> None:
    first = inside.client.cookies["session"]
    secret = inside.new_pass()
    inside.client.cookies.clear()
    inside.client.cookies.set("session", "chosen-by-an-attacker", domain="testserver.local")
    inside.enter(secret)
    second = inside.client.cookies["session"]
    assert len({first, second, "chosen-by-an-attacker"}) == 3
    stored = json.dumps(inside.terminal.read("audit", "list"))
    assert [one for one in (first, second, secret) if one in stored] == []


def test_where_the_site_is_encrypted_the_cookie_is_bound_to_the_host(
    migrated_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "platform.db"
    copy.write_bytes(migrated_file.read_bytes())
    browser = Inside(f"sqlite+aiosqlite:///{copy}", address="https://d.example")
    with browser.client:
        cookie = browser.enter().headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


# ------------------------------------------------------------------------------------------------- the pages


def test_the_first_page_says_how_the_installation_stands(inside: Inside) -> None:
    inside.terminal.failed_job()
    page = inside.page("/en/operations")
    text = text_of(page)
    for words in (
        "Jobs have failed",
        "No worker runs",
        "mail-forget",
        "every day, 03:20 UTC",
        "/health/work",
        "0006",
        "as this version",
    ):
        assert words in text
    french = text_of(inside.page("/fr/operations"))
    assert "Des tâches ont échoué" in french
    assert "Jobs have" not in french


def test_jobs_are_filtered_shown_and_changed(inside: Inside) -> None:
    failed, queued = inside.terminal.failed_job("It <b>broke</b>."), inside.terminal.queued_job()
    page = text_of(inside.page("/en/operations/jobs?state=failed"))
    assert "It <b>broke</b>." in page  # as it was said, not as it would look
    assert str(queued) not in inside.get("/en/operations/jobs?state=failed").text
    assert "There are no such jobs" in inside.get("/en/operations/jobs?name=nothing").text
    where = inside.done(f"/en/operations/jobs/{failed}/retry")
    assert where == f"/en/operations/jobs/{failed}?done=retried"
    assert "The job is queued again." in text_of(inside.page(where))
    assert inside.done(f"/en/operations/jobs/{queued}/cancel").endswith("?done=cancelled")
    another = inside.terminal.failed_job()
    assert inside.done(f"/en/operations/jobs/{another}/discard").endswith("?done=discarded")
    entries = inside.terminal.read("audit", "list", "--action", "jobs")
    assert [entry["action"] for entry in entries] == ["jobs.discarded", "jobs.cancelled", "jobs.retried"]
    assert {entry["actor"].split(":")[0] for entry in entries} == {"operator"}


def test_a_list_goes_on_on_the_next_page(file_inside: Inside) -> None:
    jobs = [str(file_inside.terminal.queued_job()) for _ in range(3)]
    assert "Earlier ones" not in file_inside.get("/en/operations/jobs").text
    page = file_inside.get(f"/en/operations/jobs?before={jobs[2]}").text
    assert [f'/en/operations/jobs/{one}"' in page for one in jobs] == [True, True, False]


def test_the_timetable_is_run_paused_and_resumed(inside: Inside) -> None:
    base = "/en/operations/timetable/mail-forget"
    assert inside.done(f"{base}/run") == "/en/operations?done=queued"
    assert inside.terminal.read("jobs", "list")[0]["name"] == "mail.forget"
    for verb, done in (("pause", "paused"), ("resume", "resumed")):
        assert inside.done(f"{base}/{verb}") == f"/en/operations?done={done}"


def test_a_test_mail_is_written_or_refused_with_the_form_as_it_was(inside: Inside) -> None:
    assert inside.done("/en/operations/mails/test", address=READER, language="fr") == (
        "/en/operations/mails?done=test-written"
    )
    assert inside.terminal.read("mail", "list")[0]["language"] == "fr"
    refused = inside.send("/en/operations/mails/test", address="no body", language="fr")
    assert refused.status_code == 422
    assert "This is no mail address." in refused.text
    assert 'value="no body"' in refused.text


def test_mails_are_searched_by_whole_address_and_the_address_stands_in_no_address_of_a_page(
    inside: Inside,
) -> None:
    mail = inside.terminal.bounced_mail()
    page = inside.get("/en/operations/mails?state=bounced").text
    assert "r…@example.org" in page
    assert READER not in page
    assert "No mail leaves this installation" in page
    found = inside.send("/en/operations/mails", to=READER.upper())
    assert (found.status_code, "r…@example.org" in found.text) == (200, True)
    assert "There are no such mails" in inside.send("/en/operations/mails", to="other@example.org").text
    assert inside.done(f"/en/operations/mails/{mail}/again").endswith("?done=sent-again")
    inside.terminal.bounced_mail()
    assert inside.done("/en/operations/mails/allow", held=READER).endswith("?done=allowed")
    assert inside.done("/en/operations/mails/allow", held=READER).endswith("?done=not-held")


def test_the_audit_is_read_and_taken_out(inside: Inside) -> None:
    inside.done("/en/operations/timetable/mail-forget/run")
    page = text_of(inside.page("/en/operations/audit?action=jobs"))
    assert "jobs.schedule_run" in page
    assert "accounts.entered" not in page
    assert "There are no such entries" in inside.get("/en/operations/audit?until=2026-01-01").text
    table = inside.get("/en/operations/audit/entries.csv?action=jobs")
    assert table.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["action"] for row in rows] == ["jobs.schedule_run"]
    lines = inside.get("/en/operations/audit/entries.jsonl").text.splitlines()
    assert [json.loads(line)["action"] for line in lines][-2:] == ["audit.exported", "audit.exported"]
    assert inside.get("/en/operations/audit/entries.pdf").status_code == 404


#: error -> what reaches it, by somebody who has come in
REACHED = {
    "JobNotFoundError": ("GET", "/en/operations/jobs/01a20d70-a839-712e-a6db-c7119ea9f73c"),
    "WrongStateError": ("POST", "/en/operations/jobs/{queued}/discard"),
    "UnknownScheduleError": ("POST", "/en/operations/timetable/daily/run"),
    "MailNotFoundError": ("POST", "/en/operations/mails/01a20d70-a839-712e-a6db-c7119ea9f73c/again"),
    "NotSentAgainError": ("POST", "/en/operations/mails/{sent}/again"),
    "FormRefusedError": ("FORGED", "/en/leave"),
    "NotSignedInError": ("OUT", "/en/leave"),
}


@pytest.mark.parametrize("error", REACHED)
def test_what_cannot_be_done_is_said_with_the_way_out(file_inside: Inside, error: str) -> None:
    method, path = REACHED[error]
    file_inside.terminal.mail()
    file_inside.terminal.work()
    sent = file_inside.terminal.read("mail", "list")[0]["id"]
    path = path.format(queued=file_inside.terminal.queued_job(), sent=sent)
    if method == "OUT":
        file_inside.client.cookies.clear()
    answer = (
        file_inside.get(path)
        if method == "GET"
        else file_inside.send(path, "x" if method in {"FORGED", "OUT"} else None)
    )
    [problem] = [problem for known, problem in PROBLEMS.items() if known.__name__ == error]
    assert answer.status_code == problem.status
    assert problem.title in answer.text
    assert problem.remedy.split(".")[0] in answer.text


# ------------------------------------------------------------------------------------------------- health


def test_whether_jobs_are_done_is_told_to_those_who_watch(outside: Inside) -> None:
    outside.terminal.failed_job()
    answer = outside.get("/health/work")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert answer.json() == {"status": "unavailable", "workers": 0, "longest_wait": 0.0, "failed_jobs": 1}

"""Reports of mail servers, as they write them: which mail, and whether for good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversity_platform.db.identifiers import new_id
from diversity_platform.mail.bounces import Bounce, read_bounce

MAIL = new_id()
HEADER = (
    "From: ratings@havenport.example\nTo: gone@example.org\nSubject: Hello\n"
    f"Message-ID: <{MAIL}@havenport.example>\n"
)
WHOLE = f"Content-Type: message/rfc822\n\n{HEADER}\nHello\n"
HEADERS = f"Content-Type: text/rfc822-headers\n\n{HEADER}"


def report(
    original: str = WHOLE,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <gone@example.org>:\n    User unknown",
) -> bytes:
    """Return a report as Postfix writes it."""
    said = f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    return (
        "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n"
        "To: ratings@havenport.example\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you ...\n\n"
        "--B\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.org\nArrival-Date: Mon,  2 Mar 2026 10:00:00 +0100 (CET)\n\n"
        f"Final-Recipient: rfc822; gone@example.org\nAction: {action}\nStatus: {status}\n{said}\n"
        f"--B\n{original}\n--B--\n"
    ).encode()


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
def test_a_report_tells_which_mail_came_back_and_why(original: str) -> None:
    why = "5.1.1 550 5.1.1 <gone@example.org>: User unknown"
    assert read_bounce(report(original)) == Bounce(MAIL, is_for_good=True, why=why)
    assert read_bounce(report(original).replace(b"\n", b"\r\n")) == Bounce(MAIL, is_for_good=True, why=why)


@pytest.mark.parametrize(
    ("action", "status", "is_for_good"),
    [("failed", "5.2.1", True), ("Failed", "5.1.1", True), ("delayed", "4.4.1", False),
     ("failed", "4.4.7", False), ("relayed", "2.0.0", False)],
)  # fmt: skip
def test_only_what_failed_with_a_status_for_good_is_for_good(
    action: str,
    status: str,
    is_for_good: bool,  # noqa: FBT001 - a row of the table
) -> None:
    found = read_bounce(report(action=action, status=status, diagnostic=""))
    assert found == Bounce(MAIL, is_for_good, f"{status} The address does not exist.")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: I am away until Monday\n\nBack on Monday.",
        report(WHOLE.replace(str(MAIL), "somebody-elses")),
        report("Content-Type: text/plain\n\nnothing of ours"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report().replace(b"Action: failed\n", b""),
    ],
    ids=["empty", "away", "of others", "without the mail", "without fields", "without an action"],
)
def test_what_is_no_report_about_a_mail_of_ours_is_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_report_that_is_damaged_is_read_or_not_but_never_breaks(noise: bytes, place: int) -> None:
    whole = report()
    found = read_bounce(whole[:place] + noise + whole[place + len(noise) :])
    assert found is None or found.mail == MAIL or found.is_for_good in {True, False}

"""Every way of sending under one contract, with real servers; and what SMTP alone can say."""

from __future__ import annotations

import threading
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from diversity_platform.mail.errors import AddressRefusedError, MailRefusedError, NotTakenNowError
from diversity_platform.mail.posts import Post, post_of
from diversity_platform.mail.posts.memory import MemoryPost
from diversity_platform.mail.posts.smtp import SmtpPost
from diversity_platform.settings import POSTS
from tests.diversity_platform.catcher import catching
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.diversity_platform.catcher import Catcher

SERVERS = [scheme for scheme, is_server in POSTS.items() if is_server]
TEXT = "Grüße, Ægir!\n\n.a line with a point before it\nFrom here on\n" + "long " * 300 + "\n"


def message(to: str = "reader@example.org", subject: str = "Übung – مرحبا") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Plattform <platform@example.org>"
    made["To"] = to
    made["Subject"] = subject
    made["Message-ID"] = "<1@example.org>"
    made.set_content(TEXT, cte="quoted-printable")
    return made


@pytest.fixture(params=POSTS)
def post(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[Post, Callable[[], list[tuple[str, str, str]]]]]:
    """Return a post of each kind, and what has come out of it: receiver, subject, text."""
    scheme = request.param
    if scheme in SERVERS:
        with catching(scheme, tmp_path) as caught:
            server = SmtpPost(caught.address)
            yield server, lambda: [_read(one) for one in caught.arrived]
            server.close()
    elif scheme == "memory":
        memory = MemoryPost("memory:")
        yield memory, lambda: [_read(one) for one in memory.delivered]
    else:
        yield post_of("console:"), lambda: _printed(capsys.readouterr().err)


@pytest.fixture
def smtp(catcher: Catcher) -> Iterator[SmtpPost]:
    """Return a post that hands its mails to the catcher."""
    made = SmtpPost(catcher.address)
    yield made
    made.close()


def _read(one: EmailMessage) -> tuple[str, str, str]:
    return str(one["To"]), str(one["Subject"]), one.get_content().replace("\r\n", "\n")


def _printed(text: str) -> list[tuple[str, str, str]]:
    found = []
    for block in text.split("-" * 72 + "\n")[1::2]:
        head, _, body = block.partition("\n\n")
        lines = dict(line.split(": ", 1) for line in head.splitlines())
        found.append((lines["To"], lines["Subject"], body))
    return found


def test_what_is_delivered_arrives_once_and_as_it_was_written(
    post: tuple[Post, Callable[[], list[tuple[str, str, str]]]],
) -> None:
    deliver, arrived = post[0].deliver, post[1]
    deliver(message())
    deliver(message("other@example.org", "Second"))
    assert arrived() == [
        ("reader@example.org", "Übung – مرحبا", TEXT),
        ("other@example.org", "Second", TEXT),
    ]


def test_mails_from_several_threads_do_not_get_mixed_up(
    post: tuple[Post, Callable[[], list[tuple[str, str, str]]]],
) -> None:
    receivers = [f"reader{number}@example.org" for number in range(8)]
    threads = [threading.Thread(target=post[0].deliver, args=(message(to),)) for to in receivers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(to for to, _, text in post[1]() if text == TEXT) == receivers


# ------------------------------------------------------------------------------------------------- SMTP


@pytest.mark.parametrize(
    ("reply", "error"),
    [("550 5.1.1 No such user", AddressRefusedError), ("450 4.2.0 Greylisted", NotTakenNowError)],
)
def test_a_refused_receiver_is_told_apart_from_one_to_be_tried_later(
    catcher: Catcher, smtp: SmtpPost, reply: str, error: type[Exception]
) -> None:
    catcher.refused["gone@example.org"] = reply
    with pytest.raises(error, match=f"^{reply}$"):
        smtp.deliver(message("gone@example.org"))
    smtp.deliver(message())  # the connection goes on
    assert (catcher.receivers, catcher.connections) == (["reader@example.org"], 1)


@pytest.mark.parametrize(
    ("reply", "error"),
    [("554 5.7.1 Looks like spam", MailRefusedError), ("451 4.3.0 Try again", NotTakenNowError)],
)
def test_a_refused_mail_is_told_apart_from_one_to_be_tried_later(
    catcher: Catcher, smtp: SmtpPost, reply: str, error: type[Exception]
) -> None:
    catcher.reply = reply
    with pytest.raises(error, match=f"^{reply}$"):
        smtp.deliver(message())
    assert catcher.arrived == []


def test_an_address_in_any_script_is_written_to_where_the_server_can(
    tmp_path: Path, smtp: SmtpPost, catcher: Catcher
) -> None:
    to = "señora@correo.example"
    with catching("smtp+plain", tmp_path, international=True) as caught:
        able = SmtpPost(caught.address)
        able.deliver(message(to))
        able.close()
        assert (caught.receivers, _read(caught.arrived[0])) == ([to], (to, "Übung – مرحبا", TEXT))
    with pytest.raises(MailRefusedError, match=r"it takes no address such as señora@correo\.example"):
        smtp.deliver(message(to))
    assert catcher.arrived == []


def test_many_mails_take_one_connection_and_a_lost_one_is_replaced(catcher: Catcher, smtp: SmtpPost) -> None:
    for _ in range(3):
        smtp.deliver(message())
    assert catcher.connections == 1
    catcher.hang_up()
    smtp.deliver(message())
    assert (len(catcher.arrived), catcher.connections) == (4, 2)


def test_a_server_that_is_not_there_may_be_there_later() -> None:
    port = free_port()
    with pytest.raises(NotTakenNowError, match=rf"^127\.0\.0\.1, port {port}: .*refused"):
        SmtpPost(f"smtp+plain://127.0.0.1:{port}").deliver(message())


def test_a_wrong_password_is_no_fault_of_the_mail_and_is_not_repeated_in_words(tmp_path: Path) -> None:
    with catching("smtps", tmp_path) as caught:
        wrong = SmtpPost(caught.address.replace("p%40ss%2Fword", "hunter2"))
        with pytest.raises(NotTakenNowError, match="535") as refused:
            wrong.deliver(message())
    assert "hunter2" not in str(refused.value)


def test_without_encryption_nothing_is_sent_where_encryption_was_asked_for(catcher: Catcher) -> None:
    asked = catcher.address.replace("smtp+plain", "smtp")
    with pytest.raises(MailRefusedError, match="STARTTLS"):
        SmtpPost(asked).deliver(message())
    assert catcher.arrived == []


def test_a_server_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    with catching("smtps", tmp_path) as caught:
        with pytest.raises(NotTakenNowError, match="CERTIFICATE_VERIFY_FAILED"):
            SmtpPost(caught.address.partition("?")[0]).deliver(message())
        assert caught.arrived == []


def test_the_same_address_is_the_same_post() -> None:
    assert post_of("memory:a") is post_of("memory:a")
    assert post_of("memory:a") is not post_of("memory:b")

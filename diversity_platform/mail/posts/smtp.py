"""Mails by SMTP. The connection is kept for a while: many mails at once take one."""

from __future__ import annotations

import smtplib
import ssl
import threading
import time
from contextlib import suppress
from email import policy
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from diversity_platform.mail.errors import AddressRefusedError, MailRefusedError, NotTakenNowError

if TYPE_CHECKING:
    from email.message import EmailMessage

#: scheme -> the port where none is named
_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
#: Seconds that the server may take for an answer, and that a connection is kept when nothing is sent.
_PATIENCE, _KEPT = 30.0, 20.0
#: Replies from here on are for good (RFC 5321).
_FOR_GOOD = 500


class SmtpPost:
    """Hands mails to one server.

    Parameters
    ----------
    address
        ``smtps://USER:PASSWORD@HOST:PORT``, ``smtp://…`` (STARTTLS, refused where the server has none) or
        ``smtp+plain://…``; ``?ca=FILE`` names certificates to trust besides those of the machine.
    """

    def __init__(self, address: str) -> None:
        server = urlsplit(address)
        self._scheme, self._host = server.scheme, server.hostname or ""
        self._port = server.port or _PORTS[server.scheme]
        self._user, self._password = unquote(server.username or ""), unquote(server.password or "")
        self._authority = parse_qs(server.query).get("ca", [""])[0]
        self._turn = threading.Lock()
        self._connection: smtplib.SMTP | None = None
        self._used = 0.0

    def deliver(self, message: EmailMessage) -> None:
        """Hand a mail over; see `Post`."""
        with self._turn:
            try:
                _send(self._open(), message)
            except smtplib.SMTPRecipientsRefused as error:
                [(code, words)] = error.recipients.values()
                raise _refusal(code, words, AddressRefusedError) from None
            except smtplib.SMTPDataError as error:
                raise _refusal(error.smtp_code, error.smtp_error, MailRefusedError) from None
            except smtplib.SMTPNotSupportedError as error:
                self._close()
                raise MailRefusedError(f"The mail server cannot do what this mail needs: {error}") from None
            except (smtplib.SMTPException, OSError) as error:
                # who we are or how we ask is wrong: that is not the mail's fault, and can be put right
                self._close()
                raise NotTakenNowError(f"{self._host}, port {self._port}: {_words_of(error)}") from None

    def close(self) -> None:
        """End the connection; the next mail makes another."""
        with self._turn:
            self._close()

    def _open(self) -> smtplib.SMTP:
        if self._connection is not None and not self._answers(self._connection):
            self._close()
        if self._connection is None:
            self._connection = self._connect()
        self._used = time.monotonic()
        return self._connection

    def _answers(self, connection: smtplib.SMTP) -> bool:
        if time.monotonic() - self._used > _KEPT:
            return False
        with suppress(smtplib.SMTPException, OSError):
            return connection.noop()[0] < _FOR_GOOD
        return False

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._authority:
            context.load_verify_locations(self._authority)
        connection: smtplib.SMTP
        if self._scheme == "smtps":
            connection = smtplib.SMTP_SSL(self._host, self._port, timeout=_PATIENCE, context=context)
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=_PATIENCE)
        try:
            if self._scheme == "smtp":
                connection.starttls(context=context)
            if self._user:
                connection.login(self._user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _send(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Send a mail to its one receiver.

    Not by `send_message`, which writes ">From" where a line begins with "From".
    """
    by, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    if (by + to).isascii():
        connection.sendmail(by, to, message.as_bytes(policy=policy.SMTP))
        return
    connection.ehlo_or_helo_if_needed()
    if not connection.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError(f"it takes no address such as {to}")
    options = ("SMTPUTF8", "BODY=8BITMIME")
    connection.sendmail(by, to, message.as_bytes(policy=policy.SMTPUTF8), mail_options=options)


def _refusal(code: int, words: bytes | str, for_good: type[Exception]) -> Exception:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = " ".join(f"{code} {text}".split())
    return for_good(said) if code >= _FOR_GOOD else NotTakenNowError(said)


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_refusal(error.smtp_code, error.smtp_error, NotTakenNowError))
    return str(error) or type(error).__name__

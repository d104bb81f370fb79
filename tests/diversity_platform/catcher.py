"""A real SMTP server on this machine that keeps what it is given, and refuses what it is told to refuse."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

USER, PASSWORD = "platform", "p@ss/word"


@dataclass
class Catcher:
    """What arrived, and how the server is to answer.

    Attributes
    ----------
    address
        As in the setting DIVERSITY_MAIL.
    refused
        Receiver -> the reply that it gets instead of 250.
    reply
        To whole mails.
    """

    address: str = ""
    arrived: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    reply: str = "250 OK"
    connections: int = 0
    turn: threading.Lock = field(default_factory=threading.Lock)
    _servers: list[SMTP] = field(default_factory=list)

    def hang_up(self) -> None:
        """Cut the connections that are open, as servers do after a while."""
        for server in self._servers:
            assert server.transport is not None
            server.loop.call_soon_threadsafe(server.transport.close)
        self._servers.clear()

    async def handle_EHLO(  # noqa: N802 - the server's name
        self, server: SMTP, session: Session, _envelope: object, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        self._servers.append(server)
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        if self.reply.startswith("250"):
            with self.turn:
                content = envelope.content
                assert isinstance(content, bytes)
                self.arrived.append(message_from_bytes(content, policy=policy.SMTP))
                self.receivers += envelope.rcpt_tos
        return self.reply


def _sign_in(
    _server: object, _session: object, _envelope: object, _mechanism: str, who: object
) -> AuthResult:
    right = isinstance(who, LoginPassword) and (who.login, who.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@contextmanager
def catching(scheme: str, folder: Path, *, international: bool = False) -> Iterator[Catcher]:
    """Run a server of one kind: ``smtp+plain``, ``smtp`` (STARTTLS and sign-in) or ``smtps``."""
    caught = Catcher()
    options: dict[str, Any] = {"enable_SMTPUTF8": international}
    authority = ""
    if scheme != "smtp+plain":
        certificate, key = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        authority = f"?ca={certificate}"
        if scheme == "smtps":
            options |= {"ssl_context": context}
        else:
            options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
        options |= {"authenticator": _sign_in, "auth_require_tls": scheme == "smtp"}
    port = free_port()
    controller = Controller(caught, hostname="127.0.0.1", port=port, server_hostname="catcher", **options)
    controller.start()
    who = "" if scheme == "smtp+plain" else f"{USER}:p%40ss%2Fword@"
    caught.address = f"{scheme}://{who}127.0.0.1:{port}{authority}"
    try:
        yield caught
    finally:
        controller.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "catcher")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "catcher.pem", folder / "catcher.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret

"""What the verifier reads in the web, and what it keeps of it for a time without one."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from connector.label.verifying import Fetched, NotReachableError

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

#: Status lists of a million entries are smaller.
LARGEST: Final = 4_000_000
_SECONDS: Final = 10.0
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1"})
_MISSING: Final = frozenset({404, 410})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An issuer's files are where their names say; who is sent elsewhere has not reached them."""

    def redirect_request(  # noqa: PLR0917  # as urllib calls it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        del req, fp, code, msg, headers, newurl


class WebSources:
    """Sources for a verifier on the command line.

    Parameters
    ----------
    kept
        A folder for what was read: it answers where the web does not.
    is_offline
        Whether only what was kept is looked at.
    """

    def __init__(self, kept: Path, *, is_offline: bool = False) -> None:
        self._kept, self._is_offline = kept, is_offline
        self._read: dict[str, Fetched | NotReachableError] = {}

    def fetch(self, address: str) -> Fetched:
        """Return what is at an address; each is asked once.

        Raises
        ------
        NotReachableError
            If it is not to be had.
        """
        if address not in self._read:
            try:
                self._read[address] = self._fetched(address)
            except NotReachableError as error:
                self._read[address] = error
        found = self._read[address]
        if isinstance(found, NotReachableError):
            raise found
        return found

    def last_head(self, log: str) -> str | None:
        """Return what was remembered of the head of a log; None if none was seen."""
        try:
            return self._file("head", log).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def keep_head(self, log: str, head: str) -> None:
        """Remember a head that was checked."""
        self._keep(self._file("head", log), head.encode())

    def _fetched(self, address: str) -> Fetched:
        file = self._file("kept", address)
        if not self._is_offline:
            try:
                content = download(address)
            except NotReachableError as error:
                # what is said not to be there is not there; who does not answer may have answered before
                if error.why != "unreachable" or not file.exists():
                    raise
            else:
                self._keep(file, content)
                return Fetched(content)
        try:
            return Fetched(file.read_bytes(), is_kept=True)
        except OSError as error:
            raise NotReachableError(address, "offline") from error

    def _file(self, kind: str, name: str) -> Path:
        return self._kept / f"{kind}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}"

    def _keep(self, file: Path, content: bytes) -> None:
        """Keep something, if the folder can be written: without one everything works but a time offline."""
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as new:
                new.write(content)
            Path(name).replace(file)


def download(address: str) -> bytes:
    """Return what is at an address of the web: over HTTPS, or over HTTP on this machine.

    Raises
    ------
    NotReachableError
        If it is not there (``missing``), too large (``too_large``), or cannot be reached (``unreachable``).
    """
    if not _is_safe(address):
        raise NotReachableError(address, "unreachable")
    opener = urllib.request.build_opener(_NoRedirect)
    headers = {"Accept": "application/ld+json, application/json, */*", "User-Agent": "diversity-platform"}
    try:
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  # the scheme is looked at above
        with opener.open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotReachableError(address, "missing" if error.code in _MISSING else "unreachable") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotReachableError(address, "unreachable") from error
    if len(content) > LARGEST:
        raise NotReachableError(address, "too_large")
    return content


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)

"""Files to records: CSV (any common delimiter) and JSON, told apart by content, not by name."""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.intake.faults import refused
from connector.intake.records import read_records
from connector.intake.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from connector.errors import PartiesRefusedError
    from connector.intake.record import Records

#: A file may have so many bytes: a hundred thousand profiles, far below the memory of a small server.
LARGEST_BYTES = 100 * 1024 * 1024

_ZIP, _OLD_EXCEL, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SAVE = "Save it as 'CSV UTF-8', or send JSON."


@dataclass(frozen=True)
class Source:
    """A file as records.

    Attributes
    ----------
    file
        Its name.
    digest
        SHA-256 of its bytes, hexadecimal.
    records
        Its rows, or the objects of its list.
    is_json
        Which of both.
    """

    file: str
    digest: str
    records: Records
    is_json: bool


def open_source(path: Path) -> Source:
    """Open a CSV or JSON file.

    Raises
    ------
    PartiesRefusedError
        If there is no such file, it is a directory, empty, too large, of another format or wrongly encoded,
        or has a header that cannot be used.
    """
    text = read_text(path)
    is_json = text.text.lstrip()[:1] in {"[", "{"}
    records = read_records(text.text, text.file) if is_json else read_table(text.text, text.file)
    return Source(text.file, text.digest, records, is_json)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of text: its name, the SHA-256 of its bytes, and what it says."""

    file: str
    digest: str
    text: str


def read_text(path: Path) -> TextFile:
    """Read a file of text.

    Raises
    ------
    PartiesRefusedError
        If there is no such file, it is a directory, empty, too large, no text or wrongly encoded.
    """
    file = path.name or str(path)
    data = _read_bytes(path, file)
    return TextFile(file, hashlib.sha256(data).hexdigest(), _decode(data, file))


def _read_bytes(path: Path, file: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refused(file, "", "this is a directory.", "Name a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise refused(file, "", "this is no regular file.", "Write the table to a file and name that.")
        if status.st_size > LARGEST_BYTES:
            raise _too_large(file, status.st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise refused(file, "", "there is no such file.", f"Check the path: {path}") from None
    except (OSError, ValueError) as error:
        raise refused(
            file, "", f"the file cannot be read ({error}).", "Check that you may read it."
        ) from error
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise refused(file, "", "this is a workbook of a spreadsheet.", _SAVE)
    if data.startswith(_GZIP):
        raise refused(file, "", "the file is compressed.", "Unpack it first.")
    if not data.strip():
        raise refused(file, "", "the file is empty.", "Write a header and at least one row, or a JSON list.")
    return data


def _too_large(file: str, size: int) -> PartiesRefusedError:
    return refused(
        file,
        "",
        f"the file has {size / 1024**2:,.0f} MB, the limit is {LARGEST_BYTES / 1024**2:,.0f} MB.",
        "Match one intake at a time.",
    )


def _decode(data: bytes, file: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(
            file,
            f"line {line}",
            f"the byte 0x{data[error.start]:02x} is not {encoding.removesuffix('-sig').upper()}.",
            _SAVE,
        ) from error
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise refused(file, f"line {line}", "this is no text: it holds control characters.", _SAVE)
    return text

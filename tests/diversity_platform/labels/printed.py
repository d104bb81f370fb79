"""What stands in a printed file: its objects as text, and its words as a reader gets them."""

from __future__ import annotations

import re
import subprocess
import zlib
from typing import TYPE_CHECKING

from tests.conftest import real_program

if TYPE_CHECKING:
    from pathlib import Path

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_STRING = r"(?:\((?:\\.|[^\\)])*\)|<[0-9a-f]*>)"


def objects(printed: bytes) -> str:
    """Return the file with all its compressed streams unpacked."""
    unpacked = []
    for stream in _STREAM.findall(printed):
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:  # what is not compressed stands in the file already
            continue
    return b"\n".join((printed, *unpacked)).decode("latin-1")


def strings(printed: bytes, key: str) -> list[str]:
    """Return the texts under a key of a dictionary, as "Title" or "Alt"."""
    found = re.findall(rf"/{key} ({_STRING})", objects(printed))
    return [_text(each) for each in found]


def _text(written: str) -> str:
    if written.startswith("<"):
        return bytes.fromhex(written[1:-1]).decode("utf-16")
    return re.sub(r"\\(.)", r"\1", written[1:-1])


def words(printed: bytes, folder: Path) -> str:
    """Return the text, lines joined, as an independent program reads it."""
    program = real_program("pdftotext", require="POPPLER")
    file = folder / "printed.pdf"
    file.write_bytes(printed)
    result = subprocess.run([program, "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(result.stdout.decode().split(" "))


def scanned(printed: bytes, folder: Path) -> str:
    """Return what the code on the first page says to an independent scanner, from grey paper."""
    painter = real_program("pdftoppm", require="POPPLER")
    scanner = real_program("zbarimg", require="ZBAR")
    file = folder / "printed.pdf"
    file.write_bytes(printed)
    subprocess.run([painter, "-gray", "-r", "150", "-png", "-singlefile", file, folder / "page"], check=True)
    result = subprocess.run([scanner, "-q", "--raw", folder / "page.png"], capture_output=True, check=True)
    return result.stdout.decode().strip()

"""Output files: all of them are written, or none."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rating.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def writing_all(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Give drafts to write to, beside the files; put them in place when all went well.

    Raises
    ------
    InputRefusedError
        If two of them are the same file, one is a folder, or a place may not be written.
    """
    if len({path.absolute() for path in paths}) != len(paths):
        raise InputRefusedError.because(str(paths[0]), "", "it is named twice.", "Name two files.")
    for path in paths:
        if path.is_dir():
            raise InputRefusedError.because(str(path), "", "this is a folder.", "Name a file.")
    with ExitStack() as stack:
        drafts = []
        try:
            for path in paths:
                handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
                os.close(handle)
                draft = Path(name)
                stack.callback(draft.unlink, missing_ok=True)
                drafts.append(draft)
            yield tuple(drafts)
            for draft, path in zip(drafts, paths, strict=True):
                draft.chmod(0o666 & ~_mask())
                draft.replace(path)
        except OSError as error:
            place = error.filename or str(paths[0])
            raise InputRefusedError.because(
                str(paths[0]), "", f"it cannot be written ({error.strerror}: {place}).", "Name another place."
            ) from error


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

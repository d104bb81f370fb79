"""Logs: words for a terminal, or one JSON object a line for programs, which has no personal data.

What an exception says may quote what somebody wrote, so the lines for programs have its type and where it
happened, and not its words. Those of a failed job stand in its record, for who may see it.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from types import TracebackType

_OURS = "diversity_platform."
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name.removeprefix(_OURS),
            "message": _message(record),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[0]:
            entry |= {"error": record.exc_info[0].__name__, "where": _where(record.exc_info[2])}
        return json.dumps(entry, ensure_ascii=False)


def set_up_logs(style: Literal["text", "json"]) -> None:
    """Have this process write its logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if style == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(f"{_OURS}process").critical("This process ends.", exc_info=(kind, error, trace))


def _message(record: logging.LogRecord) -> str:
    """Return what we say in full, and of what others say the fixed part of the first line."""
    if record.name.startswith(_OURS):
        return record.getMessage()
    if record.name == "py.warnings":  # file and line: kind: words
        return ": ".join(record.getMessage().split(": ")[:2])
    return (str(record.msg).splitlines() or [""])[0]


def _where(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]

"""`diversity-platform audit`: who did what, when, on whose behalf."""

from __future__ import annotations

from diversity_platform.cli.lazy import LazyGroup

_HERE = "diversity_platform.cli.audit"
#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "list": (f"{_HERE}.list_entries", "Show entries, the latest first."),
    "export": (f"{_HERE}.export", "Write entries into a file, the earliest first."),
}

command = LazyGroup("audit", rows=_COMMANDS, help="Read and export who did what, when, on whose behalf.")

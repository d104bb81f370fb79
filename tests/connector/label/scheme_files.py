"""Files of schemes of other networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.scheme import Scheme


def written(value: object) -> str:
    """Return a value as TOML writes it in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(one)}' for key, one in value.items()) + " }"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(written(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def write_toml(path: Path, table: dict[str, object]) -> Path:
    path.write_text("".join(f"{key} = {written(one)}\n" for key, one in table.items()), encoding="utf-8")
    return path


def stricter(parent: Scheme, **stated: object) -> dict[str, object]:
    """Return what a network writes that asks more than a scheme does."""
    names = {language: f"Stricter ({language})" for language in parent.languages}
    return {
        "code": "stricter-label",
        "version": "2026",
        "derived_from": parent.label,
        "names": names,
        **stated,
    }

"""Files of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.label.answers import Answers, answers_from, read_answers
from connector.label.scheme import declared_scheme

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.scheme import Scheme


def answered(anchor: int, scheme: Scheme | None = None, **others: object) -> dict[str, object]:
    """Return an answer to every criterion, the same but for some (dots as two underscores)."""
    stated = {name.replace("__", "."): value for name, value in others.items()}
    return {one.code: anchor for one in (scheme or declared_scheme()).criteria} | stated


def read(folder: Path, text: str, scheme: Scheme | None = None) -> Answers:
    path = folder / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, scheme)


def given(answers: dict[str, object], scheme: Scheme | None = None, **above: object) -> Answers:
    """Return parsed answers to a scheme, the one of the product by default."""
    scheme = scheme or declared_scheme()
    return answers_from({"scheme": scheme.label, **above, "answers": answers}, "answers.toml", scheme)

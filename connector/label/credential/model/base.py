"""What all parts of a credential share: strictness, and the forms of names and moments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Part(BaseModel):
    """A frozen part of a document that takes no term it does not know, and converts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _says_what_it_names(cls, told: object) -> object:
        """Refuse null: it is no statement, so it would not be signed."""
        if isinstance(told, dict) and None in told.values():
            empty = next(term for term, value in told.items() if value is None)
            raise ValueError(f"'{empty}' says nothing")
        return told


def _is_real_moment(text: str) -> str:
    if not text.isascii():
        raise ValueError("digits of another script")
    datetime.fromisoformat(text)
    return text


def _without_lone_surrogates(text: str) -> str:
    text.encode()  # UnicodeEncodeError is a ValueError
    return text


_MOST, _FEW = 100, 5
#: Characters that no name has: what would end it in N-Quads, what a terminal would obey, what turns the
#: direction of writing (RFC 3987, 4.1).
_NOT_IN_NAMES: Final = r'\s\x00-\x20<>"{}|\\^`\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069'
#: An absolute name: never a nameless node ("_:b0"), never relative.
Iri = Annotated[
    str,
    Field(max_length=2_000, pattern=rf"^[A-Za-z][A-Za-z0-9+.-]*:[^{_NOT_IN_NAMES}]+$"),
    AfterValidator(_without_lone_surrogates),
]
Moment = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$", max_length=40),
    AfterValidator(_is_real_moment),
]
#: No control characters but tabs and line breaks: canonicalisers escape the others differently, and a
#: terminal would obey them.
_PLAIN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
#: Text for people; credentials carry images inside as data addresses, which are Iri, not text.
Text = Annotated[
    str,
    Field(min_length=1, max_length=20_000, pattern=_PLAIN),
    AfterValidator(_without_lone_surrogates),
]
Short = Annotated[
    str,
    Field(min_length=1, max_length=1_000, pattern=_PLAIN),
    AfterValidator(_without_lone_surrogates),
]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]

_T = TypeVar("_T")


def _listed(value: object) -> object:
    """JSON-LD writes one thing alone or in a list."""
    return value if isinstance(value, list) else [value]


#: One or several; most of them, so that a document cannot be made of a million.
Several = Annotated[list[_T], BeforeValidator(_listed), Field(min_length=1, max_length=_MOST)]
#: As above, of what costs a verifier a look-up in the web, or the whole document brought into one order.
Few = Annotated[list[_T], BeforeValidator(_listed), Field(min_length=1, max_length=_FEW)]


def all_types(*wanted: str) -> AfterValidator:
    """Return what demands that each of some types is named, once."""

    def check(types: list[str]) -> list[str]:
        if not set(wanted) <= set(types) or len(set(types)) != len(types):
            raise ValueError(f"has to be of the types {', '.join(wanted)}, each once")
        return types

    return AfterValidator(check)

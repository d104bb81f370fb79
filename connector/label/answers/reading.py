"""A file of answers: all that is wrong with it is told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from connector.errors import AnswersRefusedError, Fault
from connector.label.answers.model import WHOLE, Answer, Answers
from connector.label.answers.one_answer import PARTS, UnreadableError, answer_of, told, whole_number
from connector.label.assessment import variant_for
from connector.label.scheme import declared_scheme, scheme_labels
from connector.label.toml_file import KEPT, nearest, toml_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from connector.label.scheme import Scheme

#: What may stand in a file beside the answers themselves.
_ANSWERS: Final = "answers"
_KEYS: Final = ("scheme", "staff", "variant", _ANSWERS)
#: More people than any incubator employs.
_MOST_STAFF: Final = 100_000
_STAFF: Final = "Write how many people the incubator employs, or leave it empty."


@dataclass(slots=True)
class _Noted:
    """The faults of a file, in the order in which they were found."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, place: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, place, message, remedy))

    def refusal(self) -> AnswersRefusedError:
        return AnswersRefusedError(tuple(self.faults[:KEPT]), max(len(self.faults) - KEPT, 0))


def read_answers(path: Path, scheme: Scheme | None = None) -> Answers:
    """Read a file of answers; see `answers_from`.

    Raises
    ------
    AnswersRefusedError
        If it cannot be read, or something in it is faulty: with all its faults.
    """
    table = toml_of(path)
    if isinstance(table, Fault):
        raise AnswersRefusedError((table,))
    return answers_from(table, path.name, scheme)


def answers_from(table: Mapping[str, Any], file: str, scheme: Scheme | None = None) -> Answers:
    """Return the answers of a parsed file.

    Parameters
    ----------
    table
        ``scheme`` (code and version), ``staff`` (how many people the applicant employs) or ``variant``, and
        ``answers``: criterion -> 0 to 3, or a table of ``anchor``, ``planned`` and ``note``. What is empty
        was not answered.
    file
        What faults call it.
    scheme
        What is answered to; None for the one of the product that the file names.

    Raises
    ------
    AnswersRefusedError
        With all its faults: another or no scheme, a variant that there is not or that so many staff may not
        use, names that nothing is called by, criteria that stand twice, and values that are no answer.
    """
    noted = _Noted(file)
    for key in (one for one in table if one not in _KEYS):
        noted.add(key, f"{told(key)} is nothing that is asked.", _remedy_of_key(key, scheme))
    asked = _scheme(table, scheme, noted)
    given = _given(table, asked, noted)
    variant = _variant(table, asked, noted) if asked else None
    if asked is None or noted.faults:
        raise noted.refusal()
    return Answers(asked, variant, {one.code: given[one.code] for one in asked.criteria if one.code in given})


def _scheme(table: Mapping[str, Any], scheme: Scheme | None, noted: _Noted) -> Scheme | None:
    """Return what is answered to, if that can be told."""
    named = table.get("scheme", scheme.label if scheme else "")
    known = (scheme.label,) if scheme else scheme_labels()
    if named in known:
        return scheme or declared_scheme(named)
    if not isinstance(named, str) or not named.strip():
        noted.add("scheme", "it does not say to which scheme it answers.", f'Write scheme = "{known[0]}".')
    elif scheme:
        noted.add(
            "scheme",
            f"it answers to {told(named)}, and not to {scheme.label}.",
            "Hand in the scheme that it names, or answer to this one.",
        )
    else:
        hint = "A scheme of another network is handed in beside it."
        noted.add("scheme", f"there is no scheme {told(named)}.", f"{nearest(named, known)} {hint}")
    return scheme


def _variant(table: Mapping[str, Any], scheme: Scheme, noted: _Noted) -> str | None:
    """Return the variant that is named, or that so many staff may use."""
    try:
        staff = whole_number("staff", table.get("staff", ""), _MOST_STAFF, _STAFF)
    except UnreadableError as fault:
        noted.add("staff", fault.message, fault.remedy)
        staff = None
    named = table.get("variant", "")
    if named == "":
        return None if staff is None else variant_for(scheme, staff)
    if isinstance(named, str) and named in scheme.variants:
        most = scheme.variants[named].fewer_than_staff
        if staff is not None and staff >= most:
            noted.add(
                "variant",
                f"'{named}' is for fewer than {most} staff, and these are {staff}.",
                "Leave the variant out, or mend the number of staff.",
            )
        return named
    if named != WHOLE:
        noted.add(
            "variant", f"there is no variant {told(named)}.", nearest(str(named), (*scheme.variants, WHOLE))
        )
    return None


def _given(table: Mapping[str, Any], scheme: Scheme | None, noted: _Noted) -> dict[str, Answer]:
    answers = table.get(_ANSWERS, {})
    if not isinstance(answers, dict):
        noted.add(_ANSWERS, "it is no table.", "Write the line [answers], and the answers below it.")
        return {}
    codes = [one.code for one in scheme.criteria] if scheme else []
    given: dict[str, Answer] = {}
    for code, value in _entries(answers, {one.partition(".")[0] for one in codes}):
        place = f"{_ANSWERS}, {code}"
        if scheme and code not in codes:
            noted.add(place, f"{told(code)} is no criterion of {scheme.label}.", _remedy_of_code(code, codes))
            continue
        if code in given:
            noted.add(place, "it is answered twice.", "Keep one of both.")
            continue
        given[code], faults = answer_of(value)
        for fault in faults:
            is_part = isinstance(value, dict) and fault.part
            noted.add(f"{place}, {fault.part}" if is_part else place, fault.message, fault.remedy)
    return given


def _entries(answers: Mapping[str, Any], pillars: set[str]) -> Iterator[tuple[str, object]]:
    """Yield codes with what stands behind them.

    Codes have a full stop: where it is not in quotation marks, TOML makes a table of it.
    """
    for key, value in answers.items():
        is_table = "." not in key and isinstance(value, dict)
        if is_table and (key in pillars or not value.keys() <= PARTS.keys()):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        else:
            yield key, value


def _remedy_of_key(key: str, scheme: Scheme | None) -> str:
    if scheme and key in {one.code for one in scheme.criteria} | {one.code for one in scheme.pillars}:
        return "Write it below the line [answers]."
    return nearest(key, _KEYS)


def _remedy_of_code(code: str, codes: list[str]) -> str:
    if code in _KEYS:
        return "Write it above the line [answers]."
    by_name = {one.partition(".")[2]: one for one in codes}
    # somebody may remember the name of a criterion and not its pillar
    name = code.partition(".")[2] or code
    if name in by_name:
        return f"Did you mean '{by_name[name]}'?"
    near = get_close_matches(code.strip().casefold(), codes, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    pillar = code.partition(".")[0]
    own = [one for one in codes if one.partition(".")[0] == pillar]
    first = ", ".join(dict.fromkeys(one.partition(".")[0] for one in codes))
    return f"Those of {pillar}: {', '.join(own)}." if own else f"A code begins with one of: {first}."

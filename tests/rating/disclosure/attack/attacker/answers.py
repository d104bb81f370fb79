"""What a programme answers about withheld cells, and which answers are breaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.component import REACH, Target
from tests.rating.disclosure.attack.attacker.intervals import FAR

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.cell import Said
    from tests.rating.disclosure.attack.attacker.programme import Programme
    from tests.rating.disclosure.attack.attacker.reading import Reading

ONE, FEW, LOW = "known exactly", "too few values are possible", "no possible value reaches the floor"


def settle(
    programme: Programme,
    asked: Mapping[Hashable, Said],
    *,
    reach: int = REACH,
    is_exhaustive: bool = False,
) -> dict[Hashable, tuple[bool, tuple[int, ...]]]:
    """Find, for each key asked about, whether its guarantee holds, and the values that were found."""
    programme.propagate()
    answers: dict[Hashable, tuple[bool, tuple[int, ...]]] = {}
    unknown: dict[int, Hashable] = {}
    for key, said in asked.items():
        place = programme.variable(key)
        value = programme.value[place]
        if value is None:
            unknown[place] = key
        else:
            answers[key] = (said.floor <= 1 <= value, (value,))
    for component in programme.components(unknown):
        targets = {}
        for place in component.wanted:
            needed = FAR if is_exhaustive else asked[unknown[place]].floor
            targets[place] = Target(component.position(place), needed)
        component.search(list(targets.values()), reach=reach)
        for place, target in targets.items():
            values = () if target.is_met else tuple(sorted(value for value in target.seen if value <= reach))
            answers[unknown[place]] = (target.is_met, values)
    return answers


def why_not(values: Sequence[int], needed: int) -> str:
    if len(values) >= needed:
        return LOW
    return ONE if len(values) == 1 else FEW


def breaches_of(
    reading: Reading,
    asked: Mapping[Hashable, Said],
    answers: Mapping[Hashable, tuple[bool, tuple[int, ...]]],
) -> list[Breach]:
    return [
        reading.breach(asked[key], values, why_not(values, asked[key].floor))
        for key, (is_kept, values) in answers.items()
        if not is_kept
    ]

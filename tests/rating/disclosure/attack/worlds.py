"""Worlds to attack: small, linked, nested and nearly degenerate populations, and what is published of them.

A world is made from people where more than one table is about them, so that all attributes of a unit split
the same headcounts and an edition differs from the one before by exactly the people who came, went or moved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Generator: TypeAlias = np.random.Generator

Row: TypeAlias = dict[str, Any]

FIRST, SECOND = "2026-06-30", "2027-06-30"
GENDER = ("women", "men")
GROUPS: dict[str, tuple[str, ...]] = {
    "gender": GENDER,
    "age": ("under 25", "25-34", "35-44", "45-54", "55 and over"),
    "origin": tuple(f"region {number}" for number in range(1, 9)),
    "disability": ("with", "without"),
}
ALONE = ("company", "level", "attribute", "group")
SITES = ("company", "site", "level", "attribute", "group")
CITIES = ("city", "company", "site", "level", "attribute", "group")


@dataclass(frozen=True)
class Edition:
    """What is published of a world after the first time: the same people again, or those of a later date."""

    reference_date: str
    rows: list[Row]
    joiners: int | None = None
    leavers: int | None = None
    keys: tuple[str, ...] = ("level", "group")  # what the tables list
    fixed: dict[str, str] = field(default_factory=dict)  # a filter: rows with this value only


@dataclass(frozen=True)
class World:
    """Base counts: `keys` are the key columns of the rows, `parents` tells which unit key lies in which."""

    name: str
    keys: tuple[str, ...]
    parents: dict[str, str]
    rows: list[Row]
    later: tuple[Edition, ...] = ()
    reference_date: str = FIRST


@dataclass
class People:
    """One entry a person: the place of the unit and the level, and of the group by attribute."""

    units: list[dict[str, str]]
    levels: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    unit: NDArray[np.int64]
    level: NDArray[np.int64]
    group: dict[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.unit)

    def only(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> People:
        """Return some of the people."""
        group = {name: places[chosen] for name, places in self.group.items()}
        return People(self.units, self.levels, self.groups, self.unit[chosen], self.level[chosen], group)

    def joined_by(self, others: People) -> People:
        """Return these people and others of the same units, levels and groups."""
        group = {name: np.concatenate([places, others.group[name]]) for name, places in self.group.items()}
        unit, level = np.concatenate([self.unit, others.unit]), np.concatenate([self.level, others.level])
        return People(others.units, self.levels, self.groups, unit, level, group)

    def promoted(self, person: int) -> People:
        """Return the same people, one of whom has moved to the next level."""
        level = self.level.copy()
        level[person] = (level[person] + 1) % len(self.levels)
        return People(self.units, self.levels, self.groups, self.unit, level, self.group)

    def rows(self) -> list[Row]:
        """Count them: a row for every unit, level, attribute and group, zeros too."""
        found = []
        for attribute, groups in self.groups.items():
            counts = np.zeros((len(self.units), len(self.levels), len(groups)), dtype=np.int64)
            np.add.at(counts, (self.unit, self.level, self.group[attribute]), 1)
            found += [
                {**unit, "level": level, "attribute": attribute, "group": group, "n": int(counts[u, v, g])}
                for u, unit in enumerate(self.units)
                for v, level in enumerate(self.levels)
                for g, group in enumerate(groups)
            ]
        return found


def peopled(
    rng: Generator,
    units: list[dict[str, str]],
    levels: tuple[str, ...],
    groups: dict[str, tuple[str, ...]],
    heads: NDArray[np.int64],
) -> People:
    """Fill units and levels with people whose groups are drawn, unevenly, level by level."""
    unit = np.repeat(np.arange(len(units)), heads.sum(axis=1))
    level = np.concatenate([np.repeat(np.arange(len(levels)), row) for row in heads])
    group = {}
    for attribute, names in groups.items():
        likely = rng.dirichlet(np.full(len(names), rng.choice([0.6, 1.5, 5.0])), size=len(levels))
        group[attribute] = np.zeros(len(level), dtype=np.int64)
        for place, weights in enumerate(likely):
            here = level == place
            group[attribute][here] = rng.choice(len(names), size=int(here.sum()), p=weights)
    return People(units, levels, groups, unit.astype(np.int64), level.astype(np.int64), group)


def some_attributes(rng: Generator, how_many: int) -> dict[str, tuple[str, ...]]:
    """Choose attributes, gender always among them, with two or three genders and five to eight origins."""
    others = rng.choice(["age", "origin", "disability"], size=how_many - 1, replace=False)
    groups = {}
    for name in ("gender", *sorted(str(other) for other in others)):
        groups[name] = GROUPS[name]
    if rng.random() < 0.3:
        groups["gender"] = (*GENDER, "non-binary")
    if "origin" in groups:
        groups["origin"] = GROUPS["origin"][: int(rng.integers(5, 9))]
    return groups


def ladder(how_many: int) -> tuple[str, ...]:
    return tuple(f"level {number}" for number in range(1, how_many + 1))


def counted(
    counts: Sequence[Sequence[int]], attribute: str, groups: Sequence[str], company: str = "A"
) -> list[Row]:
    """Turn one table, levels by groups, into rows."""
    return [
        {
            "company": company,
            "level": f"level {number}",
            "attribute": attribute,
            "group": group,
            "n": int(count),
        }
        for number, row in enumerate(counts, start=1)
        for group, count in zip(groups, row, strict=True)
    ]


# ------------------------------------------------------------------------------------------------- kinds


def poisson_table(rng: Generator) -> World:
    """Make one company of five levels, eight groups: rows and columns of very different size."""
    mean = float(rng.choice([0.5, 1, 2, 4, 8, 15, 30, 50]))
    spread = np.outer(rng.gamma(1.0, 1.0, 5), rng.gamma(1.5, 0.7, 8))
    counts = rng.poisson(mean * spread)
    attribute = str(rng.choice(["origin", "education"]))
    rows = counted(counts.tolist(), attribute, GROUPS["origin"])
    return World(f"poisson 5x8, mean {mean:g}, {attribute}", ALONE, {}, rows)


def linked_attributes(rng: Generator) -> World:
    """Make several attributes that split the same people."""
    groups = some_attributes(rng, int(rng.integers(2, 5)))
    levels = ladder(int(rng.integers(2, 6)))
    heads = rng.poisson(rng.choice([3, 10, 30, 80]) * rng.gamma(1.0, 1.0, (1, len(levels))))
    people = peopled(rng, [{"company": "A"}], levels, groups, heads)
    return World(f"linked {'+'.join(groups)}, {len(people)} people", ALONE, {}, people.rows())


def company_of_nine(rng: Generator) -> World:
    """Make nine people, one director a woman; and companies not much unlike it."""
    levels = ("board", "executive", "staff")
    women = np.array([[1, 0, int(rng.integers(0, 5))]])
    men = np.array([[int(rng.integers(0, 3)), int(rng.integers(0, 3)), int(rng.integers(1, 5))]])
    name = "variant"
    if rng.random() < 0.4:
        women, men, name = np.array([[1, 0, 3]]), np.array([[2, 1, 2]]), "one woman director"
    rows = [
        {"company": "A", "level": level, "attribute": "gender", "group": group, "n": int(count)}
        for level, pair in zip(levels, np.vstack([women, men]).T, strict=True)
        for group, count in zip(GENDER, pair, strict=True)
    ]
    if rng.random() < 0.5:
        groups = {"origin": GROUPS["origin"][:5]}
        people = peopled(rng, [{"company": "A"}], levels, groups, women + men)
        rows += people.rows()
    return World(f"company of {int(women.sum() + men.sum())}, {name}", ALONE, {}, rows)


def nested_units(rng: Generator, depth: int) -> list[dict[str, str]]:
    """Name sites of a company, or sites of companies of a city."""
    if depth == 1:
        return [{"company": "A"}]
    how_many = rng.integers(2, 5, size=1)
    if depth == 2:
        return [{"company": "A", "site": f"A{number}"} for number in range(1, how_many[0] + 1)]
    companies = "ABCD"[: how_many[0]]
    return [
        {"city": "X", "company": company, "site": f"{company}{number}"}
        for company, count in zip(companies, rng.integers(2, 5, size=how_many[0]), strict=True)
        for number in range(1, count + 1)
    ]


def nested(rng: Generator, depth: int) -> World:
    """Make sites in a company, or sites in companies in a city, some of them small."""
    units = nested_units(rng, depth)
    levels = ladder(int(rng.integers(2, 5)))
    groups = some_attributes(rng, int(rng.integers(1, 4)))
    sizes = rng.choice([2, 8, 25, 60], size=(len(units), 1)) * rng.gamma(2.0, 0.5, (1, len(levels)))
    people = peopled(rng, units, levels, groups, rng.poisson(sizes))
    keys, parents = (
        (SITES, {"site": "company"}) if depth == 2 else (CITIES, {"site": "company", "company": "city"})
    )
    return World(f"{len(units)} units of depth {depth}, {'+'.join(groups)}", keys, parents, people.rows())


DEGENERATE: dict[str, list[list[int]]] = {
    "one level": [[7, 21, 3, 40]],
    "one group holds all but one": [[30, 0, 0], [41, 1, 0], [25, 0, 0]],
    "all zeros in a group": [[12, 0, 9], [33, 0, 2], [6, 0, 40]],
    "a group nobody is in, and small rows": [[3, 0, 1], [4, 0, 8], [16, 0, 2]],
    "empty levels": [[0, 0, 0], [20, 3, 14], [0, 0, 0], [31, 12, 2]],
    "levels of one to four": [[1, 0], [1, 1], [2, 1], [1, 3], [40, 32]],
    "two groups only": [[18, 2], [22, 25], [3, 19]],
    "identical rows": [[6, 3, 11], [6, 3, 11], [6, 3, 11]],
    "a huge row with one person different": [[9999, 1, 0], [12, 15, 11], [20, 8, 30]],
    "everybody in one cell": [[64, 0], [0, 0]],
    "nobody at all": [[0, 0], [0, 0]],
    "exactly at the floors": [[5, 10, 15], [10, 5, 30], [4, 9, 25]],
}


def degenerate(rng: Generator) -> World:
    """Make tables at the edge of having a shape."""
    chosen = int(rng.integers(0, len(DEGENERATE) + 10))
    if chosen >= len(DEGENERATE):
        people = chosen - len(DEGENERATE) + 3
        counts = rng.multinomial(people, np.full(9, 1 / 9)).reshape(3, 3).tolist()
        name = f"company of {people}"
    else:
        name, counts = list(DEGENERATE.items())[chosen]
    attribute = str(rng.choice(["gender", "origin"]))
    rows = counted(counts, attribute, [f"group {number}" for number in range(len(counts[0]))])
    if rng.random() < 0.3:
        heads = np.array([[sum(row) for row in counts]])
        other = {"disability": GROUPS["disability"]}
        rows += peopled(rng, [{"company": "A"}], ladder(len(counts)), other, heads).rows()
    return World(f"degenerate: {name}, {attribute}", ALONE, {}, rows)


def staffed(rng: Generator, depth: int = 1) -> People:
    """Return a company, or one with sites, in which most cells are large enough to be shown."""
    units = nested_units(rng, depth)
    levels = ladder(int(rng.integers(2, 5)))
    groups = some_attributes(rng, int(rng.integers(1, 4)))
    sizes = rng.choice([12, 40, 120], size=(len(units), 1)) * rng.gamma(2.0, 0.5, (1, len(levels)))
    return peopled(rng, units, levels, groups, rng.poisson(sizes) + 1)


def republished(rng: Generator) -> World:
    """Publish the same people again: in another shape, or with a filter."""
    people = staffed(rng)
    rows = people.rows()
    shapes: list[tuple[tuple[str, ...], dict[str, str]]] = [
        (("group",), {}),
        (("level",), {}),
        (("group",), {"level": people.levels[0]}),
        (("level",), {"group": "women"}),
        (("level", "group"), {"attribute": "gender"}),
    ]
    chosen = rng.choice(len(shapes), size=2, replace=False)
    later = tuple(Edition(FIRST, rows, keys=shapes[place][0], fixed=shapes[place][1]) for place in chosen)
    told = ", then ".join("+".join([*edition.keys, *edition.fixed]) for edition in later)
    return World(f"republished by {told}", ALONE, {}, rows, later)


def changed(
    rng: Generator, name: str, joiners: int, leavers: int, *, is_told: bool = True, promotions: int = 0
) -> World:
    """Make a later edition: some joined, some left, some were promoted."""
    depth = int(rng.integers(1, 3))
    people = staffed(rng, depth)
    leavers = min(leavers, len(people) - 1)
    staying = rng.permutation(len(people))[leavers:]
    model = people.only(rng.integers(0, len(people), size=joiners))
    later = people.only(staying).joined_by(model)
    for person in range(promotions):
        later = later.promoted(person)
    keys, parents = (ALONE, {}) if depth == 1 else (SITES, {"site": "company"})
    told = (joiners, leavers) if is_told else (None, None)
    edition = Edition(SECOND, later.rows(), *told)
    return World(f"{name}, {'told' if is_told else 'untold'}", keys, parents, people.rows(), (edition,))


def new_site(rng: Generator) -> World:
    """Make a later edition in which a company has one more site."""
    people = staffed(rng, 2)
    units = [*people.units, {"company": "A", "site": f"A{len(people.units) + 1}"}]
    size = int(rng.choice([1, 3, 7, 20, 60]))
    new = people.only(rng.integers(0, len(people), size=size))
    new.unit = np.full(size, len(people.units))
    new.units = units
    told = (size, 0) if rng.random() < 0.5 else (None, None)
    edition = Edition(SECOND, people.joined_by(new).rows(), *told)
    return World(f"a new site of {size}", SITES, {"site": "company"}, people.rows(), (edition,))


def one_small_site(rng: Generator) -> World:
    """Make a company whose total less all other sites is one small site."""
    how_many = int(rng.integers(2, 5))
    units = [{"company": "A", "site": f"A{number}"} for number in range(1, how_many + 1)]
    levels = ladder(int(rng.integers(1, 4)))
    groups = some_attributes(rng, int(rng.integers(1, 3)))
    heads = rng.poisson(rng.choice([60, 150]), size=(how_many, len(levels)))
    small = int(rng.integers(0, how_many))
    heads[small] = rng.multinomial(int(rng.integers(1, 10)), np.full(len(levels), 1 / len(levels)))
    people = peopled(rng, units, levels, groups, heads)
    return World(f"one small site of {int(heads[small].sum())}", SITES, {"site": "company"}, people.rows())


KINDS: Mapping[str, Callable[[Generator], World]] = {
    "poisson": poisson_table,
    "linked": linked_attributes,
    "nine": company_of_nine,
    "sites": lambda rng: nested(rng, 2),
    "degenerate": degenerate,
    "republished": republished,
    "one joiner": lambda rng: changed(rng, "one joiner", 1, 0),
    "cities": lambda rng: nested(rng, 3),
    "one leaver": lambda rng: changed(rng, "one leaver", 0, 1),
    "one promoted": lambda rng: changed(rng, "one promoted", 0, 0, is_told=False, promotions=1),
    "few joiners": lambda rng: changed(rng, "one fewer than a floor joined", int(rng.choice([4, 9])), 25),
    "many": lambda rng: changed(rng, "30 joiners and 12 leavers", 30, 12),
    "many, untold": lambda rng: changed(rng, "30 joiners and 12 leavers", 30, 12, is_told=False),
    "new site": new_site,
    "small site": one_small_site,
}


#: Kinds that take seconds to attack come in one round of so many; a plain table takes their place in others.
SLOW: Mapping[str, int] = {"cities": 3, "many": 3}


def kind_of(number: int) -> str:
    """Return the kind of a world by its number: all kinds in turn."""
    turn, place = divmod(number, len(KINDS))
    kind = list(KINDS)[place]
    return kind if turn % SLOW.get(kind, 1) == 0 else "poisson"


def worlds(seed: int, how_many: int) -> Iterator[World]:
    """Yield worlds of all kinds in turn; the same seed gives the same worlds."""
    for number in range(how_many):
        yield KINDS[kind_of(number)](np.random.default_rng([seed, number]))

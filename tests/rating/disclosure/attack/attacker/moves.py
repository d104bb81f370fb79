"""Cheap witnesses: changes of some counts that keep every sum, and how far each can be made."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tests.rating.disclosure.attack.attacker.intervals import FAR

if TYPE_CHECKING:
    from tests.rating.disclosure.attack.attacker.equations import Equations, Ints

STEP = 400  # how far one move is followed where nothing stops it
ORDERS = 4  # in how many orders the equations are eliminated to find moves
LENGTH = 16  # more counts than this in one move, and it is seldom free to be made
MOVES = 6  # how many moves are kept for each count
WAYS = 40  # how many longer moves are kept


def moves_of(matrix: Ints, order: Ints) -> Ints:
    """Return whole-number vectors that change no sum, one for each column that elimination leaves free."""
    work = matrix[:, order].copy()
    count, width = work.shape
    pivots: list[int] = []
    for column in range(width):
        row = len(pivots)
        if row == count:
            break
        below = np.abs(work[row:, column])
        if not below.any():
            continue
        # a pivot of one keeps everything whole
        best = row + int(np.argmin(np.where(below == 0, FAR, below)))
        work[[row, best]] = work[[best, row]]
        pivot = int(work[row, column])
        hit = np.flatnonzero(work[:, column])
        hit = hit[hit != row]
        factors = work[hit, column]
        work[hit] = work[hit] * pivot - np.outer(factors, work[row])
        if abs(pivot) != 1:
            work[hit] //= np.maximum(np.gcd.reduce(work[hit], axis=1), 1)[:, None]
        pivots.append(column)
    free = np.setdiff1d(np.arange(width), pivots)
    heads = work[np.arange(len(pivots)), pivots]
    whole = math.lcm(1, *(int(head) for head in np.abs(heads)))
    found = np.zeros((len(free), width), dtype=np.int64)
    found[np.arange(len(free)), free] = whole
    found[:, pivots] = -(work[: len(pivots), free] * (whole // heads)[:, None]).T
    if whole != 1:
        found //= np.gcd.reduce(found, axis=1)[:, None]
    moves = np.zeros_like(found)
    moves[:, order] = found
    return moves


class Moves:
    """The moves that are known of one set of equations: light ones, of few counts, and heavy ones."""

    def __init__(self, equations: Equations) -> None:
        self._equations = equations
        self._light = self._heavy = np.zeros((0, equations.width), dtype=np.int64)
        self._forwards = self._backwards = np.zeros((0, LENGTH), dtype=np.int64)
        self._names: set[bytes] = set()
        self._new: list[tuple[Ints, Ints]] = []

    def find(self) -> None:
        """Eliminate the equations in some orders: each column left free is a move that keeps every sum."""
        width = self._equations.width
        rng = np.random.default_rng(width)
        is_total = np.min(self._equations.matrix, axis=0) < 0
        orders = [np.argsort(~is_total, kind="stable")]
        for turn in range(ORDERS - 1):
            mixed = rng.permutation(width)
            orders.append(mixed[np.argsort(~is_total[mixed], kind="stable")] if turn % 2 else mixed)
        found = np.concatenate([moves_of(self._equations.matrix, order) for order in orders])
        self.keep(found[np.argsort((found != 0).sum(axis=1), kind="stable")][: MOVES * width])

    def keep(self, found: Ints) -> None:
        """Keep new moves; of those that are light, whose room, upwards or downwards, each uses."""
        width = self._equations.width
        for move in found:
            used = np.flatnonzero(move)
            sign = move[used[0]]
            name = (move if sign > 0 else -move).tobytes()
            if name in self._names:
                continue
            self._names.add(name)
            if len(used) > LENGTH or np.abs(move[used]).max() > 1:
                self._heavy = np.concatenate([move[None], self._heavy[: WAYS - 1]])
                continue
            rises = move[used] > 0
            row = np.full((2, LENGTH), 2 * width)
            row[0, : len(used)] = np.where(rises, used, used + width)
            row[1, : len(used)] = np.where(rises, used + width, used)
            self._new.append((move, row))
        if self._new:
            moves, rows = (np.array(part) for part in zip(*self._new, strict=True))
            self._light = np.concatenate([self._light, moves])
            self._forwards = np.concatenate([self._forwards, rows[:, 0]])
            self._backwards = np.concatenate([self._backwards, rows[:, 1]])
            self._new.clear()

    def steps(self, counts: Ints) -> tuple[Ints, Ints]:
        """Return how many times each move can be made from here, forwards and backwards."""
        up, down = self._equations.room(counts)
        room = np.concatenate([up, down, [STEP]])
        forwards, backwards = room[self._forwards].min(axis=1), room[self._backwards].min(axis=1)
        if len(self._heavy):
            size = np.maximum(np.abs(self._heavy), 1)
            up, down = up // size, down // size
            rising, falling = self._heavy > 0, self._heavy < 0
            forth = np.where(rising, up, np.where(falling, down, STEP)).min(axis=1)
            back = np.where(rising, down, np.where(falling, up, STEP)).min(axis=1)
            forwards, backwards = np.concatenate([forwards, forth]), np.concatenate([backwards, back])
        return np.minimum(forwards, STEP), np.minimum(backwards, STEP)

    def part(self, positions: list[int]) -> Ints:
        """Return what each move, in the order of the steps, does to some counts."""
        return np.concatenate([self._light[:, positions], self._heavy[:, positions]])

    def chosen(self, place: int) -> Ints:
        """Return one move, by its place among the steps."""
        light = len(self._light)
        move: Ints = self._light[place] if place < light else self._heavy[place - light]
        return move

"""How far places are from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles

#: Mean radius of the Earth (IUGG), km.
_EARTH_KM = 6371.0088


def kilometres(
    latitude: Doubles, longitude: Doubles, other_latitude: Doubles, other_longitude: Doubles
) -> Doubles:
    """Return the great-circle distance of every place on one side to every place on the other, in km.

    Parameters
    ----------
    latitude, longitude
        Degrees, shape (n,); nan where not stated.
    other_latitude, other_longitude
        Likewise, shape (p,).

    Returns
    -------
    Doubles
        Shape (n, p), on a sphere of the mean radius: at most 0.6 % off the ellipsoid; nan where not stated.

    Examples
    --------
    >>> paris, brussels = np.array([[48.857], [2.352]]), np.array([[50.847], [4.357]])
    >>> kilometres(*paris, *brussels).round().tolist()
    [[264.0]]
    """
    here, there = _on_sphere(latitude, longitude), _on_sphere(other_latitude, other_longitude)
    # chords from differences keep their digits where places are close; a scalar product would lose them
    x, y, z = (np.subtract.outer(one, other) for one, other in zip(here, there, strict=True))
    chord = np.sqrt(x * x + y * y + z * z)
    km: Doubles = 2 * _EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0))
    return km


def _on_sphere(latitude: Doubles, longitude: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Return places as points of the unit sphere."""
    north, east = np.radians(latitude), np.radians(longitude)
    return np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)

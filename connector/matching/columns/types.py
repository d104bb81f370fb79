"""The array types of matching."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
#: -1 stands for "not stated" in every column of codes.
Small = npt.NDArray[np.int16]
Flags = npt.NDArray[np.bool_]

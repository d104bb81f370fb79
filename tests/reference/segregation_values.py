"""Write segregation.csv: what the Python package segregation says about tables that are drawn here.

The package (BSD licence) is not a dependency of this project. To make the values anew, in an environment of
its own:

    python -m venv ENVIRONMENT
    ENVIRONMENT/bin/pip install segregation==2.5.4
    ENVIRONMENT/bin/python tests/reference/segregation_values.py > tests/reference/segregation.csv

Each table is drawn by ``numpy.random.default_rng(7)``, levels x groups, and written into its row, so that the
tests draw nothing.
"""

from __future__ import annotations

import csv
import json
import platform
import sys
import warnings
from importlib.metadata import version

import numpy as np

SHAPES = ((2, 2), (3, 2), (5, 2), (5, 3), (5, 8), (8, 5), (40, 4))


def rows_of(table: np.ndarray) -> list[tuple[str, object]]:
    """Return the values of one table, by the name of the index here."""
    # imported here: the test run, which looks for examples in every file, does not have them
    import pandas as pd  # noqa: PLC0415 - as above
    from segregation.multigroup import MultiDissim, MultiDivergence, MultiInfoTheory  # noqa: PLC0415 - as above
    from segregation.singlegroup import Dissim, Isolation  # noqa: PLC0415 - as above

    groups = [f"g{group}" for group in range(table.shape[1])]
    frame = pd.DataFrame(table, columns=groups)
    frame["all"] = table.sum(axis=1)
    isolation = [Isolation(frame, group_pop_var=group, total_pop_var="all").statistic for group in groups]
    values = [
        ("mutual_information", MultiDivergence(frame, groups=groups).statistic),
        ("theil_h", MultiInfoTheory(frame, groups=groups).statistic),
        ("dissimilarity", MultiDissim(frame, groups=groups).statistic),
        ("isolation", isolation),
    ]
    if len(groups) == 2:  # Duncan's own D
        values.append(
            ("dissimilarity", Dissim(frame, group_pop_var=groups[0], total_pop_var="all").statistic)
        )
    return values


def main() -> None:
    """Write the file to standard output."""
    warnings.simplefilter("ignore")  # the package warns of tables without a map; there is none
    rng = np.random.default_rng(7)
    source = (
        f"segregation {version('segregation')}, Python {platform.python_version()}, segregation_values.py"
    )
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("index", "input", "expected", "source"))
    for levels, groups in SHAPES:
        table = rng.integers(1, 60, size=(levels, groups))
        for index, value in rows_of(table):
            expected = np.asarray(value, dtype=float).tolist()
            writer.writerow((index, json.dumps(table.tolist()), json.dumps(expected), source))


if __name__ == "__main__":
    main()

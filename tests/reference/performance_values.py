"""Print what pyfixest says of the panel beside this file, as it stands in performance.csv.

    python -m venv ENVIRONMENT
    ENVIRONMENT/bin/pip install pyfixest==0.60.0
    ENVIRONMENT/bin/python tests/reference/performance_values.py

The package (MIT licence) is not a dependency of this project. The rows of lme4 1.1-31 in the same table come
from performance_values.R. The panel was drawn by ``numpy.random.default_rng(7)``.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: name in the table -> formula
MODELS = {
    "plain": "outcome ~ exposure",
    "controls": "outcome ~ exposure + size",
    "company": "outcome ~ exposure + size | company",
    "company+year": "outcome ~ exposure + size | company + year",
    "industry*year": "outcome ~ exposure + size | industry_year",
    "year": "outcome ~ exposure + size | year",
    "industry+year": "outcome ~ exposure + size | industry + year",
}

if __name__ == "__main__":
    # imported here: the test run, which looks for examples in every file, does not have them
    import pandas as pd
    import pyfixest

    panel = pd.read_csv(Path(__file__).with_name("performance_panel.csv"))
    panel["industry_year"] = panel.industry * 10_000 + panel.year
    for name, formula in MODELS.items():
        fit = pyfixest.feols(
            formula,
            panel,
            vcov={"CRV1": "company"},
            fixef_rm="none",
            fixef_tol=1e-13,
            fixef_maxiter=1_000_000,
        )
        sys.stdout.write(f"pyfixest,{name},slope,{float(fit.coef()['exposure'])!r}\n")
        sys.stdout.write(f"pyfixest,{name},standard_error,{float(fit.se()['exposure'])!r}\n")

"""A table of companies and years, with a missing result, as somebody would send it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path


def write_panel(path: Path, companies: int = 60) -> Path:
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["firm", "year", "women", "leaders", "roa", "growth", "size", "industry", "city"])
        for company in range(companies):
            share, level = rng.uniform(0.1, 0.6), rng.normal()
            for year in range(2015, 2019):
                women = rng.binomial(9, share)
                roa = "" if company == 0 and year == 2015 else f"{0.05 * level + rng.normal(0, 0.05):.4f}"
                writer.writerow([
                    f"Firm <{company}>", year, f"{women / 9:.4f}", 9, roa, f"{rng.normal():.3f}",
                    f"{level + rng.normal():.3f}", f"industry {company % 3}", f"city {company % 4}",
                ])  # fmt: skip
    return path

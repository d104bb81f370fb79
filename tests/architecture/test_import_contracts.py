"""The import contracts hold, and each of them would notice a breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("rating", "connector", "training_material", "diversity_platform")
LINTER = str(Path(sys.executable).parent / "lint-imports")

#: contract -> files that break it, by path and content
BREACHES: dict[str, dict[str, str]] = {
    "shell-over-domains": {"connector/errors.py": "import rating.errors\n"},
    "pure-packages": {"rating/errors.py": "import sqlalchemy\n"},
    "rating-layers": {"rating/data/ladder.py": "import rating.indices\n"},
    "connector-layers": {"connector/parties/place.py": "import connector.matching.pairs\n"},
    "label-layers": {"connector/label/scheme/model.py": "import connector.label.issuing\n"},
    "declarations-out-of-scores": {
        "connector/matching/signals/distance.py": "import connector.parties.declaration\n"
    },
    "plotly-in-charts": {"rating/pipeline.py": "import plotly\n"},
    "slices-in-one-line": {
        "diversity_platform/organisations/__init__.py": "import diversity_platform.ratings\n",
        "diversity_platform/ratings/__init__.py": "",
    },
    "files-of-a-slice": {
        "diversity_platform/labels/__init__.py": "",
        "diversity_platform/labels/models.py": "import diversity_platform.labels.service\n",
        "diversity_platform/labels/service.py": "",
    },
    "no-estimator-in-a-request": {
        "diversity_platform/ratings/__init__.py": "",
        "diversity_platform/ratings/service.py": "import rating.pipeline\n",
        "diversity_platform/ratings/pages.py": "import diversity_platform.ratings.service\n",
    },
    "handlers-without-sql": {
        "diversity_platform/matches/__init__.py": "",
        "diversity_platform/matches/api.py": "import sqlalchemy\n",
    },
    "public-sees-editions": {
        "diversity_platform/surveys/__init__.py": "",
        "diversity_platform/editions/__init__.py": "",
        "diversity_platform/editions/public.py": "import diversity_platform.surveys\n",
    },
}


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_contracts_are_kept(root: Path) -> None:
    result = lint(root)
    assert result.returncode == 0, result.stdout
    assert f"Contracts: {len(BREACHES)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_contract_notices_a_breach(contract: str, root: Path, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    for path, content in BREACHES[contract].items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old = target.read_text(encoding="utf-8") if target.exists() else ""
        target.write_text(f"{old}\n{content}", encoding="utf-8")
    result = lint(tmp_path, "--contract", contract)
    assert result.returncode == 1, result.stdout
    assert "0 kept, 1 broken" in result.stdout

"""The house is in order: top level, locks, compose, start-up, decisions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from diversity_platform.settings import names
from tests.conftest import real_program

LOCKS = ("requirements.lock", "dev.lock", "bench.lock")
NODE = Path("tests", "oracles", "vc")
TOP_LEVEL = {
    "diversity_platform", "rating", "connector", "training_material", "tests", "pyproject.toml",
    "docker-compose.yml", "README.md", "Makefile", "docs", "benchmarks", ".ci", ".gitignore", "LICENSE",
    "CHANGELOG.md", "CONTRIBUTING.md", *LOCKS,
}  # fmt: skip
# written so that this file does not name one itself
REGISTRY = re.compile("|".join([r"py" + r"pi\.org", r"python" + r"hosted", r"npm" + r"js\.org"]))


def tracked(root: Path) -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("this is no git checkout")
    return listing.stdout.splitlines()


def test_top_level_holds_what_was_agreed_and_nothing_else(root: Path) -> None:
    assert {name.split("/")[0] for name in tracked(root)} == TOP_LEVEL


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_hashed_and_names_no_registry(lock: str, root: Path) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    requirements = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(requirements) == len(blocks) > 5
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
    assert not REGISTRY.search(text)


def test_node_lock_is_hashed_and_names_no_registry(root: Path) -> None:
    """Where a package does not say where it was found, npm asks the registry that it is set to."""
    text = (root / NODE / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    wanted = json.loads((root / NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert packages.pop("")["dependencies"] == wanted
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, what in packages.items() if not what["integrity"].startswith("sha512-")] == []
    assert [name for name, what in packages.items() if {"resolved", "hasInstallScript"} & set(what)] == []
    assert not REGISTRY.search(text)
    assert len(packages) > len(wanted) >= 5


def test_no_tracked_file_names_a_registry_or_a_machine_path(root: Path) -> None:
    machine = re.compile(r"(?<![\w.-])/(?:work|root|home/\w+)/")
    offenders = []
    for name in tracked(root):
        path = root / name
        if not path.exists() or name.endswith((".woff2", ".png")):
            continue
        text = path.read_text(encoding="utf-8")
        if REGISTRY.search(text) or machine.search(text):
            offenders.append(name)
    assert offenders == []


def test_locks_agree_on_every_common_version(root: Path) -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        text = (root / lock).read_text(encoding="utf-8")
        for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE):
            versions.setdefault(f"{lock}:{name}", set()).add(version)
    run = {key.split(":")[1]: value for key, value in versions.items() if key.startswith("requirements")}
    for lock in LOCKS[1:]:
        for name, version in run.items():
            assert versions[f"{lock}:{name}"] == version, f"{name} in {lock}"


def test_every_run_time_dependency_has_its_decision(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=\[;]", requirement)[0] for requirement in project["dependencies"]]
    decisions = [path.stem for path in (root / "docs" / "decisions").glob("*.md")]
    assert [name for name in names if not any(stem.endswith(f"-{name}") for stem in decisions)] == []


def test_every_decision_states_context_decision_consequences_alternatives(root: Path) -> None:
    pages = sorted((root / "docs" / "decisions").glob("0*.md"))
    assert len(pages) >= 5
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert {"Context", "Decision", "Consequences", "Alternatives"} <= set(headings), page.name


def test_compose_file_is_valid(root: Path) -> None:
    compose = real_program("docker-compose", require="COMPOSE")
    given = os.environ | {"POSTGRES_PASSWORD": "a password"}
    result = subprocess.run(
        [compose, "config", "-q"], cwd=root, env=given, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def services(root: Path) -> dict[str, dict[str, Any]]:
    compose = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    return {name: service for name, service in compose["services"].items() if "command" in service}


def test_compose_commands_are_commands_of_the_product(root: Path) -> None:
    assert set(services(root)) == {"web", "worker", "demo"}
    for service in services(root).values():
        assert (root / service["build"]["dockerfile"]).exists()
        command = service["command"]
        shown = subprocess.run(
            [sys.executable, "-m", "diversity_platform", command[0], "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert shown.returncode == 0, shown.stderr
        options = [part for part in command[1:] if part.startswith("--")]
        assert [option for option in options if option not in shown.stdout] == []


def test_compose_sets_settings_that_exist_and_watches_over_health(root: Path) -> None:
    for name, service in services(root).items():
        given = {key: "x" for key in service["environment"] if key.startswith("DIVERSITY_")}
        assert sorted(set(given) - set(names())) == [], name
    compose = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert {name for name, service in compose.items() if "healthcheck" in service} == {"database", "web"}
    assert "/health/ready" in str(compose["web"]["healthcheck"])
    assert [port for port in compose["web"]["ports"] if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("facade", ["rating", "connector", "training_material", "diversity_platform"])
def test_facade_loads_nothing_heavy(facade: str) -> None:
    heavy = "{'numpy', 'scipy', 'numba', 'sklearn', 'pydantic', 'plotly', 'jinja2'}"
    code = f"import sys, {facade}; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_help_loads_no_numerics() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from diversity_platform.cli.main import main; "
        "result = CliRunner().invoke(main, ['--help']); "
        "print(result.exit_code, sorted({'numpy', 'scipy', 'numba', 'jinja2'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "0 []"


def test_the_web_application_loads_no_numerics() -> None:
    """What computes runs in the worker; a web process need not carry it."""
    code = (
        "import sys, diversity_platform.app; "
        "print('litestar' in sys.modules, sorted({'numpy', 'scipy', 'numba', 'sklearn'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "True []"


def test_the_main_job_does_without_scikit_learn() -> None:
    """Its steps are for tables of any kind; who rates workforces need not wait for it to load."""
    code = "import sys, rating; rating.rate_files, rating.rate, rating.rank; print('sklearn' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


VENDOR = Path("diversity_platform", "web", "static", "vendor")


def vendored(root: Path) -> dict[str, tuple[str, str]]:
    """Return file -> its SHA-256 and what it is, as VERSIONS lists them."""
    lines = (root / VENDOR / "VERSIONS").read_text(encoding="utf-8").splitlines()
    listed = [re.split(r" {2,}", line) for line in lines if line and not line.startswith("#")]
    assert {len(columns) for columns in listed} == {4}
    return {file: (digest, f"{package}, {licence}") for digest, file, package, licence in listed}


def test_every_vendored_file_is_the_one_that_is_listed(root: Path) -> None:
    listed = vendored(root)
    found = {
        path.relative_to(root / VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (root / VENDOR).rglob("*")
        if path.is_file() and path.name not in {"VERSIONS", "LICENSE"}
    }
    assert found == {file: digest for file, (digest, _) in listed.items()}
    assert len(found) >= 5


def test_every_vendored_file_has_its_version_and_its_licence_beside_it(root: Path) -> None:
    for file, (_, what) in vendored(root).items():
        assert re.fullmatch(r"\S+ \d+(\.\d+)+, \S+", what), what
        licence = (root / VENDOR / file).with_name("LICENSE")
        assert len(licence.read_text(encoding="utf-8")) > 500, file
    folders = {path.name for path in (root / VENDOR).iterdir() if path.is_dir()}
    assert folders == {Path(file).parts[0] for file in vendored(root)}


def test_facade_names_lead_somewhere() -> None:
    import rating  # noqa: PLC0415 - the import is what is tested

    assert {name: getattr(rating, name).__name__ for name in rating.__all__} == {
        name: name for name in rating.__all__
    }
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = rating.no_such_name

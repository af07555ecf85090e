"""Imports go one way: the contracts of pyproject.toml hold, and would notice if they did not."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Import-linter's verdict on the package in `folder`, run as its own command."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache",
         "--config", str(ROOT / "pyproject.toml")],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
    )


def test_imports_go_one_way() -> None:
    verdict = lint(ROOT / "src")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_every_module_has_its_place() -> None:
    """A new module at the top of the package must be given a layer."""
    assert CONTRACTS[0]["type"] == "layers"
    assert CONTRACTS[0]["exhaustive"] is True


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("skeleton.py", "from evenstride import analysis as upward"),
        ("geometry.py", "import cv2"),
        ("events.py", "import av"),
        ("metrics/timing.py", "import plotly"),
    ],
)
def test_a_planted_wrong_import_is_noticed(tmp_path: Path, module: str, line: str) -> None:
    copy = tmp_path / "evenstride"
    for path in (ROOT / "src" / "evenstride").rglob("*.py"):
        target = copy / path.relative_to(ROOT / "src" / "evenstride")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    planted = copy / module
    planted.write_text(f"{planted.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert "BROKEN" in lint(tmp_path).stdout

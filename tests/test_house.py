"""The house limits: short modules, short bodies, everything annotated, a light import."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import evenstride

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "evenstride"
MODULES = sorted(SOURCE.rglob("*.py"))

LONGEST_MODULE = 300
LONGEST_BODY = 40
MEDIAN_BODY = 8
MOST_POSITIONAL = 5

HEAVY = ("ai_edge_litert", "av", "cv2", "jinja2", "plotly", "rich", "scipy", "typer")

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def functions(path: Path) -> Iterator[Definition]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Definition))


def body_lines(node: Definition) -> int:
    """Lines of a function below its head and its docstring."""
    statements = node.body[1:] if ast.get_docstring(node) else node.body
    if not statements:
        return 0
    last = statements[-1].end_lineno
    assert last is not None
    return last - statements[0].lineno + 1


def public(node: ast.AST) -> bool:
    return isinstance(node, Definition | ast.ClassDef) and not node.name.startswith("_")


def documented(path: Path) -> Iterator[tuple[str, str | None]]:
    """The module's, its public classes' and its public functions' docstrings."""
    module = tree(path)
    yield name_of(path), ast.get_docstring(module)
    owners = [module, *(node for node in module.body if isinstance(node, ast.ClassDef))]
    for owner in owners:
        for node in owner.body:
            if isinstance(node, Definition | ast.ClassDef) and public(node):
                yield f"{name_of(path)}:{node.name}", ast.get_docstring(node)


every_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 10
    assert sum(len(list(functions(path))) for path in MODULES) > 50


@every_module
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@every_module
def test_no_body_is_long(path: Path) -> None:
    long = {node.name: n for node in functions(path) if (n := body_lines(node)) > LONGEST_BODY}
    assert not long


def test_most_bodies_are_short() -> None:
    lengths = [body_lines(node) for path in MODULES for node in functions(path)]
    assert statistics.median(lengths) <= MEDIAN_BODY


@every_module
def test_few_parameters_then_keywords(path: Path) -> None:
    many = {
        node.name: count
        for node in functions(path)
        if (count := len(node.args.posonlyargs) + len(node.args.args)) > MOST_POSITIONAL
    }
    assert not many


@every_module
def test_every_function_says_what_it_returns(path: Path) -> None:
    assert [node.name for node in functions(path) if node.returns is None] == []


@every_module
def test_what_is_public_is_explained_in_a_sentence(path: Path) -> None:
    wrong = {
        name: first
        for name, text in documented(path)
        if not is_sentence(first := (text or "").partition("\n")[0])
    }
    assert not wrong


def is_sentence(line: str) -> bool:
    return bool(re.match(r"[A-Z0-9`\"'«(±+]|\w+\.\w", line)) and line.endswith((".", ":", "?", "!"))


def test_a_sentence_is_told_from_a_fragment() -> None:
    assert is_sentence("How far ahead of the hip the ankle lands.")
    assert not is_sentence("helper for angles")
    assert not is_sentence("")


def test_importing_the_package_is_light() -> None:
    """A fresh interpreter, so that nothing loaded by another test hides or adds anything."""
    asked = f"import sys, evenstride; print([m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_public_names_are_the_ones_listed() -> None:
    listed = list(evenstride.__all__)
    assert len(listed) == len(set(listed))
    for name in listed:
        assert getattr(evenstride, name) is not None
    shown = {
        name
        for name, value in vars(evenstride).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", "evenstride").startswith("evenstride")
    }
    assert shown <= set(listed)


# Put together here, so that this file does not hold what it looks for.
UNWANTED = {
    "a folder of somebody's machine": re.compile(r"(?<![\w.])/(?:" + "|".join(
        ("ho" + "me", "Us" + "ers", "ro" + "ot", "wo" + "rk")) + r")/\w"),
    "a registry's address": re.compile("index" + r"-url|pypi\.org/" + "simple"),
    "a brand that is not ours": re.compile("|".join(
        ("ego" + "scue", "run" + "phys")), re.IGNORECASE),
}
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".mp4", ".npz", ".tflite", ".woff2", ".zip"}


def texts() -> Iterator[Path]:
    """Every text file of the project, generated folders left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so generated files cannot be told apart")
    paths = (ROOT / line for line in listed.stdout.splitlines())
    return (path for path in paths if path.is_file() and path.suffix not in BINARY)


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    pattern = UNWANTED[what]
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in texts()
        if not ("brand" in what and path.stem == "sources")  # references keep their titles
        if (match := pattern.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []

"""Every number the program decides with that no study stands behind, read from its source."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

MODULES = (
    "evenstride.intake",
    "evenstride.causes.evidence",
    "evenstride.causes.explaining",
    "evenstride.causes.asking",
    "evenstride.safety",
    "evenstride.menu.candidates",
    "evenstride.menu.choosing",
    "evenstride.menu.serving",
    "evenstride.progression",
    "evenstride.workshop.searching",
)
"""Where plans are made."""


@dataclass(frozen=True)
class Default:
    """Constants that share one explanation."""

    module: str
    names: tuple[str, ...]
    values: tuple[str, ...]
    meaning: str
    ours: bool
    """An engineering default; otherwise the meaning names its study or its reason."""


def defaults() -> Iterator[Default]:
    """Every explained constant, module by module."""
    for name in MODULES:
        module = import_module(name)
        waiting: list[tuple[str, object]] = []
        for node in ast.parse(inspect.getsource(module)).body:
            constant, meaning = _constant(node), _text(node)
            if constant:
                # Only numbers in a row share an explanation.
                waiting = [pair for pair in waiting if isinstance(pair[1], int | float)]
                value = getattr(module, constant)
                waiting = [*(waiting if isinstance(value, int | float) else []), (constant, value)]
            elif meaning and waiting and _said(waiting[-1][1]):
                yield _default(name, waiting, meaning)
                waiting = []
            else:
                waiting = []


def _default(module: str, constants: list[tuple[str, object]], meaning: str) -> Default:
    plain = " ".join(meaning.split())
    names = tuple(name for name, _ in constants)
    values = tuple(_said(value) for _, value in constants)
    return Default(module, names, values, plain.replace("[E] ", ""), "[E]" in plain)


def _constant(node: ast.stmt) -> str:
    """The name a statement gives to a constant; empty for any other statement."""
    target: ast.expr | None = node.target if isinstance(node, ast.AnnAssign) else None
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
    name = target.id if isinstance(target, ast.Name) else ""
    return name if name.isupper() and not name.startswith("_") else ""


def _text(node: ast.stmt) -> str:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _said(value: object) -> str:
    """A value in words; empty for what is no plain value."""
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(each)}" for key, each in value.items())
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(_said(each) for each in value))
    return ""

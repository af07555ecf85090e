"""The field's own libraries, which come with an extra of this package."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from evenstride.errors import InstallationError


def library(name: str, extra: str) -> Any:  # noqa: ANN401 - a module, and few of these ship types
    """A library that only one kind of file needs."""
    try:
        return import_module(name)
    except ImportError as error:
        raise InstallationError(
            f"This kind of file needs {name.partition('.')[0]}; "
            f"install it with: python -m pip install 'evenstride[{extra}]'."
        ) from error

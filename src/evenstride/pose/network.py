"""One neural network on LiteRT, in one thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InstallationError

STDERR = 2
_LOADING = threading.Lock()

Float32 = NDArray[np.float32]


class Network:
    """A network that is loaded when it is first asked; use each in one thread only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, image: Float32) -> list[Float32]:
        """What the network says about one picture; valid until it is asked again."""
        interpreter, views = self._loaded
        # Views of the network's own memory: copying in and out costs 3 % of a landmark call.
        np.copyto(views[0]()[0], image)
        interpreter.invoke()
        return [view() for view in views[1:]]

    @cached_property
    def _loaded(self) -> tuple[Any, list[Any]]:
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError as error:
            raise InstallationError(
                "The package ai-edge-litert is missing; install it with "
                "`pip install ai-edge-litert`."
            ) from error
        with _quietly():
            interpreter = Interpreter(model_path=str(self._path), num_threads=1)
            interpreter.allocate_tensors()
        ends = [*interpreter.get_input_details(), *interpreter.get_output_details()]
        return interpreter, [interpreter.tensor(end["index"]) for end in ends]


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep LiteRT from greeting on stderr while it loads: no setting of its own does.

    It writes to the file descriptor, past Python, so that is what is turned away for the moment.
    """
    with _LOADING, Path(os.devnull).open("wb") as nowhere:
        try:
            kept = os.dup(STDERR)
        except OSError:  # a service may run without any
            yield
            return
        os.dup2(nowhere.fileno(), STDERR)
        try:
            yield
        finally:
            os.dup2(kept, STDERR)
            os.close(kept)

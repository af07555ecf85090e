"""What is claimed, checked against drawn truth and published recordings."""

import os
from pathlib import Path


def recordings() -> Path:
    """The folder of real recordings: EVENSTRIDE_DATA, or beside the project."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("EVENSTRIDE_DATA") or beside)

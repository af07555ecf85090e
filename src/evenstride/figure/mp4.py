"""The flag in an MP4 file that turns its pictures when they are shown."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from evenstride.errors import InputError

# ISO/IEC 14496-12, 8.3.2: in a track header of version 0 the matrix follows 40 bytes after
# the four letters; its entries are 16.16 fixed-point numbers, the last column 2.30.
MATRIX_OFFSET: Final = 44
ONE: Final = 1 << 16
_TURNS: Final = {90: (0, ONE, -ONE, 0), 180: (-ONE, 0, 0, -ONE), 270: (0, -ONE, ONE, 0)}


def turn_film(path: Path, degrees: int) -> None:
    """Mark a film to be shown turned clockwise by a quarter, half or three quarters."""
    if degrees not in _TURNS:
        raise InputError("A film can be turned by 90, 180 or 270 degrees.")
    film = bytearray(path.read_bytes())
    start = film.index(b"tkhd") + MATRIX_OFFSET
    a, b, c, d = _TURNS[degrees]
    film[start : start + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(film)

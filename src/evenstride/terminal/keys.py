"""Single keys from a terminal, without waiting and without showing them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def pressed() -> list[str]:
    """The keys that were pressed since the last time; none where nobody sits there."""
    if not sys.stdin.isatty():
        return []
    return list(_waiting())


@contextmanager
def unseen() -> Iterator[None]:
    """Keys come one by one and are not shown; the terminal is as before afterwards."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _waiting() -> Iterator[str]:
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            yield msvcrt.getwch().lower()
        return
    import os
    import select

    while select.select([sys.stdin], [], [], 0)[0]:
        found = os.read(sys.stdin.fileno(), 1)
        if not found:
            return
        yield found.decode("ascii", "ignore").lower()

"""Short tones for whoever cannot look at the screen: begun, counted, a mistake, done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np

from evenstride.coach import Session
from evenstride.poses import Array

Sound = Literal["begun", "counted", "mistake", "done"]
Player = Callable[[Sound], None]

RATE_HZ: Final = 44_100
TONES: Final[dict[Sound, tuple[tuple[float, float], ...]]] = {
    "begun": ((660.0, 0.12), (880.0, 0.18)),
    "counted": ((880.0, 0.09),),
    "mistake": ((294.0, 0.16), (220.0, 0.22)),
    "done": ((660.0, 0.12), (880.0, 0.12), (1047.0, 0.30)),
}
"""[E] Pitch, Hz, and length, s: up is good, down asks for a change."""
LOUDNESS: Final = 0.25
EDGE_S: Final = 0.01
"""[E] A tone swells and fades, so that it does not click."""
EVERY_S: Final = 10.0
"""In a hold, so often a tone tells that it goes on."""


def sounds(before: Session, now: Session) -> list[Sound]:
    """What is to be heard between two moments of a session."""
    found: list[Sound] = []
    if now.phase == "work" != before.phase:
        found.append("begun")
    if _counts(now) > _counts(before):
        found.append("counted")
    if now.hint is not before.hint and now.hint is not None and now.hint.kind in ("cue", "safety"):
        found.append("mistake")
    if now.phase == "done" != before.phase:
        found.append("done")
    return found


def _counts(session: Session) -> int:
    """Repetitions, and tens of seconds held."""
    every = session.tallies
    return sum(
        one.counter.count if one.counter else int(one.clock.valid_s // EVERY_S) for one in every
    )


def tone(sound: Sound) -> Array:
    """A sound as samples from -1 to 1, [N]."""
    return np.concatenate([_note(hertz, seconds) for hertz, seconds in TONES[sound]])


def _note(hertz: float, seconds: float) -> Array:
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    edge = np.minimum(at_s, at_s[::-1]) / EDGE_S
    return np.asarray(LOUDNESS * np.sin(2 * np.pi * hertz * at_s) * np.clip(edge, 0.0, 1.0))


def player(bell: Callable[[], None], *, mute: bool) -> Player:
    """Something that plays sounds: the sound device, else the terminal's bell; nothing if muted."""
    if mute:
        return lambda _: None
    device = _device()
    return device or (lambda sound: bell() if sound != "counted" else None)


def _device() -> Player | None:
    """The sound device, where the extra `sound` is installed and there is one."""
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: the library under it is missing
        return None
    try:
        sounddevice.check_output_settings(samplerate=RATE_HZ, channels=1)
    except (sounddevice.PortAudioError, ValueError):
        return None
    return lambda sound: sounddevice.play(tone(sound).astype(np.float32), RATE_HZ)

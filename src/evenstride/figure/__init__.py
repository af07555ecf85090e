"""A drawn runner whose every joint and contact is known exactly."""

from evenstride.figure.camera import Camera
from evenstride.figure.definitions import truth
from evenstride.figure.faults import FAULTS, Fault
from evenstride.figure.filming import film, frames
from evenstride.figure.recording import keypoints
from evenstride.figure.runner import Runner

__all__ = ["FAULTS", "Camera", "Fault", "Runner", "film", "frames", "keypoints", "truth"]

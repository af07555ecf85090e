"""Knee angles in space from one camera that need not stand square to the person."""

from evenstride.spatial.knees import Knees, knee_flexion

__all__ = ["Knees", "knee_flexion"]

"""Figures of speed and memory, as ratios that mean the same on any machine."""

"""An ordered menu of exercises: what to do, in which order, how much, and why."""

from evenstride.menu.serving import Item, Menu, menu

__all__ = ["Item", "Menu", "menu"]

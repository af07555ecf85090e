"""Write the pages of what the program knows: `python docs/make_library.py`."""

from __future__ import annotations

from pathlib import Path

from library import PICTURES, SCREEN_PICTURES, pages, pictures, screen_pictures

DOCS = Path(__file__).parent


def main() -> None:
    """Write every page and picture, and take away pictures of what is gone."""
    made = {**pages(), **pictures(), **screen_pictures()}
    for name in (PICTURES, SCREEN_PICTURES):
        folder = DOCS / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.svg"):
            if f"{name}/{old.name}" not in made:
                old.unlink()
    for name, text in made.items():
        (DOCS / name).write_text(text, encoding="utf-8")
    print(f"Wrote {len(made)} files.")


if __name__ == "__main__":
    main()

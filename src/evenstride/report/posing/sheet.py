"""A page of exercises to look at: start, end, every mistake and the loop, on light and on dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evenstride.knowledge.entries import Exercise
from evenstride.report.posing.drawing import animation_svg, picture_svg

HEAD = """<!doctype html><meta charset="utf-8"><title>Posed exercises</title><style>
body{font:14px system-ui;margin:16px;background:#fff;color:#222}
section{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 24px}h2{margin:0 0 6px;font-size:16px}
figure{margin:0;width:260px}figure.small{width:160px}img{width:100%;border-radius:8px}
.dark img{background:#14171a}figcaption{color:#666}</style>
"""


def written(exercises: Sequence[Exercise], folder: Path) -> Path:
    """Every picture of these exercises as a file, and the page that shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [HEAD]
    for exercise in exercises:
        parts.append(f"<h2>{exercise.id}</h2><section>")
        for name, text in drawn(exercise):
            file = f"{exercise.id}.{name}.svg"
            (folder / file).write_text(text, encoding="utf-8")
            parts.append(_figure(file, name, "dark" if name == "loop" else ""))
        parts.append(_figure(f"{exercise.id}.end.svg", "small", "small") + "</section>")
    page = folder / "index.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def drawn(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Each picture of an exercise with its name."""
    yield "start", picture_svg(exercise, "start")
    yield "end", picture_svg(exercise, "end")
    for mistake in exercise.mistakes:
        if mistake.drawn is not None:
            yield mistake.id, picture_svg(exercise, mistake.id)
    yield "loop", animation_svg(exercise)


def _figure(file: str, name: str, kind: str) -> str:
    return (
        f'<figure class="{kind}"><img src="{file}" alt=""><figcaption>{name}</figcaption></figure>'
    )

"""A page of pictures to look at: start, end, every mistake and the loop, on light and on dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evenstride.knowledge.entries import Exercise, Posture
from evenstride.report.posing.drawing import Pictured, animation_svg, picture_svg

HEAD = """<!doctype html><meta charset="utf-8"><title>Posed exercises</title><style>
body{font:14px system-ui;margin:16px;background:#fff;color:#222}
section{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 24px}h2{margin:0 0 6px;font-size:16px}
figure{margin:0;width:260px}figure.small{width:160px}img{width:100%;border-radius:8px}
.dark img{background:#14171a}figcaption{color:#666}</style>
"""


def written(pictured: Sequence[Pictured], folder: Path) -> Path:
    """Every picture of these exercises and tests as a file, and the page that shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [HEAD]
    for one in pictured:
        parts.append(f"<h2>{one.id}</h2><section>")
        for name, text in drawn(one):
            file = f"{one.id}.{name}.svg"
            (folder / file).write_text(text, encoding="utf-8")
            parts.append(_figure(file, name, "dark" if name == "loop" else ""))
        parts.append(_figure(f"{one.id}.end.svg", "small", "small") + "</section>")
    page = folder / "index.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def drawn(one: Pictured) -> Iterator[tuple[str, str]]:
    """Each picture of an exercise or test with its name."""
    for name in ("start", "end", *(mistake for mistake, _ in mistakes_drawn(one))):
        yield name, picture_svg(one, name)
    yield "loop", animation_svg(one)


def mistakes_drawn(one: Pictured) -> Iterator[tuple[str, Posture]]:
    """Each mistake that is drawn, by its id; a test has none."""
    for mistake in one.mistakes if isinstance(one, Exercise) else ():
        if mistake.drawn is not None:
            yield mistake.id, mistake.drawn


def _figure(file: str, name: str, kind: str) -> str:
    return (
        f'<figure class="{kind}"><img src="{file}" alt=""><figcaption>{name}</figcaption></figure>'
    )

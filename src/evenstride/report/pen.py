"""Words on a picture, as large as the picture asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.report.palette import Rgb
from evenstride.video import Image


@dataclass(frozen=True)
class Paragraph:
    """Lines of text and their size."""

    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Pen:
    """Writes on a strip of pixels in the drawing's own measure."""

    strip: Image
    unit: float

    def at(self, measure: float) -> int:
        """Pixels for so many of the drawing's measure."""
        return round(measure * self.unit)

    def write(
        self, text: str, where: tuple[float, float], size: float, colour: Rgb, *, bold: bool = False
    ) -> None:
        """A line of text, its lower left corner here."""
        import cv2

        x, y = where
        thick = max(1, round((1.8 if bold else 1.2) * self.unit))
        cv2.putText(self.strip, text, (self.at(x), self.at(y)), cv2.FONT_HERSHEY_DUPLEX,
                    size * self.unit, colour, thick, cv2.LINE_AA)  # fmt: skip

    def width(self, text: str, size: float) -> float:
        """How wide a line of text is, in the drawing's measure."""
        import cv2

        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, size * self.unit, 1)
        return float(wide) / self.unit

    def fitted(self, text: str, size: float, room: float) -> str:
        """A line cut off where there is no room for it."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text} ...", size) > room:
            text = text.rpartition(" ")[0]
        return f"{text} ..."

    def paragraph(self, text: str, sizes: Sequence[float], room: float, rows: int) -> Paragraph:
        """Text in so many rows, as large as it fits; the smallest is cut off where it must be."""
        for size in sizes:
            lines = self.wrapped(text, size, room)
            if len(lines) <= rows:
                return Paragraph(size, tuple(lines))
        rest = self.fitted(" ".join(lines[rows - 1 :]), sizes[-1], room)
        return Paragraph(sizes[-1], (*lines[: rows - 1], rest))

    def wrapped(self, text: str, size: float, room: float) -> list[str]:
        """Lines that fit."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

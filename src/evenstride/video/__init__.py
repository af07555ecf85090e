"""Films: the only reader and the only writer, with every frame's own time."""

from evenstride.video.pictures import Frame, Image
from evenstride.video.reading import Film, frames, probe
from evenstride.video.writing import Writer, write

__all__ = ["Film", "Frame", "Image", "Writer", "frames", "probe", "write"]

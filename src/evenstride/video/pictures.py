"""One picture of a film, as it is stored and as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

Image = NDArray[np.uint8]

VIDEO_RANGE: Final = 1
"""AVCOL_RANGE_MPEG: black is 16 and white 235."""
FULL_RANGE: Final = 2
"""AVCOL_RANGE_JPEG: black is 0 and white 255."""
BT709: Final = 1
"""AVCOL_SPC_BT709, the colour matrix of HD films; others are read as BT.601."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One upright picture and when it was taken.

    planes [3H/2, W] holds Y, U and V one below the other (I420, video range): half the
    bytes of RGB, and what a crop is cut from before any colour is converted.
    """

    time_s: float
    planes: Image
    bt709: bool = False

    @property
    def width_px(self) -> int:
        """Columns of the picture."""
        return int(self.planes.shape[1])

    @property
    def height_px(self) -> int:
        """Rows of the picture."""
        return int(self.planes.shape[0] * 2 // 3)

    @property
    def image(self) -> Image:
        """The picture in red, green and blue, [H, W, 3]."""
        import av

        picture = av.VideoFrame.from_ndarray(self.planes, format="yuv420p")
        matrix = "ITU709" if self.bt709 else "ITU601"
        return cast("Image", picture.to_ndarray(format="rgb24", src_colorspace=matrix))

    def split(self) -> tuple[Image, Image, Image]:
        """The brightness plane [H, W] and the two colour planes [H/2, W/2]; views, no copies."""
        rows, columns = self.height_px, self.width_px
        quarter = (rows // 2) * (columns // 2)
        flat = self.planes[rows:].reshape(-1)
        shape = (rows // 2, columns // 2)
        return self.planes[:rows], flat[:quarter].reshape(shape), flat[quarter:].reshape(shape)


def even(pixels: int) -> int:
    """The next smaller even number: H.264 stores colour at half the size."""
    return pixels // 2 * 2


@dataclass(frozen=True)
class Display:
    """What to do, in this order, for a stored picture to stand upright."""

    sideways: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def rotation_deg(self) -> int:
        """How far the picture is turned clockwise, mirroring apart."""
        return (270 - 180 * self.mirror_x) if self.sideways else 180 * self.mirror_y


def display(picture: VideoFrame) -> Display:
    """How the film's pictures are to be shown; ask one, it holds for all.

    A picture that was asked refers to itself and stays in memory until Python tidies up.
    From the film's display matrix (ISO 14496-12): shown x = a x + c y, shown y = b x + d y.
    """
    data = picture.side_data.get("DISPLAYMATRIX")
    if data is None:
        return Display()
    a, b, _, c, d = np.frombuffer(cast("bytes", data), np.int32)[:5]
    sideways = abs(int(b)) > abs(int(a))
    return Display(
        sideways, bool((c if sideways else a) < 0), bool((b if sideways else d) < 0)
    )


def upright(picture: VideoFrame, shown: Display, longest_side_px: int | None) -> Frame:
    """The picture's planes, turned as the film's display matrix says."""
    time_s = picture.time
    width, height = _fitted(picture.width, picture.height, longest_side_px)
    full_range = picture.color_range == FULL_RANGE or picture.format.name == "yuvj420p"
    as_is = (picture.width, picture.height, picture.format.name) == (width, height, "yuv420p")
    if full_range or not as_is:
        picture_range = FULL_RANGE if full_range else VIDEO_RANGE
        picture = picture.reformat(
            width, height, "yuv420p", src_color_range=picture_range, dst_color_range=VIDEO_RANGE
        )
    frame = Frame(time_s, cast("Image", picture.to_ndarray()), picture.colorspace == BT709)
    return frame if shown == Display() else replace(frame, planes=_turned(frame, shown))


def _fitted(width: int, height: int, longest_side_px: int | None) -> tuple[int, int]:
    shrink = min(1.0, (longest_side_px or np.inf) / max(width, height))
    return max(2, even(round(width * shrink))), max(2, even(round(height * shrink)))


def _turned(frame: Frame, shown: Display) -> Image:
    planes = []
    for plane in frame.split():
        turned = plane.T if shown.sideways else plane
        planes.append(turned[:: -1 if shown.mirror_y else 1, :: -1 if shown.mirror_x else 1])
    flat = np.concatenate([plane.reshape(-1) for plane in planes])
    return flat.reshape(-1, planes[0].shape[1])

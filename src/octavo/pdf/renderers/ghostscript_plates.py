"""Measure the ink coverage of pages with Ghostscript, from the four plates."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image as Pictures
from PIL import ImageChops, ImageCms, ImageFilter
from PIL.Image import new

from ..objects.geometry import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_WINDOW = 25.4
"""Squares per inch that are measured, each of one square millimetre."""
_IN_ONE_RUN = 60
_SECONDS, _SECONDS_A_PAGE = 20.0, 2.0
_MOST_DOTS = 36_000_000
_CELL_DOTS = 4
_STEPS = 17
_PRECISION = 3.0
"""Rounding error of the sum of four plates, in percent."""


class InkNotMeasured(Exception):  # noqa: N818 - named for what is the matter
    """Ghostscript is missing, or could not render a page."""


@dataclass(frozen=True, slots=True)
class InkPlate:
    """The greatest ink coverage of a page in percent, and places over the limit in parts of its width and height."""

    most: float
    places: tuple[Box, ...]


def measure_ink(
    data: bytes, numbers: Sequence[int], icc: bytes, dots: int, limit: float
) -> Iterator[tuple[int, InkPlate]]:
    """Measure the ink within the bleed boxes of some pages (from 1, in order) at `dots` per inch.

    `icc` is the profile of the press. Without one, Ghostscript uses its own. Raises NotMeasured.
    """
    program = shutil.which("gs")
    if program is None:
        raise InkNotMeasured("Ghostscript is not installed")
    with tempfile.TemporaryDirectory(prefix="plates-") as name:
        folder = Path(name)
        (folder / "pages.pdf").write_bytes(data)
        if icc:
            (folder / "press.icc").write_bytes(icc)
        for start in range(0, len(numbers), _IN_ONE_RUN):
            some = numbers[start : start + _IN_ONE_RUN]
            _render_plates(program, folder, some, dots)
            yield from zip(some, _read_plates(folder, len(some), dots, limit), strict=True)


def most_converted_ink(icc: bytes) -> float:
    """Return the greatest ink coverage, in percent, that sRGB colours reach when a CMYK profile converts them.

    Raises NotMeasured.
    """
    levels = [255 * step // (_STEPS - 1) for step in range(_STEPS)]
    colours = new("RGB", (_STEPS**2, _STEPS))
    colours.putdata(list(product(levels, repeat=3)))
    most = 0
    for intent in (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC):
        try:
            press = ImageCms.ImageCmsProfile(BytesIO(icc))
            turned = ImageCms.profileToProfile(colours, ImageCms.createProfile("sRGB"), press, intent, "CMYK")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            raise InkNotMeasured("the ICC profile of the press is invalid") from None
        if turned is not None:
            inks = turned.tobytes()
            most = max(most, *map(sum, zip(inks[::4], inks[1::4], inks[2::4], inks[3::4], strict=True)))
    return most / 255 * 100


def _render_plates(program: str, folder: Path, numbers: Sequence[int], dots: int) -> None:
    profiles = ["-sOutputICCProfile=press.icc", "-sDefaultCMYKProfile=press.icc"]
    command = [
        program,
        *("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dNOPLATFONTS", "-dUseBleedBox", f"-r{dots}"),
        *("-sDEVICE=tiff32nc", "-sCompression=lzw", "-sOutputFile=plate-%d.tif"),
        *(["--permit-file-read=press.icc", *profiles] if (folder / "press.icc").exists() else []),
        f"-sPageList={','.join(map(str, numbers))}",
        "pages.pdf",
    ]
    environment = {"PATH": os.defpath, "TMPDIR": str(folder), "HOME": str(folder), "LC_ALL": "C"}
    seconds = _SECONDS + _SECONDS_A_PAGE * len(numbers)
    try:
        done = subprocess.run(  # noqa: S603 - the program is Ghostscript, and it may read this folder alone
            command, cwd=folder, env=environment, timeout=seconds, capture_output=True, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise InkNotMeasured("Ghostscript took too long") from None
    except OSError as trouble:
        raise InkNotMeasured(f"Ghostscript could not be started ({trouble.strerror})") from None
    if done.returncode:
        raise InkNotMeasured("Ghostscript could not render the pages")


def _read_plates(folder: Path, count: int, dots: int, limit: float) -> Iterator[InkPlate]:
    for number in range(1, count + 1):
        path = folder / f"plate-{number}.tif"
        if not path.is_file():
            raise InkNotMeasured("Ghostscript rendered too few pages")
        yield _measure_plate(path, dots, limit)
        path.unlink()


def _measure_plate(path: Path, dots: int, limit: float) -> InkPlate:
    """Add up the four plates, and average over each square millimetre: thin lines dry even if they carry much ink."""
    cyan, magenta, yellow, black = _read_plate_bands(path)
    pairs = ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2)
    mean = ImageChops.add(*pairs, 2).filter(ImageFilter.BoxBlur(max(0.0, dots / _WINDOW - 1) / 2))
    most = max(level for level, count in enumerate(mean.histogram()) if count)
    threshold = (limit + _PRECISION) / 400 * 255
    if most <= threshold:
        return InkPlate(most / 255 * 400, ())
    coarse = mean.point([255 if level > threshold else 0 for level in range(256)]).reduce(_CELL_DOTS)
    return InkPlate(most / 255 * 400, tuple(_find_regions(coarse.tobytes(), *coarse.size)))


def _read_plate_bands(path: Path) -> tuple[Image, ...]:
    with warnings.catch_warnings():
        # Pillow warns about large images; this one has the size that was requested.
        warnings.simplefilter("ignore")
        try:
            with Pictures.open(path, formats=("TIFF",)) as image:
                if image.mode == "CMYK" and image.width * image.height <= _MOST_DOTS:
                    return image.split()
        except (OSError, ValueError, Pictures.DecompressionBombError):
            pass
    raise InkNotMeasured("Ghostscript wrote an image that cannot be read")


def _find_regions(cells: bytes, width: int, height: int) -> Iterator[Box]:
    """Yield the bounding boxes of connected regions from the top, in parts of the page from its lower left corner."""
    left = {place for place, value in enumerate(cells) if value}
    for place in sorted(left):
        if place in left:
            x0, y0, x1, y1 = _flood_region(place, left, width)
            yield x0 / width, 1 - (y1 + 1) / height, (x1 + 1) / width, 1 - y0 / height


def _flood_region(start: int, left: set[int], width: int) -> tuple[int, int, int, int]:
    """Remove a cell and all cells connected with it from `left`, and return their bounds."""
    left.discard(start)
    waiting, xs, ys = [start], [start % width], [start // width]
    while waiting:
        place = waiting.pop()
        x, y = place % width, place // width
        xs.append(x)
        ys.append(y)
        for step in (-1, 1, -width, width):
            if place + step in left and (abs(step) != 1 or (place + step) // width == y):
                left.discard(place + step)
                waiting.append(place + step)
    return min(xs), min(ys), max(xs), max(ys)

"""Open the images of a workshop, decode them and write them anew as JPEG or PNG."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image as Pillow
from PIL import ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from ...files.workshop_files import ACCEPTED_FORMATS, MAX_FILE_BYTES, RefusedFile, read_bytes_below, resolve_safe_path
from ...findings.finding import Finding, FindingsError, Place, Severity
from ...processes.current_file import working_on
from .svg_pictures import UnsafeDrawing, looks_like_svg, read_svg

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_IMAGE_PIXELS: Final = 40_000_000
SVG_TYPE: Final = "image/svg+xml"
DEFAULT_DPI: Final = 96.0
"""Resolution of an image that states none, in pixels per inch (as in CSS)."""
_MIN_DPI, _MAX_DPI = 30, 2_400
IMAGE_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_EXPORT_HINT: Final = "open it in an image editor and export it again as PNG or JPEG"


_JPEG_OPTIONS: Final[Mapping[str, Any]] = {"quality": 95, "subsampling": 0}
_HEIC_HINT: Final = (
    "export it as JPEG; an iPhone takes JPEG photographs with Settings, Camera, Formats, Most Compatible"
)
_OTHER_FORMATS: Final = (
    *((8, brand, "a HEIC photograph", _HEIC_HINT) for brand in (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1")),
    (8, b"avif", "an AVIF image", _EXPORT_HINT),
    (0, b"II*\0", "a TIFF image", _EXPORT_HINT),
    (0, b"MM\0*", "a TIFF image", _EXPORT_HINT),
    (0, b"GIF8", "a GIF image", _EXPORT_HINT),
    (0, b"BM", "a BMP image", _EXPORT_HINT),
    (0, b"8BPS", "a Photoshop file", _EXPORT_HINT),
    (0, b"%PDF-", "a PDF", "export the picture from it as PNG; a chapter may show the PDF itself as a figure"),
    (0, b"%!PS", "a PostScript file", _EXPORT_HINT),
    (0, b"<svg", "an SVG drawing", _EXPORT_HINT),
    (0, b"<?xml", "an SVG drawing", _EXPORT_HINT),
    (0, b"PK\x03\x04", "a Word document or another zip file", "save the picture from it as PNG or JPEG"),
    (0, b"<!DOCTYPE", "a web page", "download the picture itself"),
    (0, b"<html", "a web page", "download the picture itself"),
)


@dataclass(frozen=True)
class ImageAsset:
    """An image written anew: its id in ``asset:<id>`` addresses (from its digest), its bytes, and its size in pixels.

    `dpi` is its resolution in pixels per inch.
    """

    id: str
    data: bytes
    media_type: str
    width: int
    height: int
    dpi: float = DEFAULT_DPI
    guessed: bool = False
    """Whether it is in CMYK without an ICC profile, so that its colours on a screen are a guess."""


@dataclass(frozen=True)
class ImageAssets:
    """The images of a workshop by the path that names each, the files read, the findings, and where each was named."""

    images: Mapping[str, ImageAsset]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    places: Mapping[str, Place]


def open_images(
    root: Path, wanted: Sequence[tuple[str, Place]], drawings: Collection[str] = frozenset()
) -> ImageAssets:
    """Open every wanted image. All paths must lead to files below `root`; those in `drawings` may be SVG."""
    images: dict[str, ImageAsset] = {}
    files: dict[Path, None] = {}
    findings: dict[Finding, None] = {}
    refused: dict[str, RefusedFile] = {}
    for path, place in wanted:
        if path not in images and path not in refused:
            try:
                file = resolve_safe_path(root, path)
                files[file] = None
                with working_on(file):
                    data = read_bytes_below(root, path)
                    is_drawing = path in drawings and looks_like_svg(data)
                    images[path] = (_rewrite_drawing if is_drawing else _rewrite_image)(path, data)
            except RefusedFile as refusal:
                refused[path] = refusal
            else:
                findings |= dict.fromkeys(_report_guessed_colours(path, place) if images[path].guessed else ())
        if path in refused:
            code, message, remedy = refused[path].args
            findings[Finding.with_remedy(code, message, place, remedy)] = None
    return ImageAssets(images, tuple(files), tuple(findings), dict(reversed(wanted)))


def _report_guessed_colours(path: str, place: Place) -> Iterator[Finding]:
    message = f"'{path}' is in CMYK and embeds no ICC profile, so its colours on the screen are a guess"
    hint = "export it in RGB, or embed its ICC profile"
    yield Finding("colours-guessed", message, place, hint, Severity.ADVICE)


def _rewrite_drawing(path: str, data: bytes) -> ImageAsset:
    """Write an SVG anew from what is known to be harmless."""
    try:
        drawing = read_svg(data)
    except UnsafeDrawing as refusal:
        why, hint = refusal.args
        raise RefusedFile("unsafe-drawing", f"the drawing '{path}' {why}", hint) from None
    name = f"{sha256(drawing.data).hexdigest()[:32]}.svg"
    width, height = max(1, round(drawing.width)), max(1, round(drawing.height))
    return ImageAsset(name, drawing.data, SVG_TYPE, width, height)


def rewrite_image(path: str, data: bytes) -> ImageAsset:
    """Decode an image that is no file of a workshop yet, and write it anew. Raises FindingsError."""
    try:
        if len(data) > MAX_FILE_BYTES:
            raise RefusedFile("image-too-large", f"'{path}' is larger than 20 MB", "export it smaller")
        return _rewrite_image(path, data)
    except RefusedFile as refusal:
        code, message, hint = refusal.args
        raise FindingsError([Finding(code, message, None, hint)]) from None


def _rewrite_image(path: str, data: bytes) -> ImageAsset:
    """Decode an image fully and write it anew, upright and without metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of decompression bombs and odd metadata; both are handled here
        with refuse_truncated_images():
            image, kind = _decode_image(path, data)
        dpi = _read_dpi(image)
        shown = _convert_by_profile(image)
        guessed = image.mode == "CMYK" and shown is None
        image = shown or _flatten_image(image)
    image.info = {}
    out = BytesIO()
    options: Mapping[str, Any] = _JPEG_OPTIONS if kind == "JPEG" else {"compress_level": 4}
    image.save(out, kind, **options)
    written = out.getvalue()
    suffix, media_type = (".jpg", "image/jpeg") if kind == "JPEG" else (".png", "image/png")
    name = f"{sha256(written).hexdigest()[:32]}{suffix}"
    return ImageAsset(name, written, media_type, image.width, image.height, dpi, guessed)


def reduce_photograph(data: bytes, scale: float) -> tuple[bytes, int, int]:
    """Write a JPEG with fewer pixels, in the same quality; return it and its size. `scale` is below 1."""
    with Pillow.open(BytesIO(data), formats=("JPEG",)) as image:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        small = image.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    small.save(out, "JPEG", **_JPEG_OPTIONS)
    return out.getvalue(), *size


def _read_dpi(image: Image) -> float:
    """Return the resolution that an image states, in pixels per inch, if it is plausible."""
    said = image.info.get("dpi")
    try:
        dpi = round(float(said[0]), 1) if said else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        dpi = 0.0
    return dpi if _MIN_DPI <= dpi <= _MAX_DPI else DEFAULT_DPI


@contextmanager
def refuse_truncated_images() -> Iterator[None]:
    """Make Pillow refuse truncated images: WeasyPrint, once imported, allows them in the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decode_image(path: str, data: bytes) -> tuple[Image, str]:
    """Return the decoded image and the format in which to write it."""
    try:
        with Pillow.open(BytesIO(data), formats=IMAGE_FORMATS) as image:
            # Cameras store a second picture behind the photograph (MPO).
            kind = "JPEG" if image.format in ("JPEG", "MPO") else "PNG"
            _refuse_oversize(image, path)
            image.load()
            return ImageOps.exif_transpose(image), kind
    except UnidentifiedImageError:
        what, hint = _name_format(data)
        raise RefusedFile("not-an-image", f"'{path}' is {what}not {ACCEPTED_FORMATS}", hint) from None
    except Pillow.DecompressionBombError:
        message = f"'{path}' has more than 40 million pixels"
        raise RefusedFile("image-too-large", message, "export a smaller one") from None
    except RefusedFile:
        raise
    except Exception as error:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error and others
        cut = isinstance(error, OSError) and "truncated" in str(error).lower()
        message = f"'{path}' is truncated: part of the image is missing" if cut else f"'{path}' is damaged"
        raise RefusedFile("broken-image", message, f"copy it again, or {_EXPORT_HINT}") from None


def _name_format(data: bytes) -> tuple[str, str]:
    """Return what a file is, by its first bytes (``file``'s magic numbers), and what to do about it."""
    for at, sign, what, hint in _OTHER_FORMATS:
        if data[at : at + len(sign)] == sign:
            return f"{what}, and ", hint
    return "", _EXPORT_HINT


def _refuse_oversize(image: Image, path: str) -> None:
    """Raise RefusedFile for an image that is too large or animated, before it is decoded."""
    if image.width * image.height > MAX_IMAGE_PIXELS:
        message = f"'{path}' has {image.width:,} × {image.height:,} pixels; the limit is 40 million"
        raise RefusedFile("image-too-large", message, "export a smaller one; a width of 2,000 pixels fills a page")
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise RefusedFile("image-moves", f"'{path}' is animated", "export a single frame")


def _flatten_image(image: Image) -> Image:
    """Convert an image to gray or RGB, with transparent parts on white."""
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA") and image.getchannel("A").getextrema() == (255, 255):
        # Most images with an alpha channel are opaque: they need no compositing.
        return image.convert("L" if image.mode == "LA" else "RGB")
    if image.mode in ("LA", "La", "PA", "P", "RGBA", "RGBa", "L", "RGB"):
        clear = image.convert("RGBA")
        paper = Pillow.new("RGBA", clear.size, "white")
        flat = Pillow.alpha_composite(paper, clear)
        return flat.convert("L" if image.mode in ("L", "LA", "La") else "RGB")
    return image.convert("RGB")


def _convert_by_profile(image: Image) -> Image | None:
    """Convert CMYK to sRGB by the embedded ICC profile. Return None without a profile that can be read."""
    profile = image.info.get("icc_profile")
    if image.mode != "CMYK" or not profile:
        return None
    with suppress(ImageCms.PyCMSError, OSError):
        return ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
    return None

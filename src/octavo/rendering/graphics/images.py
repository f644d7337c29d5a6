"""Open the images of a workshop, decode them and write them anew as JPEG or PNG."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Any, Final

from PIL import Image as Pillow
from PIL import ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from ...files.guarded_files import read_file
from ...findings.finding import Finding, FindingsError, Place, Severity
from ...processes.current_file import working_on

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_IMAGE_BYTES: Final = 20_000_000
MAX_IMAGE_PIXELS: Final = 40_000_000
DEFAULT_DPI: Final = 96.0
"""Resolution of an image that states none, in pixels per inch (as in CSS)."""
_MIN_DPI, _MAX_DPI = 30, 2_400
IMAGE_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_ACCEPTED_FORMATS: Final = "a PNG, JPEG or WebP image"
_EXPORT_HINT: Final = "open it in an image editor and export it again as PNG or JPEG"


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
    """The images of a workshop by the path that names each, the files read, and the findings."""

    images: Mapping[str, ImageAsset]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


class _Refused(Exception):  # noqa: N818 - a way out of the steps, which ends as a finding
    """What is wrong with an image: code, message and hint of a finding."""


def open_images(root: Path, wanted: Iterable[tuple[str, Place]]) -> ImageAssets:
    """Open every wanted image. All paths must lead to files below `root`."""
    images: dict[str, ImageAsset] = {}
    files: dict[Path, None] = {}
    findings: dict[Finding, None] = {}
    refused: dict[str, _Refused] = {}
    for path, place in wanted:
        if path not in images and path not in refused:
            try:
                file = resolve_safe_path(root, path)
                files[file] = None
                with working_on(file):
                    images[path] = _rewrite_image(path, _read_bytes(root, path))
            except _Refused as refusal:
                refused[path] = refusal
            else:
                findings |= dict.fromkeys(_report_guessed_colours(path, place) if images[path].guessed else ())
        if path in refused:
            code, message, hint = refused[path].args
            findings[Finding(code, message, place, hint)] = None
    return ImageAssets(images, tuple(files), tuple(findings))


def _report_guessed_colours(path: str, place: Place) -> Iterator[Finding]:
    message = f"'{path}' is in CMYK and embeds no ICC profile, so its colours on the screen are a guess"
    hint = "export it in RGB, or embed its ICC profile"
    yield Finding("colours-guessed", message, place, hint, Severity.ADVICE)


def read_workshop_file(root: Path, path: str, place: Place) -> tuple[Path, bytes, Finding | None]:
    """Read a file below `root` that is no image. Return its path, its bytes, and a finding if it cannot be read."""
    try:
        file = resolve_safe_path(root, path)
        return file, _read_bytes(root, path), None
    except _Refused as refusal:
        code, message, hint = refusal.args
        return root / path, b"", Finding(code, message, place, hint)


def resolve_safe_path(root: Path, path: str) -> Path:
    """Resolve a relative path below `root`, name by name, without following links.

    The case of each name must match the disk. Raises _Refused for any other path.
    """
    steps = PurePosixPath(path).parts
    if "\\" in path:
        raise _Refused("bad-path", f"the path '{path}' has backslashes", f"write {path.replace(chr(92), '/')}")
    if path.startswith(("/", "~")) or (len(path) > 1 and path[1] == ":") or "://" in path:
        raise _Refused(
            "path-outside",
            f"'{path}' is not a path inside the workshop's folder",
            "copy the file into that folder and write its path from there, as in figures/group.jpg",
        )
    if ".." in steps:
        raise _Refused(
            "path-outside",
            f"'{path}' leads out of the workshop's folder",
            "copy the file into that folder and write its path without ..",
        )
    if not steps:
        raise _Refused("no-image", f"'{path}' names no file", "write the path of an image, as in figures/group.jpg")
    here = root
    for step in steps:
        here = _descend(here, step, path)
    if not S_ISREG(here.lstat().st_mode):
        raise _not_a_file_error(here, path)
    return here


def _descend(folder: Path, name: str, path: str) -> Path:
    """Return the entry of exactly this name in a folder, unless it is a link."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except NotADirectoryError:
        raise _Refused(
            "no-image", f"'{path}' does not exist: {folder.name} is not a folder", "check the path"
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise _Refused("unreadable-image", f"'{path}' cannot be read: {reason}", "check its permissions") from None
    if name not in names:
        raise _missing_file_error(name, names, path)
    if S_ISLNK((folder / name).lstat().st_mode):
        where = f"'{path}' is" if name == path else f"'{path}' passes through {name},"
        raise _Refused("image-link", f"{where} a symbolic link, which is not followed", "replace it by a copy")
    return folder / name


def _missing_file_error(name: str, names: list[str], path: str) -> _Refused:
    same = [other for other in names if other.casefold() == name.casefold()]
    if same:
        message = f"'{path}' differs in case from the file on disk, so other machines would not find it"
        return _Refused("image-case", message, f"write {same[0]} instead of {name}")
    near = get_close_matches(name, names, 1)
    whence = "check the path: it is relative to workshop.yaml, or, in a chapter, to the chapter's file"
    hint = f"did you mean {near[0]}?" if near else whence
    return _Refused("no-image", f"there is no file '{path}' in the workshop's folder", hint)


def _not_a_file_error(file: Path, path: str) -> _Refused:
    if S_ISDIR(file.lstat().st_mode):
        return _Refused("no-image", f"'{path}' is a folder", f"name {_describe_expected_file(path)} inside it")
    return _Refused("no-image", f"'{path}' is not a regular file", f"replace it by {_describe_expected_file(path)}")


def _describe_expected_file(path: str) -> str:
    """Return the kind of file that belongs at a path, by its suffix: an image unless that says otherwise."""
    suffix = Path(path).suffix.lower()
    return {".pdf": "a whole PDF", ".bib": "a BibTeX file"}.get(
        suffix, "a text file" if suffix in (".rst", ".txt") else _ACCEPTED_FORMATS
    )


def _read_bytes(root: Path, path: str) -> bytes:
    try:
        data = read_file(Path(os.path.realpath(root), path), MAX_IMAGE_BYTES + 1)
    except FindingsError as faults:
        raise _Refused("image-link", faults.findings[0].message, "replace it by a copy") from None
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise _Refused("unreadable-image", f"'{path}' cannot be read: {reason}", "check its permissions") from None
    if not data:
        raise _Refused("not-an-image", f"'{path}' is empty", f"replace it by {_describe_expected_file(path)}")
    if len(data) > MAX_IMAGE_BYTES:
        raise _Refused("image-too-large", f"'{path}' is larger than 20 MB", "export it smaller")
    return data


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
    options: dict[str, Any] = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {"compress_level": 4}
    image.save(out, kind, **options)
    written = out.getvalue()
    suffix, media_type = (".jpg", "image/jpeg") if kind == "JPEG" else (".png", "image/png")
    name = f"{sha256(written).hexdigest()[:32]}{suffix}"
    return ImageAsset(name, written, media_type, image.width, image.height, dpi, guessed)


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
        raise _Refused("not-an-image", f"'{path}' is not {_ACCEPTED_FORMATS}", _EXPORT_HINT) from None
    except Pillow.DecompressionBombError:
        raise _Refused("image-too-large", f"'{path}' has more than 40 million pixels", "export a smaller one") from None
    except _Refused:
        raise
    except Exception as error:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error and others
        cut = isinstance(error, OSError) and "truncated" in str(error).lower()
        message = f"'{path}' is truncated: part of the image is missing" if cut else f"'{path}' is damaged"
        raise _Refused("broken-image", message, f"copy it again, or {_EXPORT_HINT}") from None


def _refuse_oversize(image: Image, path: str) -> None:
    """Raise _Refused for an image that is too large or animated, before it is decoded."""
    if image.width * image.height > MAX_IMAGE_PIXELS:
        message = f"'{path}' has {image.width:,} × {image.height:,} pixels; the limit is 40 million"
        raise _Refused("image-too-large", message, "export a smaller one; a width of 2,000 pixels fills a page")
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise _Refused("image-moves", f"'{path}' is animated", "export a single frame")


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

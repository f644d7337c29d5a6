"""Find the shipped font files, and isolate the typesetter from the host's fonts and locale."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

# Prefix of the address of a shipped face in a style sheet: asset:font/OctavoSerif-Regular.ttf
ASSET_PREFIX = "font/"
FONT_PACKAGES = ("fontpkg_ibm_plex_mono",)
FACES_FOLDER = Path(__file__).parent / "faces"
"""Text faces, subset by hatch_build.py when Octavo is packed or installed."""

# Fontconfig and Pango depend on these as well; fontTools writes the time into fonts that it saves.
_ENVIRONMENT = {
    "FC_LANG": "en",
    "PANGO_LANGUAGE": "en",
    "SOURCE_DATE_EPOCH": "0",
    "FONTCONFIG_SYSROOT": None,
    "FONTCONFIG_PATH": None,
    "FC_DEBUG": None,
}


@lru_cache(maxsize=1)
def list_shipped_fonts() -> dict[str, Path]:
    """Return the TrueType files of the text faces and font packages by file name."""
    # Only the package's location is needed; importing it would list its folder twice.
    specs = [find_spec(name) for name in FONT_PACKAGES]
    packages = [Path(spec.submodule_search_locations[0]) for spec in specs if spec and spec.submodule_search_locations]
    folders = [FACES_FOLDER, *(package / "files" for package in packages)]
    return {path.name: path for folder in folders for path in sorted(folder.glob("*.ttf"))}


@lru_cache(maxsize=32)
def read_shipped_font(name: str) -> bytes | None:
    """Return the bytes of a shipped font file; None if there is none of that name."""
    path = list_shipped_fonts().get(name)
    return path.read_bytes() if path else None


@contextmanager
def isolated_fonts() -> Iterator[None]:
    """Hide the host's fonts, language and clock from fontconfig and Pango while the block runs."""
    with as_file(files(__package__) / "fonts.conf") as conf:
        settled = {**_ENVIRONMENT, "FONTCONFIG_FILE": str(conf)}
        before = {name: os.environ.get(name) for name in settled}
        _set_environment(settled)
        try:
            yield
        finally:
            _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

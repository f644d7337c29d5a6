"""Import WeasyPrint quickly, hear what it says, and hand it data: the way in and out of the engine."""

from __future__ import annotations

import ctypes.util
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

from . import shipped_fonts

KNOWN_VERSION = "70.0"
C_TYPES = (
    *("FcChar8 **", "FcResult *", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
    *("char[]", "char[4]", "hb_codepoint_t[]", "hb_tag_t[100]", "unsigned int *"),
)
"""The C types that WeasyPrint names as it works."""


@lru_cache(maxsize=1)
def import_weasyprint() -> Any:
    """Import WeasyPrint once and correct the version that is known; call it inside fonts.confined()."""
    with warnings.catch_warnings(), _library_search_disabled():
        # "No fonts configured": that is the point of fonts.conf.
        warnings.simplefilter("ignore")
        import weasyprint as module
        from weasyprint.text import ffi

        # cffi parses C for each of them where it is met first; here it is done once for all workers.
        for name in C_TYPES if module.VERSION == KNOWN_VERSION else ():
            ffi.ffi.typeof(name)
    return module


@contextmanager
def _library_search_disabled() -> Iterator[None]:
    """Keep cffi from starting ldconfig and gcc for each name that is not a file's (a third of the import's time)."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library

    def nowhere(name: str) -> str | None:  # noqa: ARG001 (its name is part of the signature)
        return None

    ctypes.util.find_library = nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


class EngineLog(logging.Handler):
    """Keeps what WeasyPrint logs while a part is set, each record with the faces being drawn at that moment.

    `strangers` has, for a face that was used and what was asked for, the words so set, each once.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[tuple[logging.LogRecord, tuple[str, ...]]] = []
        self.faces: tuple[str, ...] = ()
        self.strangers: dict[tuple[str, str], dict[str, None]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append((record, self.faces))


@contextmanager
def captured_log() -> Iterator[EngineLog]:
    """Collect the warnings and errors of WeasyPrint."""
    log, logger = EngineLog(), logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(log)
    try:
        yield log
    finally:
        logger.removeHandler(log)
        logger.propagate = propagate


@contextmanager
def font_configuration() -> Iterator[Any]:
    """Open a place for the faces of one document; WeasyPrint keeps them as files in a folder of its own."""
    configuration = import_weasyprint().text.fonts.FontConfiguration()
    try:
        yield configuration
    finally:
        # It does so itself, but only when the collector comes upon it.
        configuration.__del__()


def is_known_version() -> bool:
    """Tell whether this is the version whose inside is known; of another, only the public side is used."""
    return bool(import_weasyprint().VERSION == KNOWN_VERSION)


def make_asset_fetcher(assets: Mapping[str, bytes]) -> Any:
    """Make the only way in which WeasyPrint may reach data: registered assets, shipped fonts, nothing else."""
    urls: Any = import_module("weasyprint.urls")

    class AssetFetcher(urls.URLFetcher):  # type: ignore[misc] # the library is untyped
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 (the base class has it)
            scheme, _, name = url.partition(":")
            data = _read_asset(assets, name) if scheme == "asset" else None
            if data is None:
                raise ValueError("only registered assets are read")
            return urls.URLFetcherResponse(url, data)

    fetcher: Any = AssetFetcher
    return fetcher()


def _read_asset(assets: Mapping[str, bytes], name: str) -> bytes | None:
    if name in assets:
        return assets[name]
    return (
        shipped_fonts.read_shipped_font(name.removeprefix(shipped_fonts.ASSET_PREFIX))
        if name.startswith(shipped_fonts.ASSET_PREFIX)
        else None
    )

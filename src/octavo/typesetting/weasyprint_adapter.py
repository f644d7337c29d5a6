"""The interface to WeasyPrint: import it quickly, capture its log, and hand it data."""

from __future__ import annotations

import ctypes.util
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from . import shipped_fonts

if TYPE_CHECKING:
    from weasyprint_types import FfiModule, FontConfiguration, URLFetcher, URLFetcherResponse, WeasyPrint

KNOWN_VERSION = "70.0"
C_TYPES = (
    *("FcChar8 **", "FcResult *", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
    *("char[]", "char[4]", "hb_codepoint_t[]", "hb_tag_t[100]", "unsigned int *"),
)
"""C types that WeasyPrint uses while it works."""


@lru_cache(maxsize=1)
def import_weasyprint() -> WeasyPrint:
    """Import WeasyPrint once and prepare the known version. Call it inside `shipped_fonts.isolated_fonts()`."""
    with warnings.catch_warnings(), _library_search_disabled():
        # "No fonts configured" is intended: see fonts.conf.
        warnings.simplefilter("ignore")
        import weasyprint as module

        # cffi parses each type on first use; done here once for all workers.
        for name in C_TYPES if module.VERSION == KNOWN_VERSION else ():
            module.text.ffi.ffi.typeof(name)
    return module


@contextmanager
def _library_search_disabled() -> Iterator[None]:
    """Keep cffi from starting ldconfig and gcc for each library name (a third of the import time)."""
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
    """Log handler that records WeasyPrint's messages, each with the faces in use at that moment.

    `strangers` maps a face that was used and the requested faces to the texts set that way, each once.
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
def font_configuration() -> Iterator[FontConfiguration]:
    """Open the font configuration of one document; WeasyPrint keeps the fonts in a temporary folder."""
    configuration = import_weasyprint().text.fonts.FontConfiguration()
    try:
        yield configuration
    finally:
        # Otherwise the folder stays until garbage collection.
        configuration.__del__()


def has_fonts(configuration: FontConfiguration) -> bool:
    """Return whether any font was loaded: without one, Pango ends the process at the first word."""
    library: FfiModule = import_module("weasyprint.text.ffi")
    kinds = (library.fontconfig.FcSetSystem, library.fontconfig.FcSetApplication)
    sets = [library.fontconfig.FcConfigGetFonts(configuration._config, kind) for kind in kinds]
    return any(fonts != library.ffi.NULL and fonts.nfont for fonts in sets)


def is_known_version() -> bool:
    """Return whether this WeasyPrint version is known; for others, only the public interface is used."""
    return bool(import_weasyprint().VERSION == KNOWN_VERSION)


def make_asset_fetcher(assets: Mapping[str, bytes]) -> URLFetcher:
    """Return the only way for WeasyPrint to get data: registered assets and shipped fonts."""
    from weasyprint import urls

    class AssetFetcher(urls.URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 (the base class has it)
            scheme, _, name = url.partition(":")
            data = _read_asset(assets, name) if scheme == "asset" else None
            if data is None:
                raise ValueError("only registered assets are read")
            return urls.URLFetcherResponse(url, data)

    return AssetFetcher()


def _read_asset(assets: Mapping[str, bytes], name: str) -> bytes | None:
    if name in assets:
        return assets[name]
    return (
        shipped_fonts.read_shipped_font(name.removeprefix(shipped_fonts.ASSET_PREFIX))
        if name.startswith(shipped_fonts.ASSET_PREFIX)
        else None
    )


@contextmanager
def patched_attributes(module: object, **names: object) -> Iterator[None]:
    """Replace attributes of a module or class while the block runs."""
    before = {name: getattr(module, name) for name in names}
    for name, value in names.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def users_of(name: str, value: object) -> list[ModuleType]:
    """Return the modules of WeasyPrint that know something by a name, as when they imported it."""
    modules = [module for key, module in sys.modules.items() if key.startswith("weasyprint.")]
    return [module for module in modules if getattr(module, name, None) is value]

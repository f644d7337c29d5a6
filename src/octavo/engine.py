"""Import WeasyPrint quickly, and correct by version what it is known to lose."""

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

from . import fonts

KNOWN = "70.0"


@lru_cache(maxsize=1)
def weasyprint() -> Any:
    """Import WeasyPrint once and correct the version that is known; call it inside fonts.confined()."""
    with warnings.catch_warnings(), _no_search_for_libraries():
        # "No fonts configured": that is the point of fonts.conf.
        warnings.simplefilter("ignore")
        import weasyprint as module
    return module


@contextmanager
def _no_search_for_libraries() -> Iterator[None]:
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


class Log(logging.Handler):
    """Keeps what WeasyPrint logs while a part is set, each record with the faces being drawn at that moment."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[tuple[logging.LogRecord, tuple[str, ...]]] = []
        self.faces: tuple[str, ...] = ()

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append((record, self.faces))


@contextmanager
def listening() -> Iterator[Log]:
    """Collect the warnings and errors of WeasyPrint."""
    log, logger = Log(), logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(log)
    try:
        yield log
    finally:
        logger.removeHandler(log)
        logger.propagate = propagate


@contextmanager
def replaced(module: Any, **names: Any) -> Iterator[None]:
    """Put other values in the place of a module's names while the block runs."""
    before = {name: getattr(module, name) for name in names}
    for name, value in names.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def is_known() -> bool:
    """Tell whether this is the version whose inside is known; of another, only the public side is used."""
    return bool(weasyprint().VERSION == KNOWN)


def fetcher(assets: Mapping[str, bytes]) -> Any:
    """Make the only way in which WeasyPrint may reach data: registered assets, shipped fonts, nothing else."""
    urls: Any = import_module("weasyprint.urls")

    class AssetFetcher(urls.URLFetcher):  # type: ignore[misc] # the library is untyped
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 (the base class has it)
            scheme, _, name = url.partition(":")
            data = _asset(assets, name) if scheme == "asset" else None
            if data is None:
                raise ValueError("only registered assets are read")
            return urls.URLFetcherResponse(url, data)

    fetcher: Any = AssetFetcher
    return fetcher()


def _asset(assets: Mapping[str, bytes], name: str) -> bytes | None:
    if name in assets:
        return assets[name]
    return fonts.shipped_face(name.removeprefix(fonts.PREFIX)) if name.startswith(fonts.PREFIX) else None


@contextmanager
def painting(log: Log) -> Iterator[None]:
    """Correct what WeasyPrint leaves out of the text layer while pages are painted."""
    module = weasyprint()
    draw, build = module.draw.text.draw_first_line, module.pdf.build_fonts_dictionary

    def draw_first_line(stream: Any, textbox: Any, *args: Any) -> Any:
        log.faces = tuple(textbox.style["font_family"])
        # A box of nothing but space is skipped, and the words around it run together for readers and searches.
        shown = _Shown(textbox) if textbox.text and textbox.text.isspace() else textbox
        return draw(stream, shown, *args)

    def build_fonts_dictionary(pdf: Any, faces: Any, *args: Any) -> Any:
        for face in faces.values():
            # One glyph serves both; that of the first use would name all: no-break spaces between all words.
            face.to_unicode.update({g: _PLAIN[text] for g, text in face.to_unicode.items() if text in _PLAIN})
        return build(pdf, faces, *args)

    with (
        replaced(module.draw.text, draw_first_line=draw_first_line),
        replaced(module.pdf, build_fonts_dictionary=build_fonts_dictionary),
    ):
        yield


_PLAIN = {"\xa0": " ", "\u2010": "-", "\xad": "-"}


class _Shown:
    """A box of space that does not say so."""

    text = "space"

    def __init__(self, textbox: Any) -> None:
        self._textbox = textbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._textbox, name)


def tidy(_document: Any, pdf: Any) -> None:
    """Remove what PDF/A forbids or frowns at: empty resource dictionaries, images that ask to be smoothed."""
    for item in pdf.objects:
        entries = item if isinstance(item, dict) else getattr(item, "extra", None)
        if not entries:
            continue
        for key in ("Pattern", "Shading", "XObject", "ExtGState"):
            if key in entries and entries[key] == {}:
                del entries[key]
        if entries.get("Interpolate") == "true":
            entries["Interpolate"] = "false"

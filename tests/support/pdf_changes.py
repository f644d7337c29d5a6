"""Changes to one thing in a PDF: entries set or taken away, fields, layers, packets of metadata."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from pdf_ua_documents import Change, paint


def without(thing: Callable[[Pdf], Any], key: str) -> Change:
    """Take an entry away."""

    def change(pdf: Pdf) -> None:
        del thing(pdf)[f"/{key}"]

    return change


def setting(thing: Callable[[Pdf], Any], key: str, value: Any) -> Change:
    """Give an entry another value."""

    def change(pdf: Pdf) -> None:
        thing(pdf)[f"/{key}"] = value(pdf) if callable(value) else value

    return change


def every(*changes: Change) -> Change:
    """Make several changes."""

    def change(pdf: Pdf) -> None:
        for one in changes:
            one(pdf)

    return change


def root(pdf: Pdf) -> Any:
    return pdf.Root


def packet(old: bytes, new: bytes) -> Change:
    """Change the metadata."""

    def change(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert re.search(old, data, re.DOTALL)
        pdf.Root.Metadata.write(re.sub(old, new, data, flags=re.DOTALL))

    return change


def painted(content: bytes) -> Change:
    return lambda pdf: paint(pdf, content)


def layers(**default: Any) -> Change:
    return setting(root, "OCProperties", lambda _: Dictionary(OCGs=Array(), D=Dictionary(**default)))


FIELD = {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("x")}

NAMED = String("Said")

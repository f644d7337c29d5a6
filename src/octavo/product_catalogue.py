"""All products that a workshop can become, and the parts that each is made of."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class PartPlan(NamedTuple):
    """One part of a product: its template `<product>/<name>.rst`, its page numbers, and whether it lists the others."""

    name: str
    roman: bool = False
    lists_contents: bool = False
    chapters: bool = False
    """Whether the chapters stand here, instead of a part."""
    of: str = ""
    """The product whose template it uses, if not its own."""


class Product(NamedTuple):
    """A product: its parts in the order of the book, and its house style unless the workshop names another."""

    name: str
    parts: tuple[PartPlan, ...]
    style: str
    sheet: str
    """Its style sheet; products with the same pages share one."""


_VOLUME = (
    PartPlan("title", roman=True),
    PartPlan("contents", roman=True, lists_contents=True),
    PartPlan("front", roman=True),
    PartPlan("chapters", chapters=True),
    PartPlan("back"),
    PartPlan("index", lists_contents=True),
)
_PACKAGE = (
    PartPlan("cover", of="offprints"),
    PartPlan("title", roman=True, of="volume"),
    PartPlan("front", roman=True, of="volume"),
    PartPlan("back", of="volume"),
)
COVER = "cover"
"""The cover, which is made after the book that it is for."""
CATALOGUE = {
    product.name: product
    for product in (
        Product("summary", (PartPlan("body"),), style="briefing", sheet="summary"),
        Product(
            "follow-up",
            (PartPlan("prelims", roman=True, lists_contents=True), PartPlan("body")),
            style="proceedings",
            sheet="follow-up",
        ),
        Product("volume", _VOLUME, style="proceedings", sheet="volume"),
        Product("offprints", (PartPlan("cover"),), style="proceedings", sheet="volume"),
        Product(COVER, (PartPlan("wrap"),), style="proceedings", sheet="cover"),
        Product("docx", (), style="proceedings", sheet="follow-up"),
        Product("manuscript", _PACKAGE, style="proceedings", sheet="volume"),
    )
}
PRODUCTS = tuple(CATALOGUE)
PRESS_PREFIX = "press/"
"""Prefix of a product's name in its press edition: press/volume."""
PRINTED_PRODUCTS = ("summary", "follow-up", "volume", COVER)
"""Products that have a press file."""
VOLUME_PRODUCTS = ("volume", "offprints")
"""Products for readers that are made of chapters."""
CHAPTER_PRODUCTS = (*VOLUME_PRODUCTS, "manuscript")
"""All products that are made of chapters."""
RUNNING_HEADS, FORMER_RUNNING_HEADS = "running-heads", "furniture"
"""The style sheet of running heads and folios, and its former name, under which a project may still replace it."""
STYLE_SHEETS = ("page", "type", "chart", RUNNING_HEADS, FORMER_RUNNING_HEADS, *PRODUCTS)
"""Names of style sheets that are not house styles."""


def described_products(keys: Collection[str]) -> tuple[str, ...]:
    """Return the products that a workshop.yaml describes, from the keys at its top level.

    A workshop with a volume has a volume and offprints, and those reports for which it has the keys summary and
    report. Any other workshop has both reports: if one of the two keys is missing, the author gets an error.
    """
    if "volume" not in keys:
        return ("summary", "follow-up")
    reports = [name for name, key in (("summary", "summary"), ("follow-up", "report")) if key in keys]
    return (*reports, *VOLUME_PRODUCTS)


def possible_products(keys: Collection[str]) -> tuple[str, ...]:
    """Return all products that can be made of a workshop: those that it describes, and those that follow from them."""
    named = described_products(keys)
    reports, bound = set(named) - set(VOLUME_PRODUCTS), "volume" in named
    return (*named, COVER, *(("docx",) if reports else ()), *(("manuscript",) if bound else ()))

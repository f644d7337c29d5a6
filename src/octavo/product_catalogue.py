"""The products that a workshop becomes, and the parts that each is made of."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class PartPlan(NamedTuple):
    """One part of a product: its template `<product>/<name>.rst`, its numbering, and whether it lists the others."""

    name: str
    roman: bool = False
    lists_contents: bool = False
    chapters: bool = False
    """Whether it is no part of its own, but the place of the chapters."""
    of: str = ""
    """The product whose template it is made of, where it is not its own."""


class Product(NamedTuple):
    """A product: its parts in the order of the book, its house style unless the workshop names another."""

    name: str
    parts: tuple[PartPlan, ...]
    style: str
    sheet: str
    """Its style sheet; products of the same pages share one."""


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
"""The product that is made after the book which it is the cover of."""
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
"""Opens the name of a product as a printer gets it: press/volume."""
PRINTED_PRODUCTS = ("summary", "follow-up", "volume", COVER)
"""Products of which a printer gets a file of his own."""
VOLUME_PRODUCTS = ("volume", "offprints")
"""Products that are made of chapters, and for readers."""
CHAPTER_PRODUCTS = (*VOLUME_PRODUCTS, "manuscript")
"""All products that are made of chapters."""
STYLE_SHEETS = ("page", "type", "chart", "furniture", *PRODUCTS)
"""Names of style sheets that are no house styles."""


def described_products(keys: Collection[str]) -> tuple[str, ...]:
    """Tell from the keys at the top of a workshop.yaml which products it describes.

    A workshop with a volume has a volume and offprints, and the reports for which it has a summary and a report; any
    other has both reports, so that whoever forgot one of the two keys hears of it.
    """
    if "volume" not in keys:
        return ("summary", "follow-up")
    reports = [name for name, key in (("summary", "summary"), ("follow-up", "report")) if key in keys]
    return (*reports, *VOLUME_PRODUCTS)


def possible_products(keys: Collection[str]) -> tuple[str, ...]:
    """Tell from the same keys all products that can be made of a workshop: the described, and what follows."""
    named = described_products(keys)
    reports, bound = set(named) - set(VOLUME_PRODUCTS), "volume" in named
    return (*named, COVER, *(("docx",) if reports else ()), *(("manuscript",) if bound else ()))

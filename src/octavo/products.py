"""The products that a workshop becomes, and the parts that each is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PartPlan:
    """One part of a product: its template `<product>/<name>.rst`, its numbering, and whether it lists the others."""

    name: str
    roman: bool = False
    lists_contents: bool = False


@dataclass(frozen=True)
class Product:
    """A product: its parts in the order of the book, its house style unless the workshop names another."""

    name: str
    parts: tuple[PartPlan, ...]
    style: str


CATALOGUE = {
    product.name: product
    for product in (
        Product("summary", (PartPlan("body"),), style="briefing"),
        Product(
            "follow-up",
            (PartPlan("prelims", roman=True, lists_contents=True), PartPlan("body")),
            style="proceedings",
        ),
    )
}
PRODUCTS = tuple(CATALOGUE)

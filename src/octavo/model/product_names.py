"""The names of products, as a workshop lists them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from ..product_catalogue import PRODUCTS
from .text_checks import make_value_error


def _check_name(value: str) -> str:
    if value not in PRODUCTS:
        plain = value.lower().replace("_", "-").replace(" ", "-")
        if plain in PRODUCTS:
            raise make_value_error(
                "unknown-product-name", "'{value}' is not a product; write {fix}", value=value, fix=plain
            )
        near = get_close_matches(plain, PRODUCTS, 1)
        raise make_value_error(
            "unknown-product-name",
            "'{value}' is not a product; {near}write {known}",
            value=value,
            near=f"did you mean {near[0]}? " if near else "",
            known=f"{', '.join(PRODUCTS[:-1])} or {PRODUCTS[-1]}",
        )
    return value


ProductName = Annotated[str, AfterValidator(_check_name), WithJsonSchema({"type": "string", "enum": list(PRODUCTS)})]
"""The name of a product in the catalogue."""
ProductList = Annotated[tuple[ProductName, ...], Field(min_length=1, max_length=50)]
"""Products, at least one."""

"""Which keys of workshop.yaml a product needs besides those that every workshop has."""

from __future__ import annotations

from typing import Final

from ..product_catalogue import CATALOGUE

REQUIRED_KEYS: Final = {name: product.needs for name, product in CATALOGUE.items() if product.needs}
"""The keys that each product needs. The checks and the JSON Schema are made from them."""
DESCRIBING_KEYS: Final = {
    name: product.described_by for name, product in CATALOGUE.items() if product.described_by and name != "offprints"
}
"""The key by which a workshop describes a product. Without a volume it describes both reports."""

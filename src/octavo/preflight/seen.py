"""What several checks must read of a PDF, read once: its claims, its structure tree and how its paint is marked."""

from __future__ import annotations

from functools import cached_property

from pikepdf import Pdf

from . import claims, marked, structure_tree
from .claims import Claims
from .marked import Reading
from .structure_tree import Tree


class Seen:
    """An opened PDF with what was read of it so far; hand the same to `access` and `archive`."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf

    @cached_property
    def claims(self) -> Claims:
        """Read what it claims to be."""
        return claims.read(self._pdf)

    @cached_property
    def tree(self) -> Tree:
        """Read its structure tree."""
        return structure_tree.read(self._pdf)

    @cached_property
    def reading(self) -> Reading:
        """Read how its paint is marked."""
        return marked.read(self._pdf, self.tree)

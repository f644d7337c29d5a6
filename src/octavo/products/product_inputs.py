"""Hold what a product is made from, and record what its stages find and read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..checking.redaction import redact_workshop
from ..findings.finding import Finding, FindingsError, Place, has_errors
from ..language.translator import Translator, get_translator
from ..loading.value_positions import ValuePositions
from ..loading.workshop_loader import LoadedWorkshop
from ..model import Person, Rest, Workshop
from ..model.base_model import Model
from ..product_catalogue import CATALOGUE, COVER, Product
from ..project.project_folders import Project
from ..typesetting import glyph_coverage
from ..typesetting.typeset_job import FALLBACK_UPRIGHT

_AROUND_WORDS = " \u00ad\u2010-,;:.()[]“”‘’\"'"
_ADDRESS_SIGN = re.compile(r"[/:@]+")
T = TypeVar("T")


class BuildLog:
    """Collects the findings of a product's stages, and the files that they read."""

    def __init__(self, loaded: LoadedWorkshop) -> None:
        self.findings: list[Finding] = list(loaded.findings)
        self.files: list[Path] = [loaded.places.file, *loaded.files]
        self.data_lines: list[tuple[str, Place]] = []
        """The lines of the tables that charts are drawn from."""

    def located_data(self) -> Iterator[glyph_coverage.LocatedText]:
        """Yield the lines of these tables, each with a function that locates its characters."""
        for line, place in self.data_lines:
            yield line, partial(_place_at, place)

    def stop_at_errors(self) -> None:
        """Raise FindingsError if the findings hold an error."""
        if has_errors(self.findings):
            raise FindingsError([])

    def read_files(self) -> tuple[Path, ...]:
        """Return every file that was read, each once, sorted."""
        return tuple(sorted(set(self.files)))


def _place_at(place: Place, offset: int) -> Place:
    return replace(place, column=offset + 1)


@dataclass(frozen=True)
class ProductInputs:
    """What a product is made from.

    `whole` is the workshop as loaded, `workshop` the redacted one; only the latter is printed. `house` is the house
    style, and `style_place` the place where the workshop chooses it. `executor` fills templates that users may have
    changed, in a process that can be stopped; it is None if this process is one.
    """

    product: Product
    project: Project
    places: ValuePositions
    whole: Workshop
    workshop: Workshop
    words: Translator
    people: Mapping[str, Person]
    house: str
    style_place: Place | None
    executor: Executor | None

    @property
    def source(self) -> Path:
        """The file of the workshop."""
        return self.places.file

    def locate_text(self, at: tuple[str | int, ...], text: str, offset: int) -> Place:
        """Return the position of a character of a text, which stands at a path in the workshop."""
        if isinstance(text, Rest) and text.origin:
            return Place(text.origin.file, *text.source_position(offset))
        return self.places.find_value(*at)

    def workshop_texts(self) -> Iterator[glyph_coverage.LocatedText]:
        """Yield all texts of the workshop, each with a function that locates its characters."""
        for at, text in iterate_values(self.whole, str):
            yield text, partial(self.locate_text, at, text)

    def locate_finding(self, finding: Finding) -> Finding | None:
        """Add to a typesetter's finding the position of its text in the YAML file, if it is there.

        Return None for upright text in a name or title: an author cannot write emphasis there, so only our style asks
        for italics.
        """
        if finding.place or not finding.subject:
            return finding
        texts = list(iterate_values(self.whole, str))
        for words in (finding.subject, *_list_pieces(finding.subject)):
            for at, text in texts:
                offset = text.find(words)
                if offset >= 0:
                    plain = finding.code == FALLBACK_UPRIGHT and not isinstance(text, Rest)
                    return None if plain else replace(finding, place=self.locate_text(at, text, offset))
        return finding


_LEAST_PIECE = 8
"""Characters of a piece by which a text is found, at least: a shorter one may be a word of a template."""


def _list_pieces(printed: str) -> list[str]:
    """Return pieces of what was printed by which it may be found among values, the longest first.

    A title is put together of names, an address begins with one of ours, and a word may be broken.
    """
    words = {word.strip(_AROUND_WORDS) for word in printed.split()}
    ends = {word[found.end() :] for word in words for found in _ADDRESS_SIGN.finditer(word)}
    return sorted(
        (piece for piece in words | ends if len(piece) >= _LEAST_PIECE), key=lambda piece: (-len(piece), piece)
    )


def prepare_inputs(
    product: Product, loaded: LoadedWorkshop, project: Project, style: str | None, executor: Executor | None
) -> ProductInputs:
    """Return the inputs of a product. Raises FindingsError if the workshop could not be loaded."""
    if loaded.workshop is None:
        raise FindingsError([])
    workshop = redact_workshop(loaded.workshop, is_internal=product.is_internal)
    style_key = _style_key(product, workshop)
    chosen = getattr(getattr(workshop, style_key[0]), style_key[1], None) if style_key else None
    return ProductInputs(
        product=product,
        project=project,
        places=loaded.places,
        whole=loaded.workshop,
        workshop=workshop,
        words=get_translator(workshop.language),
        people={person.id: person for person in workshop.people},
        house=style or chosen or product.style,
        style_place=loaded.places.find_value(*style_key) if chosen and not style else None,
        executor=executor,
    )


def _style_key(product: Product, workshop: Workshop) -> tuple[str, ...]:
    """Return the part of the workshop and its field that choose the house style; () if none does."""
    return (CATALOGUE[workshop.covered_product] if product.name == COVER else product).style_key


def iterate_values(
    part: object, kind: type[T], at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], T]]:
    """Yield the values of a type within a model, each with its path from the top."""
    if isinstance(part, kind):
        yield at, part
    elif isinstance(part, Model):
        for name in type(part).model_fields:
            yield from iterate_values(getattr(part, name), kind, (*at, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from iterate_values(item, kind, (*at, index))

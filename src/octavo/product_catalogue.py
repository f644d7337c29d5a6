"""All products that a workshop can become: the parts of each, what it needs, and when it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .language.translator import Translator

KeyPath = tuple[str, ...]


class PartPlan(NamedTuple):
    """One part of a product: its template `<product>/<name>.rst`, its page numbers, and whether it lists the others."""

    name: str
    roman: bool = False
    lists_contents: bool = False
    chapters: bool = False
    """Whether the chapters stand here, instead of a part."""
    of: str = ""
    """The product whose template it uses, if not its own."""
    runs_on: bool = False
    """Whether it begins on the next page, be that a left-hand one."""


class Product(NamedTuple):
    """A product: its parts in the order of the book, and its house style unless the workshop names another."""

    name: str
    parts: tuple[PartPlan, ...]
    style: str
    sheet: str
    """Its style sheet; products with the same pages share one."""
    kind: Callable[[Translator], str] | None = None
    """The name of its kind, which stands behind the title of the workshop in catalogues. A report has one."""
    needs: tuple[KeyPath, ...] = ()
    """The keys of workshop.yaml that it needs besides those that every workshop has."""
    described_by: str = ""
    """The key by which a workshop with a volume describes it. Without a volume, both such reports are described."""
    style_key: KeyPath = ("report", "style")
    """The key by which a workshop chooses its house style; () if only the option --style does."""
    is_printed: bool = False
    """Whether it has a press file."""
    has_chapters: bool = False
    """Whether it is made of chapters."""
    has_cover: bool = False
    """Whether it is a book, so that a cover can be made for it."""
    in_word: bool = False
    """Whether the product docx has a Word document of it."""
    is_internal: bool = False
    """Whether it is for the organizers alone. It names everybody at the event, also those who are on no public list and
    whom the attribution rule hides; so it lies in a folder `internal/`, holds no data, and is never released."""


class WorkshopOutline(NamedTuple):
    """What is known of a workshop file before it is read: its keys at the top level, its products and its languages."""

    keys: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    """The languages in which it is built, the main one first."""


_BOOK_KEYS: tuple[KeyPath, ...] = (("volume",), ("chapters",))
_REPORT_KEYS: tuple[KeyPath, ...] = (("summary",), ("policy", "disclaimer"))
_VOLUME = (
    PartPlan("title", roman=True),
    PartPlan("contents", roman=True, lists_contents=True),
    PartPlan("front", roman=True),
    PartPlan("chapters", chapters=True),
    PartPlan("back"),
    PartPlan("index", lists_contents=True, runs_on=True),
)
_PACKAGE = (
    PartPlan("cover", of="offprints"),
    PartPlan("title", roman=True, of="volume"),
    PartPlan("front", roman=True, of="volume"),
    PartPlan("back", of="volume"),
)
COVER, DOCX = "cover", "docx"
"""The cover, which is made after the book that it is for, and the reports as Word documents."""
CATALOGUE = {
    product.name: product
    for product in (
        Product(
            "summary",
            (PartPlan("body"),),
            style="briefing",
            sheet="summary",
            kind=lambda words: words.gettext("Summary"),
            needs=_REPORT_KEYS,
            described_by="summary",
            style_key=("report", "summary_style"),
            is_printed=True,
            in_word=True,
        ),
        Product(
            "follow-up",
            (PartPlan("prelims", roman=True, lists_contents=True), PartPlan("body")),
            style="proceedings",
            sheet="follow-up",
            kind=lambda words: words.gettext("Follow-up report"),
            needs=(*_REPORT_KEYS, ("report",)),
            described_by="report",
            is_printed=True,
            has_cover=True,
            in_word=True,
        ),
        Product(
            "report",
            (PartPlan("prelims", roman=True, lists_contents=True, of="follow-up"), PartPlan("body")),
            style="proceedings",
            sheet="follow-up",
            kind=lambda words: words.gettext("Workshop report"),
            needs=_REPORT_KEYS,
            is_printed=True,
            has_cover=True,
            in_word=True,
        ),
        Product(
            "volume",
            _VOLUME,
            style="proceedings",
            sheet="volume",
            needs=_BOOK_KEYS,
            described_by="volume",
            style_key=("volume", "style"),
            is_printed=True,
            has_chapters=True,
            has_cover=True,
        ),
        Product(
            "offprints",
            (PartPlan("cover"),),
            style="proceedings",
            sheet="volume",
            needs=_BOOK_KEYS,
            described_by="volume",
            style_key=("volume", "style"),
            has_chapters=True,
        ),
        Product(
            "abstracts",
            (
                PartPlan("prelims", roman=True, lists_contents=True),
                PartPlan("body"),
                PartPlan("index", lists_contents=True, runs_on=True),
            ),
            style="proceedings",
            sheet="abstracts",
            kind=lambda words: words.gettext("Book of abstracts"),
            needs=(("programme",),),
            style_key=("abstracts", "style"),
            is_printed=True,
        ),
        Product(
            "badges",
            (PartPlan("body"),),
            style="office",
            sheet="badges",
            kind=lambda words: words.gettext("Name badges"),
            style_key=(),
            is_internal=True,
        ),
        Product(
            "certificates",
            (PartPlan("body"),),
            style="office-landscape",
            sheet="certificates",
            kind=lambda words: words.gettext("Certificates of attendance"),
            style_key=(),
            is_internal=True,
        ),
        Product(
            "signing-list",
            (PartPlan("body"),),
            style="office",
            sheet="signing-list",
            kind=lambda words: words.gettext("Signing list"),
            style_key=(),
            is_internal=True,
        ),
        Product(COVER, (PartPlan("wrap"),), style="proceedings", sheet="cover", is_printed=True),
        Product(DOCX, (), style="proceedings", sheet="follow-up"),
        Product(
            "manuscript",
            _PACKAGE,
            style="proceedings",
            sheet="volume",
            needs=_BOOK_KEYS,
            style_key=("volume", "style"),
            has_chapters=True,
        ),
    )
}
PRODUCTS = tuple(CATALOGUE)
PRESS_PREFIX = "press/"
"""Prefix of a product's name in its press edition: press/volume."""
PRINTED_PRODUCTS = tuple(name for name, product in CATALOGUE.items() if product.is_printed)
"""Products that have a press file."""
CHAPTER_PRODUCTS = tuple(name for name, product in CATALOGUE.items() if product.has_chapters)
"""All products that are made of chapters."""
VOLUME_PRODUCTS = ("volume", "offprints")
"""Products for readers that are made of chapters."""
INTERNAL_PRODUCTS = tuple(name for name, product in CATALOGUE.items() if product.is_internal)
"""Products for the organizers alone, which are never released."""
INTERNAL_PREFIX = "internal/"
"""The folder of internal products in a workshop's output folder."""
WORD_PRODUCTS = tuple(name for name, product in CATALOGUE.items() if product.in_word)
"""Reports of which there are Word documents."""
RUNNING_HEADS, FORMER_RUNNING_HEADS = "running-heads", "furniture"
"""The style sheet of running heads and folios, and its former name, under which a project may still replace it."""
STYLE_SHEETS = ("page", "type", "chart", "prelims", RUNNING_HEADS, FORMER_RUNNING_HEADS, *PRODUCTS)
"""Names of style sheets that are not house styles."""


def described_products(outline: WorkshopOutline) -> tuple[str, ...]:
    """Return the products that a workshop.yaml describes: those that its key `products` lists, if it has that key.

    Without it, a workshop with a volume has a volume and offprints, and those reports for which it has the keys summary
    and report. Any other workshop has the summary and the follow-up report: if one of the two keys is missing, the
    author gets an error.
    """
    listed = tuple(dict.fromkeys(name for name in outline.products if name in CATALOGUE))
    if listed:
        return listed
    keys = outline.keys if "volume" in outline.keys else (*outline.keys, "summary", "report")
    return tuple(name for name, product in CATALOGUE.items() if product.described_by in keys)


def possible_products(outline: WorkshopOutline) -> tuple[str, ...]:
    """Return all products that a release holds: those listed, or else those described and what follows from them.

    Internal ones are never among them.
    """
    named = released_products(described_products(outline))
    if outline.products:
        return named
    reports, bound = set(named) & set(WORD_PRODUCTS), "volume" in named
    return (*named, COVER, *((DOCX,) if reports else ()), *(("manuscript",) if bound else ()))


def released_products(products: Iterable[str]) -> tuple[str, ...]:
    """Return the products without those that are for the organizers alone."""
    return tuple(name for name in products if name not in INTERNAL_PRODUCTS)


def has_book(products: Iterable[str]) -> bool:
    """Return whether one of the products is a book that can have a cover."""
    return any(CATALOGUE[name].has_cover for name in products)

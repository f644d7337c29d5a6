"""The way from a workshop file to its finished products, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain
from pathlib import Path
from typing import TypeVar

from docutils import nodes

from . import assets, labels
from .bind import Attachment, Leaf, Metadata, Numbering, bind
from .charts import Chart
from .checks import check
from .compose import compose
from .data import as_yaml
from .facts import Facts, charts, facts, full_name
from .findings import Faults, Finding, has_errors
from .html import Entry, Heading, Setting, html, images_wanted
from .load import Loaded, load
from .model import Rest, Workshop
from .model.base import Part as ModelPart
from .model.text import AssetPath
from .parse import parse, value_tree
from .products import CATALOGUE, PartPlan, Product
from .project import Project
from .public import public
from .stylesheets import Sheets, stylesheets
from .typeset import Job, Part, typeset
from .words import Words, words

Tell = Callable[[str, str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Made:
    """One product, finished in memory; `pdf` is empty where the findings hold an error."""

    product: str
    pdf: bytes
    pages: int
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]


def make(
    source: Path, project: Project, products: Sequence[str], style: str | None, executor: Executor, tell: Tell
) -> tuple[Made, ...]:
    """Make products of one workshop; what is wrong with one does not stop the others."""
    tell("load", source.parent.name)
    loaded = load(source)
    return tuple(_make(CATALOGUE[name], loaded, source, project, style, executor, tell) for name in products)


def _make(
    product: Product,
    loaded: Loaded,
    source: Path,
    project: Project,
    style: str | None,
    executor: Executor,
    tell: Tell,
) -> Made:
    """Take one product through every stage."""
    book = None
    try:
        book = _Book(product, loaded, source, project, style)
        tell("compose", product.name)
        book.compose()
        tell("typeset", product.name)
        leaves = book.typeset(executor)
        tell("bind", product.name)
        bound = bind(leaves, book.metadata(), (book.attachment(),))
    except Faults as faults:
        known = book.findings if book else loaded.findings
        return Made(product.name, b"", 0, _once([*known, *faults.findings]), book.inputs() if book else (source,))
    found = _once([*book.findings, *bound.findings])
    pdf = b"" if has_errors(found) else bound.pdf
    return Made(product.name, pdf, bound.pages if pdf else 0, found, book.inputs())


def inspect(source: Path, project: Project, products: Sequence[str]) -> tuple[Finding, ...]:
    """Check a workshop by every stage short of typesetting, every value and image of it, printed or not."""
    loaded = load(source)
    found = list(loaded.findings)
    for name in products:
        if name == "follow-up" and loaded.workshop and not loaded.workshop.report and len(products) > 1:
            continue  # without a report section there is no follow-up report to check
        try:
            book = _Book(CATALOGUE[name], loaded, source, project, None)
            book.compose()
            found += book.findings
        except Faults as faults:
            found += faults.findings
    if loaded.workshop:
        for _, value in _values(loaded.workshop, Rest):
            value_tree(value, "", found)
        wanted = [(str(path), loaded.places.value(*at)) for at, path in _values(loaded.workshop, AssetPath)]
        found += assets.open_images(source.parent, [item for item in wanted if not _is_manuscript(item[0])]).findings
    return _once(found)


def _is_manuscript(path: str) -> bool:
    return path.lower().endswith((".rst", ".pdf"))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


class _Book:
    """One product on its way: what each stage has made of it so far."""

    def __init__(
        self, product: Product, loaded: Loaded, source: Path, project: Project, style: str | None
    ) -> None:
        self.product = product
        self.findings = list(loaded.findings)
        self.source = source
        self.loaded = loaded
        self.project = project
        self.files: list[Path] = [source]
        if loaded.workshop is None:
            raise Faults([])
        self.findings += check(loaded.workshop, loaded.places, product.name)
        if has_errors(self.findings):
            raise Faults([])
        self.workshop: Workshop = public(loaded.workshop)
        self.words: Words = words(self.workshop.language)
        self.facts: Facts = {**facts(self.workshop, self.words), "product": product.name}
        self.charts: dict[str, Chart] = charts(self.workshop, self.words)
        self.house = style or self._chosen_style() or product.style
        self.sheets: Sheets = stylesheets(product.name, self.house, project.search_path("styles"))
        self.files += self.sheets.files
        self.trees: dict[str, nodes.document] = {}
        self.images = assets.Assets({}, (), ())

    def _chosen_style(self) -> str | None:
        """Name the house style that the workshop asks for."""
        report = self.workshop.report
        if report is None:
            return None
        return report.summary_style if self.product.name == "summary" else report.style

    def compose(self) -> None:
        """Fill and parse the template of each part, and open the images that they show."""
        for plan in self.product.parts:
            composed, files = compose(
                f"{self.product.name}/{plan.name}.rst",
                self.facts,
                self.project.search_path("templates"),
                self.words.functions(),
            )
            self.files += files
            tree, found = parse(composed, f"{plan.name}-")
            self.trees[plan.name] = tree
            self.findings += found
        by_path = {str(path): self.loaded.places.value(*at) for at, path in _values(self.loaded.workshop, AssetPath)}
        wanted = {
            path: by_path.get(path) or place
            for path, place in chain.from_iterable(map(images_wanted, self.trees.values()))
        }
        self.images = assets.open_images(self.source.parent, [(path, place) for path, place in wanted.items() if place])
        self.findings += self.images.findings
        self.files += self.images.files
        if has_errors(self.findings):
            raise Faults([])

    def typeset(self, executor: Executor) -> tuple[Leaf, ...]:
        """Set the parts: first those that stand alone, side by side, then those that list the others' headings."""
        alone = [plan for plan in self.product.parts if not plan.lists_contents]
        headings: dict[str, tuple[Heading, ...]] = {}
        running = {}
        for plan in alone:
            job, headings[plan.name] = self.job(plan, ())
            running[plan.name] = executor.submit(typeset, job)
        done = {name: future.result() for name, future in running.items()}
        contents = _contents(alone, done, headings)
        for plan in self.product.parts:
            if plan.lists_contents:
                job, _ = self.job(plan, contents)
                done[plan.name] = executor.submit(typeset, job).result()
        self.findings += chain.from_iterable(part.findings for part in done.values())
        return tuple(
            Leaf(done[plan.name], Numbering.ROMAN if plan.roman else Numbering.ARABIC) for plan in self.product.parts
        )

    def job(self, plan: PartPlan, contents: tuple[Entry, ...]) -> tuple[Job, tuple[Heading, ...]]:
        """Write one part as HTML, with all that it is set with."""
        event = self.workshop.event
        setting = Setting(
            title=self.title(),
            short_title=event.acronym or event.title,
            classes=(self.product.name, f"part-{plan.name}", f"style-{self.house}"),
            words=self.words,
            images=self.images.images,
            charts=self.charts,
            chart_style=self.sheets.chart,
            marking=self.workshop.policy.marking or "",
            contents=contents,
        )
        page = html(self.trees[plan.name], setting)
        self.findings += page.findings
        shown = {asset.id: asset.data for asset in self.images.images.values()}
        job = Job(f"{self.workshop.id}/{plan.name}", page.html, self.sheets.styles, {**shown, **self.sheets.fonts})
        return job, page.headings

    def title(self) -> str:
        """Name the product as its title bar and catalogues do."""
        kind = {
            "summary": self.words.text("Summary"),
            "follow-up": self.words.text("Follow-up report"),
        }[self.product.name]
        return f"{self.workshop.event.title}{self.words.colon}{kind}"

    def metadata(self) -> Metadata:
        """Say what the document is, from the workshop's public data alone."""
        workshop, report = self.workshop, self.workshop.report
        people = {person.id: person for person in workshop.people}
        event = workshop.event
        line = f"{labels.event_type(self.words, event.type)}, {self.facts['event']['place']}, {self.facts['event']['dates']}"
        identifiers = (report.doi and f"doi:{report.doi}", report.isbn and f"isbn:{report.isbn}", report.identifier) if report else ()
        day: date = report.date if report else event.end
        return Metadata(
            title=self.title(),
            language=workshop.language,
            created=datetime.combine(day, time(12), tzinfo=UTC),
            authors=tuple(full_name(people[director.person]) for director in workshop.directors),
            subject=line,
            keywords=report.keywords if report else (),
            identifiers=tuple(filter(None, identifiers)) or (f"{workshop.id}/{self.product.name}",),
            publisher=(report.publisher or "") if report else "",
            rights=" ".join(filter(None, (report.copyright, report.licence))) if report else "",
        )

    def attachment(self) -> Attachment:
        """Carry the public data along, as YAML."""
        words = self.words.text("The public data of the workshop, from which this document was made")
        return Attachment("workshop.yaml", "application/yaml", as_yaml(self.workshop), words)

    def inputs(self) -> tuple[Path, ...]:
        """List every file that was read."""
        return tuple(sorted(set(self.files)))


def _contents(
    plans: list[PartPlan], parts: dict[str, Part], headings: dict[str, tuple[Heading, ...]]
) -> tuple[Entry, ...]:
    """List the headings of parts with the folios on which they stand; pages are counted through arabic parts."""
    entries: list[Entry] = []
    before = 0
    for plan in plans:
        part = parts[plan.name]
        before += before % 2  # each part opens recto
        entries += [
            Entry(heading, str(before + part.anchors[heading.anchor] + 1))
            for heading in headings[plan.name]
            if heading.anchor in part.anchors
        ]
        before += part.pages
    return tuple(entries)


def _values(part: object, kind: type[T], at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], T]]:
    """Walk through the values of a kind, each with its way from the top."""
    if isinstance(part, kind):
        yield at, part
    elif isinstance(part, ModelPart):
        for name in type(part).model_fields:
            yield from _values(getattr(part, name), kind, (*at, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _values(item, kind, (*at, index))

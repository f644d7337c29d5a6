"""Build and check workshops: their files in, one outcome for each product out, whatever befalls the others.

First it is found out what need not be built again; only if something is left are workers started and the typesetter
and all that comes before it imported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.atomic_files import CANNOT_WRITE
from ..files.guarded_files import find_link, link_finding
from ..findings.finding import UNVERIFIED, Finding, Place, has_errors, is_incomplete
from ..processes import gc_pause
from ..product_catalogue import (
    CHAPTER_PRODUCTS,
    COVER,
    PRESS_PREFIX,
    PRINTED_PRODUCTS,
    PRODUCTS,
    VOLUME_PRODUCTS,
    described_products,
    possible_products,
)
from ..project import library_versions
from ..project.project_folders import project_of_workshop
from .outcomes import BuildRequest, Outcome, OutcomeState, Tell, failed, silent
from .output_folder import build_record

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from ..project.project_folders import Project
    from .product_pipeline import BuildResult

# A workshop.yaml may stand in somebody's home folder.
MOST_FILES = 10_000


@dataclass
class _Build:
    """A build of several workshops on its way."""

    wanted: BuildRequest
    tell: Tell
    outcomes: list[Outcome] = field(default_factory=list)
    homes: dict[Path, Path] = field(default_factory=dict)

    def recall(self, request: build_record.ProductRequest) -> bool:
        """Tell whether a product need not be built again; if so, note it and what was found when it was."""
        kept = build_record.find_unchanged_record(request)
        if kept is None or not self.settles_in(request.output / kept.workshop, request.source):
            return False
        if is_incomplete(kept.findings) or any(finding.code == UNVERIFIED for finding in kept.findings):
            return False  # what was missing then may be there now
        files = tuple(request.output / kept.workshop / entry["file"] for entry in kept.entries)
        if has_errors(kept.findings, self.wanted.strict):
            outcome = Outcome(request.source, request.product, OutcomeState.FAULTY, kept.findings)
        else:
            outcome = Outcome(
                request.source, request.product, OutcomeState.UNCHANGED, kept.findings, files, entries=kept.entries
            )
            self.tell(_name(request.source), request.product, "unchanged")
        self.outcomes.append(outcome)
        return True

    def settles_in(self, home: Path, source: Path) -> bool:
        """Claim a folder of products for a workshop; False if another one of this build has it."""
        return self.homes.setdefault(home, source) == source

    def make(self, source: Path, requests: Sequence[build_record.ProductRequest], executor: Executor) -> None:
        """Make and publish products of one workshop."""
        from .product_pipeline import make

        def tell(stage: str, document: str) -> None:
            self.tell(_name(source), document if document.removeprefix(PRESS_PREFIX) in PRODUCTS else "", stage)

        from ..typesetting.part_cache import open_part_cache

        first = requests[0]
        names = [request.product for request in requests]
        before = build_record.stat_files(islice(source.parent.rglob("*"), MOST_FILES))
        try:
            with open_part_cache(first.output, first.parts_name, first.project, first.build_environment) as kept:
                wanted = self.wanted
                products = make(source, first.project, names, wanted.style, executor, tell, kept, wanted.printer)
                if set(VOLUME_PRODUCTS) <= set(names):
                    kept.remove_unused()
        except Exception as error:
            self.outcomes += [failed(source, name, error) for name in names]
            return
        for request, made in zip(requests, products, strict=True):
            self.outcomes.append(self.publish(request, made, before))

    def publish(
        self, request: build_record.ProductRequest, made: BuildResult, before: build_record.FileStamps
    ) -> Outcome:
        """Publish one product, if it came out well."""
        from .output_folder.output_writer import OutputFile, digest_inputs, make_manifest_entry, publish_products

        source, workshop = request.source, made.workshop or _name(request.source)
        read = digest_inputs(made.inputs, request.project)
        found = [*made.findings, *_written_meanwhile(made, before)]
        if not self.settles_in(request.output / workshop, source):
            found.append(_same_id(workshop, source, self.homes[request.output / workshop]))
        if made.error and not made.documents:
            return failed(source, request.product, made.error, found)
        if has_errors(found, self.wanted.strict):
            return Outcome(source, request.product, _state(found), tuple(found))
        if not made.documents:
            return failed(source, request.product, RuntimeError("nothing was made, and nothing said why"), found)
        entries = tuple(
            make_manifest_entry(
                made.product,
                document.data,
                document.pages,
                self.wanted.style,
                read,
                document.file,
                document.chapters,
                request.printer,
            )
            for document in made.documents
        )
        known = build_record.BuildRecord(
            build_record.request_key(request), read, workshop, entries, made.findings, tuple(_read_keys(source))
        )
        written = build_record.write(known, request.project)
        finished = [
            OutputFile(made.product, document.data, entry, request.record_name, None if number else written)
            for number, (document, entry) in enumerate(zip(made.documents, entries, strict=True))
        ]
        try:
            files = publish_products(workshop, finished, request.output)
        except Exception as error:
            return failed(source, request.product, error, found)
        self.tell(_name(source), request.product, "built")
        state = OutcomeState.INCOMPLETE if is_incomplete(found) else OutcomeState.BUILT
        return Outcome(source, request.product, state, tuple(found), files, made.error, entries)


def build(sources: Iterable[Path], wanted: BuildRequest, tell: Tell = silent) -> tuple[Outcome, ...]:
    """Build the products of workshops; those made already of the same input are left as they stand."""
    progress = _Build(wanted, tell)
    stale: dict[Path, list[build_record.ProductRequest]] = {}
    for request in _requests(tuple(sources), wanted):
        if link := find_link(request.source):
            progress.outcomes.append(
                Outcome(request.source, request.product, OutcomeState.FAULTY, (link_finding(link),))
            )
        elif not progress.recall(request):
            stale.setdefault(request.source, []).append(request)
    if stale and (library_versions.missing_native_libraries() or library_versions.find_unknown_versions()):
        progress.outcomes += [_lacking(request) for requests in stale.values() for request in requests]
    elif stale:
        bound = any(request.product in CHAPTER_PRODUCTS for requests in stale.values() for request in requests)
        from .worker_start import workers

        with workers(bound) as executor:
            for source, requests in stale.items():
                with gc_pause.pause_garbage_collection():
                    progress.make(source, requests, executor)
    return tuple(progress.outcomes)


def _requests(sources: Sequence[Path], wanted: BuildRequest) -> Iterator[build_record.ProductRequest]:
    projects = {source: project_of_workshop(source) for source in sources}
    circumstances = {project: build_record.digest_build_environment(project) for project in set(projects.values())}
    for source, project in projects.items():
        output = wanted.output or project.build_folder
        for product in _products(source, wanted, project, output):
            yield build_record.ProductRequest(
                source, product, project, output, circumstances[project], wanted.style, _printer(product, wanted)
            )


def _products(source: Path, wanted: BuildRequest, project: Project, output: Path) -> Iterator[str]:
    """Name the products that are meant; those of the press after those of the screen that they are made from."""
    named = tuple(wanted.products) or (possible_products if wanted.complete else described_products)(
        _keys(source, project, output)
    )
    if wanted.press and not wanted.products and COVER not in named:
        named = (*named, COVER)
    yield from named
    if wanted.press:
        yield from (PRESS_PREFIX + product for product in named if product in PRINTED_PRODUCTS)


def _keys(source: Path, project: Project, output: Path) -> Collection[str]:
    """Give the keys at the top of a workshop file; where a record knows them, no library is imported for it."""
    known = build_record.find_top_keys(source, PRODUCTS, project, output)
    return known or _read_keys(source)


def _read_keys(source: Path) -> Collection[str]:
    from ..loading.top_level_keys import read_top_keys

    return read_top_keys(source)


def _printer(product: str, wanted: BuildRequest) -> str | None:
    """Name the printer on whom a product depends: what goes to press, and the cover, whose spine is of his paper."""
    return wanted.printer if product.startswith(PRESS_PREFIX) or product == COVER else None


def check(sources: Iterable[Path], products: Sequence[str] = (), strict: bool = False) -> tuple[Outcome, ...]:
    """Check workshops by all that can be known without typesetting, each in a process that can be stopped."""
    wanted = [(source, tuple(products) or described_products(_read_keys(source))) for source in sources]
    if not wanted:
        return ()
    from ..processes.worker_pool import start_reading_workers

    with start_reading_workers(warm_checks, len(wanted)) as executor:
        looked = [(source, executor.submit(_inspected, source, names)) for source, names in wanted]
        return tuple(_checked(source, task, strict) for source, task in looked)


def warm_checks() -> None:
    """Import all that checking needs."""
    from ..products import volume_builder  # noqa: F401 (imported so that forks have it)
    from . import product_pipeline  # noqa: F401 (imported so that forks have it)


def _inspected(source: Path, products: Sequence[str]) -> tuple[Finding, ...]:
    from ..typesetting.part_cache import standing
    from .product_pipeline import inspect

    project = project_of_workshop(source)
    request = build_record.ProductRequest(
        source, "", project, project.build_folder, build_record.digest_build_environment(project)
    )
    with standing(request.output, request.parts_name, project, request.build_environment) as store:
        return inspect(source, project, products, store)


def _checked(source: Path, task: Future[tuple[Finding, ...]], strict: bool) -> Outcome:
    from ..processes.worker_pool import WorkerDied, stopped_finding

    try:
        found = task.result()
    except WorkerDied as death:
        return Outcome(source, "", OutcomeState.FAULTY, (stopped_finding("the check", death, Place(source)),))
    except Exception as error:
        return failed(source, "", error)
    is_faulty = has_errors(found, strict) or is_incomplete(found)
    return Outcome(source, "", OutcomeState.FAULTY if is_faulty else OutcomeState.UNCHANGED, found)


def _state(found: Iterable[Finding]) -> OutcomeState:
    """Tell what a product was stopped by that was not made: by its input, unless something else is told."""
    from ..project.printer_profile_lookup import MISSING_ICC_PROFILE

    codes = {finding.code for finding in found}
    return (
        OutcomeState.LACKING
        if MISSING_ICC_PROFILE in codes
        else OutcomeState.BLOCKED
        if CANNOT_WRITE in codes
        else OutcomeState.FAULTY
    )


def _lacking(request: build_record.ProductRequest) -> Outcome:
    """Say which libraries are missing, or of versions whose insides are not known; each with the line that mends it."""
    found = [
        Finding(
            "unknown-version",
            f"{one.library} {one.found}, but Octavo corrects its insides and needs {one.wanted}",
            hint=f"python -m pip install '{one.wanted}'",
        )
        for one in library_versions.find_unknown_versions()
    ]
    if files := ", ".join(library_versions.missing_native_libraries()):
        message = f"a library of the system is missing: {files}"
        found.append(Finding("missing-library", message, hint=library_versions.INSTALL_COMMAND))
    return Outcome(request.source, request.product, OutcomeState.LACKING, tuple(found))


def _written_meanwhile(made: BuildResult, before: build_record.FileStamps) -> list[Finding]:
    """Find inputs that were written while they were read: the product may be made of neither the old nor the new."""
    now = build_record.stat_files(made.inputs)
    changed = [path for path in made.inputs if path in before and now.get(path) != before[path]]
    words = "this file was changed while it was being built"
    return [Finding("changed-meanwhile", words, Place(path), "build again") for path in changed]


def _same_id(workshop: str, source: Path, other: Path) -> Finding:
    words = f"the id '{workshop}' is also that of {other.parent.name}/{other.name}, whose documents it would replace"
    return Finding("same-id", words, Place(source), "give one of the two another id")


def _name(source: Path) -> str:
    return source.parent.name

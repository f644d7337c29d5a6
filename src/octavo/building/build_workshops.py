"""Build workshops, with one outcome for each product.

Products that are up to date are found first. Workers are started, and the typesetter is imported, only if something has
to be built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.atomic_files import CANNOT_WRITE
from ..files.guarded_files import find_link, link_finding
from ..findings.finding import UNVERIFIED, Finding, Place, has_errors, is_incomplete
from ..language.written_languages import file_in_language, name_in_language
from ..processes import gc_pause
from ..product_catalogue import (
    CHAPTER_PRODUCTS,
    COVER,
    PRESS_PREFIX,
    PRINTED_PRODUCTS,
    PRODUCTS,
    VOLUME_PRODUCTS,
    WorkshopOutline,
    described_products,
    has_book,
    possible_products,
    released_products,
)
from ..project import library_versions
from ..project.project_folders import project_of_workshop
from .older_outputs import add_older_files
from .outcomes import BuildRequest, Outcome, OutcomeState, ProgressListener, ignore_progress, make_failed_outcome
from .output_folder import build_record

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..project.project_folders import Project
    from .product_pipeline import BuildResult

# A workshop.yaml may lie in a home folder, with very many files below it.
MAX_STAMPED_FILES = 10_000


@dataclass
class _Build:
    """A running build of several workshops: its outcomes so far, and the workshop of each output folder."""

    wanted: BuildRequest
    tell: ProgressListener
    outcomes: list[Outcome] = field(default_factory=list)
    homes: dict[Path, Path] = field(default_factory=dict)

    def use_unchanged_product(self, request: build_record.ProductRequest) -> bool:
        """Return whether a product is up to date; if it is, add its outcome with the findings of its last build."""
        kept = build_record.find_unchanged_record(request)
        if kept is None or not self.claim_folder(request.output / kept.workshop, request.source):
            return False
        if is_incomplete(kept.findings) or any(finding.code == UNVERIFIED for finding in kept.findings):
            return False  # what was missing may be there now
        files = tuple(request.output / kept.workshop / entry["file"] for entry in kept.entries)
        if has_errors(kept.findings, self.wanted.strict):
            outcome = Outcome(request.source, request.name, OutcomeState.FAULTY, kept.findings)
        else:
            outcome = Outcome(
                request.source, request.name, OutcomeState.UNCHANGED, kept.findings, files, entries=kept.entries
            )
            self.tell(_folder_name(request.source), request.name, "unchanged")
        self.outcomes.append(outcome)
        return True

    def claim_folder(self, home: Path, source: Path) -> bool:
        """Claim an output folder for a workshop; return False if another workshop of this build has it."""
        return self.homes.setdefault(home, source) == source

    def make_workshop_products(
        self, source: Path, requests: Sequence[build_record.ProductRequest], executor: Executor
    ) -> None:
        """Make the products of one workshop in one language, and publish each as soon as it is checked.

        If the build is interrupted, the next one goes on from the products that were published and the parts that were
        typeset.
        """
        from .product_pipeline import make_products

        first = requests[0]

        def tell(stage: str, document: str) -> None:
            is_product = document.removeprefix(PRESS_PREFIX) in PRODUCTS
            self.tell(_folder_name(source), name_in_language(document, first.language) if is_product else "", stage)

        from ..preflight.verdict_store import VerdictStore
        from ..typesetting.part_cache import open_part_cache

        names = tuple(request.product for request in requests)
        published: list[build_record.ProductRequest] = []
        before = build_record.stat_files(islice(source.parent.rglob("*"), MAX_STAMPED_FILES))
        try:
            with open_part_cache(first.output, first.parts_name, first.project, first.build_environment) as kept:
                wanted = self.wanted
                # What is released is judged from nothing.
                verdicts = VerdictStore(kept.folder, first.build_environment, is_from_nothing=wanted.complete)
                products = make_products(
                    source,
                    first.project,
                    names,
                    wanted.style,
                    executor,
                    tell,
                    kept,
                    wanted.printer,
                    verdicts,
                    first.language,
                )
                for request, made in zip(requests, products, strict=True):
                    self.outcomes.append(self.publish_product(request, made, before))
                    published.append(request)
                verdicts.save()
                if set(VOLUME_PRODUCTS) <= set(names):
                    kept.remove_unused()
        except Exception as error:
            left = (request for request in requests if request not in published)
            self.outcomes += [make_failed_outcome(source, request.name, error) for request in left]

    def publish_product(
        self, request: build_record.ProductRequest, made: BuildResult, before: build_record.FileStamps
    ) -> Outcome:
        """Publish one product if it has no errors, and return its outcome."""
        from .output_folder.output_writer import OutputFile, digest_inputs, make_manifest_entry, publish_products

        source, workshop = request.source, made.workshop or _folder_name(request.source)
        read = digest_inputs(made.inputs, request.project)
        found = [*made.findings, *_find_changed_inputs(made, before)]
        if not self.claim_folder(request.output / workshop, source):
            found.append(_duplicate_id_finding(workshop, source, self.homes[request.output / workshop]))
        if made.error and not made.documents:
            return make_failed_outcome(source, request.name, made.error, found)
        if has_errors(found, self.wanted.strict):
            return Outcome(source, request.name, choose_stopped_state(found), tuple(found))
        if not made.documents:
            return make_failed_outcome(
                source, request.name, RuntimeError("nothing was made, and no finding says why"), found
            )
        entries = tuple(
            make_manifest_entry(
                request.name,
                document.data,
                document.pages,
                self.wanted.style,
                read,
                file_in_language(document.file or f"{made.product}.pdf", request.language),
                document.chapters,
                request.printer,
            )
            for document in made.documents
        )
        known = build_record.BuildRecord(
            build_record.request_key(request), read, workshop, entries, made.findings, read_workshop_outline(source)
        )
        written = build_record.write(known, request.project)
        finished = [
            OutputFile(request.name, document.data, entry, request.record_name, None if number else written)
            for number, (document, entry) in enumerate(zip(made.documents, entries, strict=True))
        ]
        try:
            files = publish_products(workshop, finished, request.output)
        except Exception as error:
            return make_failed_outcome(source, request.name, error, found)
        self.tell(_folder_name(source), request.name, "built")
        state = OutcomeState.INCOMPLETE if is_incomplete(found) else OutcomeState.BUILT
        return Outcome(source, request.name, state, tuple(found), files, made.error, entries)


def build(
    sources: Iterable[Path],
    wanted: BuildRequest,
    tell: ProgressListener = ignore_progress,
    workers: Executor | None = None,
) -> tuple[Outcome, ...]:
    """Build the products of workshops and return their outcomes. Products that are up to date are left unchanged.

    Without `workers`, some are started if anything is to be made.
    """
    progress = _Build(wanted, tell)
    stale: dict[tuple[Path, str], list[build_record.ProductRequest]] = {}
    for request in _list_requests(tuple(sources), wanted):
        if link := find_link(request.source):
            progress.outcomes.append(Outcome(request.source, request.name, OutcomeState.FAULTY, (link_finding(link),)))
        elif not progress.use_unchanged_product(request):
            stale.setdefault((request.source, request.language), []).append(request)
    if stale and (library_versions.missing_native_libraries() or library_versions.find_unknown_versions()):
        progress.outcomes += [
            _make_missing_library_outcome(request) for requests in stale.values() for request in requests
        ]
    elif stale:
        _make_stale_products(progress, stale, workers)
    return _name_older_files(progress.outcomes, wanted)


def _make_stale_products(
    progress: _Build,
    stale: Mapping[tuple[Path, str], Sequence[build_record.ProductRequest]],
    workers: Executor | None,
) -> None:
    """Make what is not up to date, in workers of this machine or on a cluster. Raises ClusterError."""
    from .worker_start import import_build_libraries, open_cluster, start_build_workers

    if progress.wanted.scheduler:
        for (source, _), requests in stale.items():
            with open_cluster(progress.wanted.scheduler, requests[0].project, import_build_libraries) as cluster:
                progress.make_workshop_products(source, requests, cluster)
        return
    bound = any(request.product in CHAPTER_PRODUCTS for requests in stale.values() for request in requests)
    with nullcontext(workers) if workers else start_build_workers(bound) as executor:
        for number, ((source, _), requests) in enumerate(stale.items()):
            if number:
                gc_pause.release_memory()  # what the workshop before this one took
            with gc_pause.pause_garbage_collection():
                progress.make_workshop_products(source, requests, executor)
                gc_pause.postpone_garbage_collection()


def _name_older_files(outcomes: Sequence[Outcome], wanted: BuildRequest) -> tuple[Outcome, ...]:
    """Warn of files of an older edition beside the products that failed."""
    if all(outcome.files or outcome.is_made for outcome in outcomes):
        return tuple(outcomes)
    from ..loading.top_level_keys import read_top_keys

    found: list[Outcome] = []
    for source in dict.fromkeys(outcome.source for outcome in outcomes):
        project = project_of_workshop(source)
        name = read_top_keys(source).get("id", "")
        is_id = re.fullmatch(r"[\w-]+", name)  # the file may be broken: nothing has checked it
        folder = (wanted.output or project.build_folder) / (name if is_id else _folder_name(source))
        found += add_older_files([outcome for outcome in outcomes if outcome.source == source], folder, project)
    return tuple(found)


def _list_requests(sources: Sequence[Path], wanted: BuildRequest) -> Iterator[build_record.ProductRequest]:
    projects = {source: project_of_workshop(source) for source in sources}
    circumstances = {project: build_record.digest_build_environment(project) for project in set(projects.values())}
    for source, project in projects.items():
        output = wanted.output or project.build_folder
        products = tuple(list_requested_products(source, wanted, project, output))
        for language in list_requested_languages(source, wanted, project, output):
            for product in products:
                yield build_record.ProductRequest(
                    source,
                    product,
                    project,
                    output,
                    circumstances[project],
                    wanted.style,
                    _choose_printer(product, wanted),
                    language=language,
                )


def list_requested_languages(source: Path, wanted: BuildRequest, project: Project, output: Path) -> tuple[str, ...]:
    """Return the languages to build, in which "" stands for the main one; those that the workshop has not are left."""
    main, *others = _find_outline(source, project, output).languages
    chosen = wanted.languages or (main, *others)
    return tuple(
        "" if one == main else one for one in (main, *others) if one in chosen or (one == main and "" in chosen)
    )


def list_requested_products(source: Path, wanted: BuildRequest, project: Project, output: Path) -> Iterator[str]:
    """Yield the products to build. Press files follow the products that they are made from."""
    named = tuple(wanted.products) or (possible_products if wanted.complete else described_products)(
        _find_outline(source, project, output)
    )
    if wanted.complete:
        named = released_products(named)
    if wanted.press and not wanted.products and COVER not in named and has_book(named):
        named = (*named, COVER)
    yield from named
    if wanted.press:
        yield from (PRESS_PREFIX + product for product in named if product in PRINTED_PRODUCTS)


def _find_outline(source: Path, project: Project, output: Path) -> WorkshopOutline:
    """Return what a workshop file describes, from a record if possible: that needs no YAML library."""
    known = build_record.find_outline(source, PRODUCTS, project, output)
    return known or read_workshop_outline(source)


def read_workshop_outline(source: Path) -> WorkshopOutline:
    """Return what a workshop file describes, from the file itself."""
    from ..loading.top_level_keys import read_outline

    return read_outline(source)


def _choose_printer(product: str, wanted: BuildRequest) -> str | None:
    """Return the printer that a product depends on: press files do, and the cover, because paper decides the spine."""
    return wanted.printer if product.startswith(PRESS_PREFIX) or product == COVER else None


def choose_stopped_state(found: Iterable[Finding]) -> OutcomeState:
    """Return why a product was not made: because of its input, unless a finding says otherwise."""
    from ..project.printer_profile_lookup import MISSING_ICC_PROFILE

    codes = {finding.code for finding in found}
    return (
        OutcomeState.LACKING
        if MISSING_ICC_PROFILE in codes
        else OutcomeState.BLOCKED
        if CANNOT_WRITE in codes
        else OutcomeState.FAULTY
    )


def _make_missing_library_outcome(request: build_record.ProductRequest) -> Outcome:
    """Return the outcome of a product for which libraries are missing or of an unsupported version."""
    return Outcome(request.source, request.name, OutcomeState.LACKING, list_missing_library_findings())


def list_missing_library_findings() -> tuple[Finding, ...]:
    """Return the findings on libraries that are missing or of an unsupported version, with commands to install."""
    found = [
        Finding(
            "unknown-version",
            f"{one.library} {one.found}, but Octavo patches it and needs {one.wanted}",
            hint=f"python -m pip install '{one.wanted}'",
        )
        for one in library_versions.find_unknown_versions()
    ]
    if files := ", ".join(library_versions.missing_native_libraries()):
        message = f"system libraries are missing: {files}"
        found.append(Finding("missing-library", message, hint=library_versions.INSTALL_COMMAND))
    return tuple(found)


def _find_changed_inputs(made: BuildResult, before: build_record.FileStamps) -> list[Finding]:
    """Return a finding for each input file that changed during the build: the product may mix old and new content."""
    now = build_record.stat_files(made.inputs)
    changed = [path for path in made.inputs if path in before and now.get(path) != before[path]]
    words = "this file was changed during the build"
    return [Finding("changed-meanwhile", words, Place(path), "build again") for path in changed]


def _duplicate_id_finding(workshop: str, source: Path, other: Path) -> Finding:
    words = f"the id '{workshop}' is also that of {other.parent.name}/{other.name}, whose documents it would replace"
    return Finding("same-id", words, Place(source), "give one of the two another id")


def _folder_name(source: Path) -> str:
    return source.parent.name

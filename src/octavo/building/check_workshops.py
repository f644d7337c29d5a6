"""Check workshops without typesetting them, and find what is certainly to be corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings.finding import Finding, FindingsError, Place, has_errors, is_incomplete
from ..processes.worker_pool import WorkerDied, start_reading_workers, stopped_finding
from ..product_catalogue import described_products
from ..project.project_folders import project_of_workshop
from .build_workshops import read_workshop_outline
from .outcomes import Outcome, OutcomeState, make_failed_outcome
from .output_folder import build_record

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .fix_workshops import FixResult


def check(
    sources: Iterable[Path], products: Sequence[str] = (), strict: bool = False, languages: Sequence[str] = ()
) -> tuple[Outcome, ...]:
    """Check workshops without typesetting, each language of each in a worker process with limits.

    Without `languages`, all that a workshop lists are checked. There is one outcome for each workshop.
    """
    wanted = [(source, read_workshop_outline(source)) for source in dict.fromkeys(sources)]
    if not wanted:
        return ()
    with start_reading_workers(import_checks, sum(len(outline.languages) for _, outline in wanted)) as executor:
        looked = [
            (
                source,
                [
                    executor.submit(
                        _inspect_in_worker,
                        source,
                        tuple(products) or described_products(outline),
                        "" if one == outline.languages[0] else one,
                    )
                    for one in outline.languages
                    if not languages or one in languages
                ],
            )
            for source, outline in wanted
        ]
        return tuple(
            _join_checks([_wait_for_check(source, task, strict) for task in tasks]) for source, tasks in looked if tasks
        )


def _join_checks(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a workshop that was checked in several languages: the gravest, with all findings."""
    states = list(OutcomeState)
    gravest = max(outcomes, key=lambda one: states.index(one.state))
    return replace(gravest, findings=tuple(dict.fromkeys(found for one in outcomes for found in one.findings)))


def find_fixes(source: Path) -> FixResult:
    """Find the certain fixes of a workshop file, in a worker process with limits. Raises FindingsError."""
    with start_reading_workers(import_checks, 1) as executor:
        try:
            return executor.submit(_find_fixes_in_worker, source).result()
        except WorkerDied as death:
            raise FindingsError([stopped_finding("the file", death, Place(source))]) from None


def _find_fixes_in_worker(source: Path) -> FixResult:
    from .fix_workshops import find_fixes

    return find_fixes(source)


def import_checks() -> None:
    """Import everything that a check needs."""
    from ..products import volume_builder  # noqa: F401 (imported so that forks have it)
    from . import product_pipeline  # noqa: F401 (imported so that forks have it)


def _inspect_in_worker(source: Path, products: Sequence[str], language: str) -> tuple[Finding, ...]:
    """Inspect a workshop in a language; "" means its main one."""
    from ..typesetting.part_cache import open_part_cache_for_reading
    from .product_pipeline import inspect_workshop

    project = project_of_workshop(source)
    request = build_record.ProductRequest(
        source,
        "",
        project,
        project.build_folder,
        build_record.digest_build_environment(project),
        language=language,
    )
    with open_part_cache_for_reading(request.output, request.parts_name, project, request.build_environment) as store:
        return inspect_workshop(source, project, products, store, language)


def _wait_for_check(source: Path, task: Future[tuple[Finding, ...]], strict: bool) -> Outcome:
    try:
        found = task.result()
    except WorkerDied as death:
        return Outcome(source, "", OutcomeState.FAULTY, (stopped_finding("the check", death, Place(source)),))
    except Exception as error:
        return make_failed_outcome(source, "", error)
    is_faulty = has_errors(found, strict) or is_incomplete(found)
    return Outcome(source, "", OutcomeState.FAULTY if is_faulty else OutcomeState.UNCHANGED, found)

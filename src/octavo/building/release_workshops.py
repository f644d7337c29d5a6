"""Release workshops: build and verify all products, then write checksums, SBOM and provenance, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..exporters.format_names import ALL_FORMATS, DOES_NOT_APPLY
from ..findings.finding import TOO_MANY_PAGES, UNVERIFIED, Finding, Place, Severity, has_errors
from ..product_catalogue import INTERNAL_PREFIX
from ..project.project_folders import project_of_workshop
from .build_workshops import build
from .export_files import export
from .outcomes import BuildRequest, Outcome, ProgressListener, ignore_progress, make_failed_outcome
from .output_folder.output_writer import remove_leftovers, seal_release
from .verify_outputs import SEAL_CODES, verify

_PRODUCT_NAME = "release"


@dataclass(frozen=True)
class ReleaseResult:
    """The result of releasing a workshop. `seals` is empty if it was not released."""

    source: Path
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    seals: tuple[Path, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether everything was built, verified and sealed."""
        return bool(self.seals)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of all products."""
        return tuple(file for outcome in self.outcomes for file in outcome.files)


def release(
    sources: Iterable[Path], wanted: BuildRequest, tell: ProgressListener = ignore_progress, epoch: int | None = None
) -> tuple[ReleaseResult, ...]:
    """Build all products of workshops and their metadata, and seal each folder that has no errors.

    `epoch` (seconds since 1970) is the date of metadata, for formats that need one.
    """
    sources = tuple(sources)
    outcomes = build(sources, replace(wanted, complete=True), tell)
    return tuple(
        _release_workshop(source, [one for one in outcomes if one.source == source], wanted, tell, epoch)
        for source in sources
    )


def _release_workshop(
    source: Path, built: Sequence[Outcome], wanted: BuildRequest, tell: ProgressListener, epoch: int | None
) -> ReleaseResult:
    if not built:
        return ReleaseResult(source, (), (_nothing_to_release_finding(source),))
    outcomes = list(built)
    if not _list_failed_products(outcomes):
        outcomes += export([source], ALL_FORMATS, wanted.output, wanted.strict, epoch)
    found = tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.findings if one.code != DOES_NOT_APPLY))
    released = ReleaseResult(source, tuple(outcomes), found)
    try:
        amiss = (
            _refuse_missing_pieces(released)
            or _refuse_long_summary(released)
            or _refuse_failed_products(released)
            or _refuse_unverified_files(released)
        )
        if amiss:
            return replace(released, findings=(*released.findings, *amiss))
        seals, removed = _seal_folder(released)
    except Exception as error:
        broken = make_failed_outcome(source, _PRODUCT_NAME, error)
        return replace(released, outcomes=(*outcomes, broken), findings=(*released.findings, *broken.findings))
    tell(source.parent.name, "", "released")
    return replace(released, seals=seals, findings=(*released.findings, *_report_removed_files(released, removed)))


def _nothing_to_release_finding(source: Path) -> Finding:
    message = f"{source.parent.name} is not released: all its products are for the organizers alone"
    hint = "add what is for others to products:, such as summary or report; octavo build makes the internal ones"
    return Finding("not-released", message, Place(source), hint)


def _list_failed_products(outcomes: Iterable[Outcome]) -> list[str]:
    return [outcome.product for outcome in outcomes if not outcome.is_made]


def _refuse_missing_pieces(released: ReleaseResult) -> list[Finding]:
    """Refuse a release that lacks a piece which its authors wrote, even if a build only warns about it."""
    lacking = Counter(one.missing for one in released.findings if one.missing)
    if not lacking:
        return []
    pieces = ", ".join(f"{piece} ({number})" for piece, number in lacking.items())
    return [_make_refusal(released, f"pieces are missing, see the messages above: {pieces}")]


def _refuse_long_summary(released: ReleaseResult) -> list[Finding]:
    long = any(finding.code == TOO_MANY_PAGES for finding in released.findings)
    return [_make_refusal(released, "its summary has more pages than it may have, see above")] if long else []


def _refuse_failed_products(released: ReleaseResult) -> list[Finding]:
    names = ", ".join(_list_failed_products(released.outcomes))
    return [_make_refusal(released, f"{names} could not be built")] if names else []


def _refuse_unverified_files(released: ReleaseResult) -> list[Finding]:
    """Verify the folder against its manifest, and refuse what could not be checked."""
    unproved = [finding for finding in released.findings if finding.code == UNVERIFIED]
    if unproved:
        return [_make_refusal(released, f"not everything could be checked: {unproved[0].message}")]
    folder = _find_output_folder(released)
    remove_leftovers(folder.name, folder.parent)
    amiss = [finding for finding in verify(folder) if finding.code not in SEAL_CODES]
    return [*amiss, _make_refusal(released, "its folder has changed since it was built")] if has_errors(amiss) else []


def _make_refusal(released: ReleaseResult, why: str) -> Finding:
    return Finding("not-released", f"{released.source.parent.name} is not released: {why}", Place(released.source))


def _report_removed_files(released: ReleaseResult, removed: tuple[str, ...]) -> Iterator[Finding]:
    """Report files that were built before and are not part of the release."""
    for is_internal in (False, True):
        names = [name for name in removed if name.startswith(INTERNAL_PREFIX) is is_internal]
        if not names:
            continue
        it, they_are = ("it", "it is") if len(names) == 1 else ("them", "they are")
        message = f"removed, because {they_are} not part of this release: {', '.join(names)}"
        rest = f"build {it} into another folder with --output"
        hint = f"add {it} to products:, to have {it} in the release, or {rest}"
        if is_internal:
            hint = f"no release holds what is internal: {rest}"
        yield Finding("removed", message, Place(released.source), hint, Severity.ADVICE)


def _seal_folder(released: ReleaseResult) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    folder = _find_output_folder(released)
    digests = {entry["file"]: entry["sha256"] for outcome in released.outcomes for entry in outcome.entries}
    return seal_release(folder.name, digests, folder.parent, project_of_workshop(released.source))


def _find_output_folder(released: ReleaseResult) -> Path:
    """Return the output folder: the one that contains the file with the shortest path."""
    return min(released.files, key=lambda file: len(file.parts)).parent

"""Release workshops: all products of each built and proved, then sealed by sums, bill and provenance, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..exporters.format_names import ALL_FORMATS, DOES_NOT_APPLY
from ..findings.finding import UNVERIFIED, Finding, Place, Severity, has_errors
from ..project import library_versions
from .build_workshops import build
from .export_files import export
from .outcomes import BuildRequest, Outcome, Tell, failed, silent
from .output_folder.output_writer import remove_leftovers, seal_release
from .verify_outputs import OF_SEALS, verify

_NAME = "release"
_UNJUDGED = Finding(
    "metadata-not-judged",
    "the metadata was held against no official schema, since these are not installed",
    hint="docs/releasing.md says how to install them",
    severity=Severity.ADVICE,
)


@dataclass(frozen=True)
class Released:
    """What became of a workshop's release; `seals` are none where it was not released."""

    source: Path
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    seals: tuple[Path, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Tell whether all was built, proved and sealed."""
        return bool(self.seals)

    @property
    def files(self) -> tuple[Path, ...]:
        """List the files of its products."""
        return tuple(file for outcome in self.outcomes for file in outcome.files)


def release(
    sources: Iterable[Path], wanted: BuildRequest, tell: Tell = silent, epoch: int | None = None
) -> tuple[Released, ...]:
    """Build all products of workshops and their metadata, and seal each folder where nothing is amiss.

    `epoch` (seconds since 1970) is what metadata is dated by, where it must be.
    """
    sources = tuple(sources)
    outcomes = build(sources, replace(wanted, complete=True), tell)
    return tuple(
        _released(source, [one for one in outcomes if one.source == source], wanted, tell, epoch) for source in sources
    )


def _released(source: Path, built: Sequence[Outcome], wanted: BuildRequest, tell: Tell, epoch: int | None) -> Released:
    outcomes = list(built)
    if not _failing(outcomes):
        outcomes += export([source], ALL_FORMATS, wanted.output, wanted.strict, epoch)
    found = tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.findings if one.code != DOES_NOT_APPLY))
    released = Released(
        source, tuple(outcomes), found if library_versions.schema_package_versions() else (*found, _UNJUDGED)
    )
    try:
        amiss = _not_whole(released) or _not_made(released) or _not_proved(released)
        if amiss:
            return replace(released, findings=(*released.findings, *amiss))
        seals, removed = _sealed(released)
    except Exception as error:
        broken = failed(source, _NAME, error)
        return replace(released, outcomes=(*outcomes, broken), findings=(*released.findings, *broken.findings))
    tell(source.parent.name, "", "released")
    return replace(released, seals=seals, findings=(*released.findings, *_gone(released, removed)))


def _failing(outcomes: Iterable[Outcome]) -> list[str]:
    return [outcome.product for outcome in outcomes if not outcome.is_made]


def _not_whole(released: Released) -> list[Finding]:
    """Refuse what lacks anything that its authors meant to be in it, whether or not a build calls that an error."""
    lacking = Counter(one.missing for one in released.findings if one.missing)
    if not lacking:
        return []
    pieces = ", ".join(f"{piece} ({number})" for piece, number in lacking.items())
    return [_refusal(released, f"it lacks what the messages above tell of: {pieces}")]


def _not_made(released: Released) -> list[Finding]:
    names = ", ".join(_failing(released.outcomes))
    return [_refusal(released, f"{names} could not be made")] if names else []


def _not_proved(released: Released) -> list[Finding]:
    """Hold all against the manifest, and let nothing pass that preflight could not judge."""
    unproved = [finding for finding in released.findings if finding.code == UNVERIFIED]
    if unproved:
        return [_refusal(released, f"not all could be judged: {unproved[0].message}")]
    folder = _folder(released)
    remove_leftovers(folder.name, folder.parent)
    amiss = [finding for finding in verify(folder) if finding.code not in OF_SEALS]
    return [*amiss, _refusal(released, "its folder is not as it was built")] if has_errors(amiss) else []


def _refusal(released: Released, why: str) -> Finding:
    return Finding("not-released", f"{released.source.parent.name} is not released: {why}", Place(released.source))


def _gone(released: Released, removed: tuple[str, ...]) -> Iterator[Finding]:
    """Tell what was built before and is no part of the release."""
    if removed:
        message = f"removed, since it is no part of this release: {', '.join(removed)}"
        hint = "release it with the rest, or build it into another folder with --output"
        yield Finding("removed", message, Place(released.source), hint, Severity.ADVICE)


def _sealed(released: Released) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    folder = _folder(released)
    digests = {entry["file"]: entry["sha256"] for outcome in released.outcomes for entry in outcome.entries}
    return seal_release(folder.name, digests, folder.parent)


def _folder(released: Released) -> Path:
    """Give the folder of products: the one that holds the file of the shortest path."""
    return min(released.files, key=lambda file: len(file.parts)).parent

"""Release workshops: all products of each built and proved, then sealed by sums, bill and provenance, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import bill, manifest
from .findings import Finding, Place, has_errors
from .folder import opened
from .products import RELEASED, described
from .verbs import Outcome, State, Tell, Wanted, build, silent
from .verifying import OF_SEALS, verify


@dataclass(frozen=True)
class Released:
    """What became of a workshop's release; `files` are its seals, and there are none where it was not released."""

    source: Path
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Tell whether all was built, proved and sealed."""
        return bool(self.files)


def release(sources: Iterable[Path], wanted: Wanted, tell: Tell = silent) -> tuple[Released, ...]:
    """Build all products of workshops, with a printer's files, and seal each folder in which nothing is amiss."""
    sources = tuple(sources)
    made = [build([source], replace(wanted, products=_products(source), press=True), tell) for source in sources]
    return tuple(_sealed(source, outcomes, tell) for source, outcomes in zip(sources, made, strict=True))


def _products(source: Path) -> tuple[str, ...]:
    try:
        named = described(source.read_bytes())
    except OSError:
        named = ()
    return (*named, *RELEASED)


def _sealed(source: Path, outcomes: Sequence[Outcome], tell: Tell) -> Released:
    found = tuple(dict.fromkeys(finding for outcome in outcomes for finding in outcome.findings))
    failed = [outcome for outcome in outcomes if outcome.state not in (State.BUILT, State.UNCHANGED)]
    if failed:
        names = ", ".join(outcome.product for outcome in failed)
        message = f"{source.parent.name} is not released: {names} could not be built"
        return Released(source, tuple(outcomes), (*found, Finding("not-released", message, Place(source))))
    folder = _folder(outcomes)
    amiss = [finding for finding in verify(folder) if finding.code not in OF_SEALS]
    if has_errors(amiss):
        return Released(source, tuple(outcomes), (*found, *amiss))
    tell(source.parent.name, "", "released")
    return Released(source, tuple(outcomes), found, seal(folder))


def _folder(outcomes: Sequence[Outcome]) -> Path:
    """Give the folder of products: the one that holds the shortest path of a file."""
    files = [file for outcome in outcomes for file in outcome.files]
    return min(files, key=lambda file: len(file.parts)).parent


def seal(folder: Path) -> tuple[Path, ...]:
    """Write sums, bill of materials and provenance of what the manifest lists; equal products have equal seals."""
    written = bill.seals(folder.name, manifest.read((folder / manifest.NAME).read_bytes()))
    with opened(folder.parent, folder.name) as place, place.prepared(written):
        for name in written:
            place.settle(name)
        place.sync()
    return tuple(folder / name for name in written)

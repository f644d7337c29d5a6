"""Export a loaded workshop in one format, or in all that apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..checking.consistency import check_consistency
from ..checking.redaction import redact_workshop
from ..findings.finding import Finding, FindingsError, Place, Severity, has_errors
from ..loading.value_positions import Location, ValuePositions
from ..loading.workshop_loader import LoadedWorkshop
from . import bibtex, cff, crossref, csl_json, datacite, icalendar, jats, marc, onix, ris, schema_org
from .bibliographic_record import ExportLoss, ExportOutput, PageExtents, Records
from .bookseller_checks import find_contradictions
from .cited_works import is_text_manuscript
from .format_names import ALL_FORMATS, DOES_NOT_APPLY
from .record_builder import BuiltRecords, build_records
from .required_fields import report_missing_fields, report_unregistered_chapters

FieldFinder = Callable[[Records], Iterable[Location]]


def _find_no_fields(_records: Records) -> Iterable[Location]:
    return ()


def _find_no_errors(_records: Records, _places: ValuePositions) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True)
class Format:
    """An export format.

    `find_obstacle` returns what the workshop lacks if the format does not apply at all, in words and as the location of
    a key. `find_missing` yields the locations of missing keys without which nothing can be written, `find_recommended`
    those of missing keys that readers expect.
    """

    title: str
    write: Callable[[Records], ExportOutput]
    find_obstacle: Callable[[Records], tuple[str, Location]]
    find_missing: FieldFinder = _find_no_fields
    find_recommended: FieldFinder = _find_no_fields
    find_errors: Callable[[Records, ValuePositions], Iterable[Finding]] = _find_no_errors
    has_page_numbers: bool = False
    has_references: bool = False


APPLIES: Final = ("", ())


def _accept_any(_records: Records) -> tuple[str, Location]:
    return APPLIES


def _require_work(records: Records) -> tuple[str, Location]:
    return APPLIES if records.works else ("neither a report nor a volume", ("report",))


def _require_doi(records: Records) -> tuple[str, Location]:
    if records.works_with_doi:
        return APPLIES
    return ("no DOI", ("volume" if records.volume else "report", "doi"))


def _require_chapters(records: Records) -> tuple[str, Location]:
    return (
        APPLIES if records.chapters else ("no chapters of a volume", ("chapters",) if records.volume else ("volume",))
    )


def _require_volume(records: Records) -> tuple[str, Location]:
    return APPLIES if records.volume else ("no volume", ("volume",))


EXPORTERS: Final = {
    "bibtex": Format(
        "BibTeX", bibtex.write, _require_work, find_recommended=bibtex.find_recommended_fields, has_page_numbers=True
    ),
    "ris": Format(
        "RIS", ris.write, _require_work, find_recommended=bibtex.find_recommended_fields, has_page_numbers=True
    ),
    "csl-json": Format(
        "CSL-JSON",
        csl_json.write,
        _require_work,
        find_recommended=bibtex.find_recommended_fields,
        has_page_numbers=True,
    ),
    "cff": Format("CITATION.cff", cff.write, _require_work, cff.find_missing_fields, has_page_numbers=True),
    "crossref": Format(
        "Crossref",
        crossref.write,
        _require_doi,
        crossref.find_missing_fields,
        find_errors=crossref.find_doi_errors,
        has_page_numbers=True,
        has_references=True,
    ),
    "datacite": Format(
        "DataCite",
        datacite.write,
        _require_doi,
        datacite.find_missing_fields,
        find_errors=report_unregistered_chapters,
        has_page_numbers=True,
        has_references=True,
    ),
    "schema-org": Format(
        "schema.org",
        schema_org.write,
        _accept_any,
        find_errors=find_contradictions,
        has_page_numbers=True,
        has_references=True,
    ),
    "jats": Format(
        "JATS", jats.write, _require_chapters, jats.find_missing_fields, has_page_numbers=True, has_references=True
    ),
    "onix": Format(
        "ONIX",
        onix.write,
        _require_volume,
        onix.find_missing_fields,
        onix.find_recommended_fields,
        find_contradictions,
        has_page_numbers=True,
    ),
    "marcxml": Format("MARC", marc.write, _require_work, has_page_numbers=True),
    "icalendar": Format("iCalendar", icalendar.write, _accept_any, find_recommended=icalendar.find_recommended_fields),
}


@dataclass(frozen=True)
class ExportResult:
    """Exported files by format and name (none for a format that could not be written), and findings."""

    workshop: str
    files: dict[str, dict[str, bytes]]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]


def export_metadata(
    loaded: LoadedWorkshop, name: str, pages: PageExtents | None, epoch: int | None = None
) -> ExportResult:
    """Export in one format by name, or in "all" formats that apply.

    `pages` is None if the volume has not been built from this input; `epoch` is in seconds since 1970. Raises
    FindingsError if the workshop has errors.
    """
    gathered = _build_records(loaded, pages or PageExtents(), epoch)
    exporter = _Exporter(gathered.records, loaded.places, asked=name != ALL_FORMATS)
    names = list(EXPORTERS) if name == ALL_FORMATS else [name]
    exporter.export_formats(names)
    findings = [*loaded.findings, *gathered.findings, *exporter.findings]
    if pages is None and gathered.records.chapters and any(EXPORTERS[one].has_page_numbers for one in exporter.files):
        findings.append(_warn_missing_pages(loaded.places))
    findings += _report_unread_references(gathered.records, exporter.files, loaded.places)
    inputs = (loaded.places.file, *loaded.files, *gathered.files)
    return ExportResult(gathered.records.id, exporter.files, tuple(dict.fromkeys(findings)), inputs)


def _build_records(loaded: LoadedWorkshop, pages: PageExtents, epoch: int | None) -> BuiltRecords:
    if loaded.workshop is None:
        raise FindingsError(loaded.findings)
    whole, places = loaded.workshop, loaded.places
    found = [*loaded.findings, *check_consistency(whole, places)]
    if has_errors(found):
        raise FindingsError(found)
    gathered = build_records(redact_workshop(whole), whole.deposit, places.file.parent, pages, epoch)
    if has_errors(gathered.findings):
        raise FindingsError([*found, *gathered.findings])
    return gathered


class _Exporter:
    """Writes one format after another; a missing key is an error if the user named the format, else a warning."""

    def __init__(self, records: Records, places: ValuePositions, asked: bool) -> None:
        self.records, self.places, self.asked = records, places, asked
        self.files: dict[str, dict[str, bytes]] = {}
        self.findings: list[Finding] = []

    def export_formats(self, names: Sequence[str]) -> None:
        """Write the formats with these names, if they can be written."""
        fitting = [name for name in names if self._check_applicable(EXPORTERS[name])]
        needs = {EXPORTERS[name].title: tuple(EXPORTERS[name].find_missing(self.records)) for name in fitting}
        self.findings += report_missing_fields(needs, self.places, Severity.ERROR if self.asked else Severity.WARNING)
        for name in fitting:
            if not needs[EXPORTERS[name].title]:
                self._export_format(name, EXPORTERS[name])
        wishes = {EXPORTERS[name].title: tuple(EXPORTERS[name].find_recommended(self.records)) for name in self.files}
        self.findings += report_missing_fields(wishes, self.places, Severity.ADVICE)

    def _check_applicable(self, form: Format) -> bool:
        word, way = form.find_obstacle(self.records)
        if not word:
            return True
        (told,) = report_missing_fields({form.title: [way]}, self.places)
        severity = Severity.ERROR if self.asked else Severity.ADVICE
        message = f"{form.title} does not apply: the workshop has {word}"
        self.findings.append(Finding(DOES_NOT_APPLY, message, told.place, told.hint, severity))
        return False

    def _export_format(self, name: str, form: Format) -> None:
        faults = list(form.find_errors(self.records, self.places))
        self.findings += faults
        if has_errors(faults):
            return
        output = form.write(self.records)
        self.findings += [self._describe_loss(loss, form) for loss in output.losses]
        if output.files:
            self.files[name] = dict(output.files)

    def _describe_loss(self, loss: ExportLoss, form: Format) -> Finding:
        place = self.places.find_value(*loss.at)
        severity = Severity.WARNING
        return Finding("not-exported", f"{form.title}: {loss.message}", place, loss.hint, severity)


def _report_unread_references(records: Records, written: Iterable[str], places: ValuePositions) -> Iterator[Finding]:
    """Report chapters whose references nobody can read, once for all formats that have a place for references."""
    formats = [EXPORTERS[name].title for name in written if EXPORTERS[name].has_references]
    unread = [number for number, one in enumerate(records.workshop.chapters) if not is_text_manuscript(one)]
    if formats and unread and records.chapters:
        chapters = "1 chapter is a PDF" if len(unread) == 1 else f"{len(unread)} chapters are PDFs"
        has = "has" if len(formats) == 1 else "have"
        message = f"{chapters}, from which no references are read: {', '.join(formats)} {has} none of them"
        hint = "references are read from manuscripts in reStructuredText"
        yield Finding(
            "references-not-read", message, places.find_value("chapters", unread[0], "source"), hint, Severity.ADVICE
        )


def _warn_missing_pages(places: ValuePositions) -> Finding:
    message = "page numbers are left out, since the volume has not been built from this input"
    hint = f"run octavo build {places.file.parent.name} --product volume, then export again"
    return Finding("no-pages", message, Place(places.file), hint, Severity.ADVICE)

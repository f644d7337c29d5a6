"""Export metadata of workshops into the folders of their products."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..exporters.bibliographic_record import PageExtents
from ..exporters.format_names import ALL_FORMATS, FORMATS, METADATA_FOLDER
from ..findings.finding import UNVERIFIED, Finding, MissingKind, Severity, has_errors
from ..language.written_languages import file_in_language, name_in_language
from ..product_catalogue import PRESS_PREFIX
from ..project import library_versions
from ..project.project_folders import project_of_workshop
from .build_workshops import list_requested_languages
from .outcomes import BuildRequest, Outcome, OutcomeState, make_failed_outcome
from .output_folder import build_record
from .output_folder.build_record import BuildRecord, ProductRequest, request_key, write
from .output_folder.output_writer import OutputFile, digest_inputs, make_manifest_entry, publish_products

if TYPE_CHECKING:
    from ..exporters.exporter_registry import ExportResult


def export(
    sources: Iterable[Path],
    form: str,
    output: Path | None = None,
    strict: bool = False,
    epoch: int | None = None,
    languages: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """Export metadata of workshops in the format `form`, or in all formats that apply.

    There is one outcome for each language of a workshop: for those in `languages`, in which "" is the main one, or for
    all.

    Files are validated against the schemas of their receivers if these are installed; invalid files are not written.
    Files that are up to date are left unchanged. `epoch` (seconds since 1970) is the time of export, for formats that
    need one.
    """
    return tuple(
        _export_workshop(source, form, folder, strict, epoch, language)
        for source in sources
        for project in (project_of_workshop(source),)
        for folder in (output or project.build_folder,)
        for language in list_requested_languages(source, BuildRequest(languages=languages), project, folder)
    )


def _export_workshop(source: Path, form: str, output: Path, strict: bool, epoch: int | None, language: str) -> Outcome:
    project, name = project_of_workshop(source), f"{METADATA_FOLDER}/{form}"
    circumstances = build_record.digest_build_environment(project)
    pages = _find_page_extents(
        build_record.ProductRequest(source, "volume", project, output, circumstances, language=language)
    )
    told = json.dumps([circumstances, epoch, pages and asdict(pages), library_versions.schema_package_versions()])
    request = build_record.ProductRequest(source, name, project, output, told, language=language)
    known = build_record.find_unchanged_record(request)
    if known is not None and not has_errors(known.findings, strict):
        files = tuple(output / known.workshop / entry["file"] for entry in known.entries)
        return Outcome(source, request.name, OutcomeState.UNCHANGED, known.findings, files, entries=known.entries)
    try:
        return _export_anew(request, form, pages, strict, epoch)
    except Exception as error:
        return make_failed_outcome(source, request.name, error)


def _export_anew(
    request: build_record.ProductRequest, form: str, pages: PageExtents | None, strict: bool, epoch: int | None
) -> Outcome:
    from ..exporters.exporter_registry import export_metadata as made_of
    from ..loading.workshop_loader import load_workshop

    exported = _check_against_schemas(made_of(load_workshop(request.source, request.language), form, pages, epoch))
    # Texts in another language may stand on the pages of a draft, with a sign, but not in a catalogue.
    is_untranslated = any(one.missing is MissingKind.TRANSLATION for one in exported.findings)
    if is_untranslated or has_errors(exported.findings, strict):
        return Outcome(request.source, request.name, OutcomeState.FAULTY, exported.findings)
    gone = [
        name_in_language(f"{METADATA_FOLDER}/{name}", request.language)
        for name in FORMATS
        if form == ALL_FORMATS and name not in exported.files
    ]
    made = make_output_files(exported, request, epoch)
    files = publish_products(exported.workshop, made, request.output, gone)
    entries = tuple(one.entry for one in made)
    return Outcome(request.source, request.name, OutcomeState.BUILT, exported.findings, files, entries=entries)


def _check_against_schemas(exported: ExportResult) -> ExportResult:
    """Add the errors found by the schemas of the receivers, or say that these are not installed."""
    if not library_versions.schema_package_versions():
        return replace(exported, findings=(*exported.findings, _NOT_VALIDATED))
    from ..exporters.schema_validation import validate_files

    found = [one for files in exported.files.values() for one in validate_files(files)]
    return replace(exported, findings=(*exported.findings, *found))


_NOT_VALIDATED = Finding(
    UNVERIFIED,
    "the metadata was not validated, because the official schemas are not installed",
    hint="make setup, in the folder of Octavo, installs them; docs/installing.md says how it is done without",
    severity=Severity.ADVICE,
)


def _find_page_extents(volume: build_record.ProductRequest) -> PageExtents | None:
    """Return the pages of chapters and report, or None if the volume is not up to date."""
    bound, report = (
        build_record.find_unchanged_record(replace(volume, product=name)) for name in ("volume", "follow-up")
    )
    if bound is None:
        return None
    entry = bound.entries[0]
    chapters = {name: (first, last) for name, (first, last) in entry.get("chapters", {}).items()}
    printed = build_record.find_unchanged_record(replace(volume, product=f"{PRESS_PREFIX}volume"))
    return PageExtents(
        chapters,
        entry["pages"],
        report.entries[0]["pages"] if report else 0,
        printed.entries[0]["pages"] if printed else 0,
    )


def make_output_files(exported: ExportResult, request: ProductRequest, epoch: int | None) -> list[OutputFile]:
    """Return the files of an export. Each format is a product of its own, so it replaces only its own former files."""
    inputs = digest_inputs(exported.inputs, request.project)
    dated = {} if epoch is None else {"source_date_epoch": epoch}
    files = [
        (
            data,
            {
                **make_manifest_entry(
                    name_in_language(f"{METADATA_FOLDER}/{form}", request.language),
                    data,
                    0,
                    None,
                    inputs,
                    file_in_language(f"{METADATA_FOLDER}/{name}", request.language),
                ),
                **dated,
            },
        )
        for form, named in exported.files.items()
        for name, data in sorted(named.items())
    ]
    entries = tuple(entry for _, entry in files)
    known = write(
        BuildRecord(request_key(request), inputs, exported.workshop, entries, exported.findings), request.project
    )
    return [
        OutputFile(str(entry["product"]), data, entry, request.record_name, None if number else known)
        for number, (data, entry) in enumerate(files)
    ]

"""Load a workshop.yaml: return the `Workshop`, the place of each of its values, and all findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from ..findings.finding import Finding, Place, Severity, has_errors
from ..language.written_languages import WrittenLanguages
from ..model import Origin, Rest, Workshop
from ..model.base_model import Model
from ..processes.current_file import working_on
from .derived_values import fill_in_days, fill_in_ids, fill_in_statuses
from .model_fields import holds_author_text
from .row_words import find_row_words
from .source_map import map_word_positions
from .text_files import TextFiles, insert_text_files
from .text_languages import choose_language, read_languages, sign_untranslated
from .validation_errors import MAX_REPORTED, explain_errors
from .value_positions import Location, ValuePositions
from .yaml_reader import YamlSource, read_yaml, read_yaml_bytes


@dataclass(frozen=True)
class LoadedWorkshop:
    """A workshop file as loaded; `workshop` is None if the findings contain an error."""

    workshop: Workshop | None
    places: ValuePositions
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()
    """Files of texts that it names."""
    languages: WrittenLanguages = field(default_factory=WrittenLanguages)
    """The languages of the file, one of which is that of the workshop."""


def load_workshop(path: Path, language: str = "") -> LoadedWorkshop:
    """Read and validate a workshop file in one of its languages; each `Rest` value gets its origin.

    Without a language, it is the main one.
    """
    with working_on(path):
        return _load_source(path, read_yaml(path), language=language)


FillTexts = Callable[[YamlSource], tuple[YamlSource, tuple[Finding, ...]]]
"""Fills what the texts of a workshop leave open, when those in files have been read."""


def load_workshop_source(source: YamlSource, fill: FillTexts, language: str = "") -> LoadedWorkshop:
    """Validate a workshop file that was read, with values that differ from what is written in it."""
    with working_on(source.places.file):
        return _load_source(source.places.file, source, fill, language)


def load_workshop_text(path: Path, text: str, language: str = "") -> LoadedWorkshop:
    """Validate a text as `load_workshop` does the file at `path`, which is not opened."""
    return _load_source(path, read_yaml_bytes(path, text.encode("utf-8", "surrogatepass")), language=language)


def _load_source(path: Path, written: YamlSource, fill: FillTexts | None = None, language: str = "") -> LoadedWorkshop:
    source, texts, found = _choose_texts(written, fill, language)
    languages = read_languages(written.data)
    workshop = None
    if isinstance(source.data, dict):
        main = _load_main_language(written, fill) if language not in ("", languages.main) else None
        workshop, faults = _validate_workshop(source, texts, main)
        found += faults
    elif source.data is not None:
        hint = "begin with schema_version: 1, id: and event:, or start from the file that `octavo new NAME` writes"
        given = "a list" if isinstance(source.data, list) else "a text"
        message = f"the file contains {given}, not keys and values"
        found.append(Finding("not-a-workshop", message, source.places.find_value(), hint))
    found += _warn_cut_short(source)
    found.sort(key=lambda finding: finding.place or Place(path))
    if has_errors(found):
        workshop = None
    if len(found) > MAX_REPORTED:
        message = f"more than {MAX_REPORTED} errors; the rest is not shown"
        found = [*found[:MAX_REPORTED], Finding("too-many-faults", message, Place(path), "correct these and try again")]
    return LoadedWorkshop(workshop, source.places, tuple(found), tuple(texts.files), languages)


def _choose_texts(
    source: YamlSource, fill: FillTexts | None, language: str
) -> tuple[YamlSource, TextFiles, list[Finding]]:
    """Return a file with its texts in one language, also those that stand in other files, and findings on them."""
    chosen = choose_language(source, language)
    source, texts = insert_text_files(chosen.source)
    source, filled = fill(source) if fill else (source, find_row_words(source))
    if chosen.untranslated:
        source = sign_untranslated(source, chosen.untranslated)
        for at in chosen.untranslated.keys() & texts.origins.keys():
            texts.origins[at] = Origin(texts.origins[at].file, (((1, 1),),))
    return source, texts, [*source.findings, *chosen.findings, *texts.findings, *filled]


def _load_main_language(source: YamlSource, fill: FillTexts | None) -> Workshop | None:
    """Return a workshop in its main language, of which ids are made; None if it has errors."""
    data = _choose_texts(source, fill, "")[0].data
    try:
        return Workshop.model_validate(fill_in_days(data))
    except ValidationError:
        return None


def _validate_workshop(
    source: YamlSource, texts: TextFiles, main: Workshop | None
) -> tuple[Workshop | None, list[Finding]]:
    try:
        workshop = fill_in_statuses(fill_in_ids(Workshop.model_validate(fill_in_days(source.data)), main))
    except ValidationError as error:
        return None, explain_errors(error, source)
    if workshop.languages:  # it is in one of them now, as if it had no other
        workshop = workshop.model_copy(update={"languages": ()})
    for at, value in _walk_rest_values(workshop, ()):
        value.origin = texts.origins.get(at) or _find_origin(at, source)
    return workshop, []


def _find_origin(at: Location, source: YamlSource) -> Origin:
    """Return where a text stands in the workshop file; in place of one that could not be read, where it is named."""
    if at in source.scalars:
        return Origin(source.places.file, map_word_positions(source.scalars[at], source.lines))
    place = source.places.find_value(*at)
    return Origin(place.file, (((place.line, place.column),),))


def _walk_rest_values(value: object, at: Location) -> Iterator[tuple[Location, Rest]]:
    if isinstance(value, Rest):
        yield at, value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _walk_rest_values(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk_rest_values(item, (*at, number))


def _warn_cut_short(source: YamlSource) -> list[Finding]:
    """Warn if one space and # end an unquoted text: it was mostly cut by mistake; comments have two spaces."""
    return [
        Finding(
            "text-cut-short",
            "the text ends before this #: the rest of the line is a comment",
            place,
            "put the text in double quotes; or, for a comment, write two spaces before the #",
            Severity.WARNING,
        )
        for at, place in source.cut_short.items()
        if holds_author_text(at)
    ]

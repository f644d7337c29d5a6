"""Choose one language of a workshop file: each text that is written by language becomes the text of that language.

What follows knows one language alone. Where the types of the model allow texts by language is said by their marker
(`model/text_in_languages`); here is no list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_origin

from ..findings.finding import Finding, MissingKind, Place, Severity
from ..findings.fix import Fix, FixKind
from ..language.languages import LANGUAGES
from ..language.written_languages import (
    DEFAULT_LANGUAGE,
    EVERY_LANGUAGE,
    WrittenLanguages,
    arrange_languages,
    is_usable_language,
    name_language,
)
from ..model import Rest, Workshop
from ..model.text_in_languages import ByLanguage
from ..model.text_types import AssetPath
from .model_fields import language_rule, model_class_of, type_below, unwrap_type
from .row_words import replace_value
from .text_files import SOURCE_KEY, TEXT_KEY
from .top_level_keys import LANGUAGE_KEY, LANGUAGES_KEY
from .value_positions import Location, ValuePositions
from .yaml_reader import YamlSource

T = TypeVar("T")
_OPENS_PARAGRAPH: Final = re.compile(r"(?!\w{1,5}[.)]\s)\w[^\n]*(?:\n(?![^\w\s])|\Z)")
"""A text that begins with words: no list, no directive, no heading."""
_LONGEST_SHOWN: Final = 60
_LANGUAGE_KEYS: Final = frozenset((*LANGUAGES, EVERY_LANGUAGE))


def read_languages(data: object) -> WrittenLanguages:
    """Return the languages of a workshop's plain data; what is no language that Octavo knows is left out."""
    known: Mapping[str, object] = data if isinstance(data, dict) else {}
    return arrange_languages(known.get(LANGUAGE_KEY), known.get(LANGUAGES_KEY) or ())


@dataclass(frozen=True)
class ChosenTexts:
    """A workshop file with the texts of one language, and the texts that are not written in it.

    `untranslated` has the locations of texts that are signed, because those of another language stand in their places.
    """

    source: YamlSource
    findings: tuple[Finding, ...]
    untranslated: Mapping[Location, str] = field(default_factory=dict)


def choose_language(source: YamlSource, language: str = "") -> ChosenTexts:
    """Return a workshop file in one of its languages, by default the main one.

    The key `language` of what is returned is that language.
    """
    if not isinstance(source.data, dict):
        return ChosenTexts(source, ())
    written = read_languages(source.data)
    if not written.listed and language in ("", written.main) and not _names_languages(source.data):
        return ChosenTexts(source, ())
    chooser = _Chooser(source.places, written, language or written.main)
    data = chooser.choose_below(source.data, Workshop, ())
    chooser.check_lists(source.data)
    stated = data.get(LANGUAGE_KEY)
    if (written.listed or language) and (stated is None or is_usable_language(stated)):
        data[LANGUAGE_KEY] = chooser.language
    if not chooser.moved and not chooser.findings and data.get(LANGUAGE_KEY) == stated:
        return ChosenTexts(source, ())
    return ChosenTexts(chooser.move_positions(source, data), tuple(chooser.findings), chooser.untranslated)


def _names_languages(value: object) -> bool:
    """Return whether a key anywhere in plain data may be a language: most files have none, and this is seen at once."""
    if isinstance(value, dict):
        return not _LANGUAGE_KEYS.isdisjoint(value) or any(map(_names_languages, value.values()))
    return isinstance(value, list) and any(map(_names_languages, value))


def sign_untranslated(source: YamlSource, untranslated: Mapping[Location, str]) -> YamlSource:
    """Return a file whose texts at some locations are signed as texts of another language."""
    data = source.data
    for at, language in untranslated.items():
        text = find_value(data, at)
        if isinstance(text, str):
            data = replace_value(data, at, _sign_text(text, language))
    return replace(source, data=data)


def _sign_text(text: str, language: str) -> str:
    """Return a text with the sign that it is in another language than the document."""
    sign = f"[{language}]"
    return f"{sign} {text}" if _OPENS_PARAGRAPH.match(text) else f"{sign}\n\n{text}"


def find_value(data: object, at: Location) -> object:
    """Return what stands at a location of plain data; None if nothing does."""
    for step in at:
        if isinstance(data, dict):
            data = data.get(step)
        else:
            data = data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None
    return data


class _Gone:
    """Stands for a value that a language is without."""


_GONE: Final = _Gone()


@dataclass
class _Chooser:
    """Chooses the texts of one language, and notes where they came from."""

    places: ValuePositions
    written: WrittenLanguages
    language: str
    moved: dict[Location, str] = field(default_factory=dict)
    """The key that was chosen at a location."""
    untranslated: dict[Location, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rules: dict[int, tuple[object, ByLanguage | None]] = field(default_factory=dict)

    def find_rule(self, kind: object) -> ByLanguage | None:
        """Return how texts of a type differ by language, which is looked up once for each type."""
        if id(kind) not in self.rules:
            self.rules[id(kind)] = (kind, language_rule(kind))
        return self.rules[id(kind)][1]

    @property
    def is_main(self) -> bool:
        return self.language == self.written.main

    def choose_below(self, value: object, kind: object, at: Location, *, is_chosen: bool = False) -> Any:
        """Return a value with the texts of the language; `is_chosen` if it stands in one language already."""
        rule = self.find_rule(kind)
        if isinstance(value, dict):
            if rule is None:
                return self.choose_in_mapping(value, kind, at, is_chosen=is_chosen)
            if set(value) == {SOURCE_KEY} and _is_rest(kind):
                made = self.choose_source(value[SOURCE_KEY], rule, (*at, SOURCE_KEY), is_chosen=is_chosen)
                return {SOURCE_KEY: made}
            if not is_chosen and self.is_by_language(value):
                return self.choose_text(value, rule, kind, at)
            return value
        if isinstance(value, list):
            made = [
                self.choose_below(item, type_below(kind, number), (*at, number), is_chosen=is_chosen)
                for number, item in enumerate(value)
            ]
            return [item for item in made if item is not _GONE]
        if rule and not is_chosen and not self.is_main and isinstance(value, str):
            self.check_single_text(value, rule, kind, at)
        return value

    def choose_in_mapping(self, value: dict[str, object], kind: object, at: Location, *, is_chosen: bool) -> object:
        """Return a group of keys that is no text."""
        if at and self.is_misplaced(value, kind):
            return self.refuse_languages(value, kind, at)
        made = {
            key: self.choose_below(item, type_below(kind, key), (*at, key), is_chosen=is_chosen)
            for key, item in value.items()
        }
        if (*at, SOURCE_KEY) in self.untranslated:
            self.untranslated[(*at, TEXT_KEY)] = self.untranslated.pop((*at, SOURCE_KEY))
        return {key: item for key, item in made.items() if item is not _GONE}

    def choose_source(self, path: object, rule: ByLanguage, at: Location, *, is_chosen: bool) -> object:
        """Return the path of the file that a text stands in."""
        if isinstance(path, dict) and not is_chosen and self.is_by_language(path):
            made = self.choose_text(path, rule, Rest, at)
        elif not is_chosen and not self.is_main and rule.is_translated and isinstance(path, str):
            made = path
            self.report_single_text(at)
            self.untranslated[at] = self.written.main
        else:
            return path
        if at in self.untranslated:
            self.untranslated[at[:-1]] = self.untranslated.pop(at)
        return made

    def is_by_language(self, value: Mapping[str, object]) -> bool:
        """Return whether keys are meant as languages: one of them is a language, or is near one of the workshop."""
        known = {*self.written.all, *LANGUAGES, EVERY_LANGUAGE}
        names = {row.name for row in LANGUAGES.values() if row.name}
        return any(
            key in known or key.lower() in names or key.lower().replace("_", "-").partition("-")[0] in known
            for key in value
        )

    def is_misplaced(self, value: Mapping[str, object], kind: object) -> bool:
        """Return whether keys are languages where the model has no texts by language."""
        if kind is None or get_origin(unwrap_type(kind)) is dict or not self.is_by_language(value):
            return False
        part = model_class_of(kind)
        return part is None or not set(value) - {*self.written.all, *LANGUAGES, EVERY_LANGUAGE}

    def choose_text(self, value: Mapping[str, object], rule: ByLanguage, kind: object, at: Location) -> object:
        """Return the text of the language from texts by language, or another one with a sign."""
        is_plain = self.check_keys(value, at)
        self.check_lengths(value, kind, at)
        key = self.written.find_key(value, self.language)
        text = value.get(key) if key else None
        if key and not _is_blank(text):
            self.moved[at] = key
            return self.choose_below(text, kind, at, is_chosen=True)
        if rule.may_lack and key is None:
            self.moved[at] = ""
            return _GONE
        other = self.written.find_key(value, self.written.main) or next(iter(value), "")
        if is_plain:
            self.report_missing(key, other, at)
        if _is_blank(value.get(other)):
            self.moved[at] = ""
            return _GONE
        self.moved[at] = other
        made = self.choose_below(value[other], kind, at, is_chosen=True)
        return self.sign_value(made, kind, at, other)

    def sign_value(self, value: object, kind: object, at: Location, language: str) -> object:
        """Return a text, a list of texts or the path of a file, signed as one in another language."""
        if isinstance(value, list):
            return [
                self.sign_value(item, type_below(kind, number), (*at, number), language)
                for number, item in enumerate(value)
            ]
        if isinstance(value, dict) or at[-1] == SOURCE_KEY or not _is_path(kind):
            self.untranslated[at] = language  # of a file, the text in it is signed
        return value

    def check_single_text(self, text: str, rule: ByLanguage, kind: object, at: Location) -> None:
        """Report a single text where one for each language is needed, and what belongs to one edition."""
        if rule.is_translated and any(character.isalpha() for character in text):
            self.report_single_text(at)
            self.sign_value(text, kind, at, self.written.main)
        elif rule.may_lack:
            main, step = self.written.main, at[-1]
            message = f"{_describe(at)} belongs to one edition, and stands in the documents of all languages"
            hint = f"write {step}: {{{main}: {text}}}, with the one of {self.language} beside it if it has one"
            hint += f", or {step}: {{{EVERY_LANGUAGE}: {text}}} if it is for all"
            place = self.places.find_value(*at)
            self.findings.append(Finding("of-one-edition", message, place, hint, Severity.WARNING))

    def check_lengths(self, value: Mapping[str, object], kind: object, at: Location) -> None:
        """Warn, once, if lists of points differ in length between languages."""
        counts = {key: len(items) for key, items in value.items() if isinstance(items, list)}
        if self.is_main and len(set(counts.values())) > 1 and _is_rest(type_below(kind, 0)):
            counted = ", ".join(f"{number} in {name_language(key)}" for key, number in counts.items())
            message = f"{_describe(at)} does not have the same number of entries in all languages: {counted}"
            hint = "add what is missing, or remove what is too much"
            place = self.places.find_value(*at)
            self.findings.append(Finding("unequal-lists", message, place, hint, Severity.WARNING))

    def check_keys(self, value: Mapping[str, object], at: Location) -> bool:
        """Report keys that are none of the workshop's languages, and a workshop that names no languages.

        Return whether there are none of these, so that a missing text is worth a word.
        """
        if not self.written.listed:
            if not any(one.code == "no-languages" for one in self.findings):
                codes = ", ".join(key for key in value if is_usable_language(key)) or f"{DEFAULT_LANGUAGE}, fr"
                message = "this text is written by language, and the workshop does not say which languages it has"
                hint = f"add languages: [{codes}] at the left margin, the main language first; or write one text"
                self.findings.append(Finding("no-languages", message, self.places.find_value(*at), hint))
            return False
        unknown = [key for key in value if not self.written.holds_only_languages((key,))]
        self.findings += [self.explain_key(key, value, at) for key in unknown]
        return not unknown

    def explain_key(self, key: str, value: Mapping[str, object], at: Location) -> Finding:
        """Make the finding for a key that is no language of the workshop."""
        known = [*self.written.all, EVERY_LANGUAGE]
        place = self.places.find_key(*at, key)
        message = f"'{key}' is not a language of this workshop"
        plain = key.strip().lower().replace("_", "-")
        same = [one for one in known if one.lower() == plain and one not in value]
        if same:
            return Finding.with_remedy("unknown-text-language", message, place, Fix(FixKind.KEY, same[0]))
        codes = f"{', '.join(known[:-1])} or {EVERY_LANGUAGE}"
        if key in LANGUAGES:
            if is_usable_language(key):
                hint = f"add it to languages:, or remove this text; the languages are {', '.join(self.written.all)}"
            else:
                hint = f"write {codes}; Octavo has no words in {name_language(key)}"
            return Finding("unknown-text-language", message, place, hint)
        near = [row.code for row in LANGUAGES.values() if row.name == plain and row.code in known]
        near = near or get_close_matches(plain, [one for one in known if one not in value], 1, 0.5)
        if near and near[0] not in value:
            words = f"did you mean {near[0]}? write {codes}"
            return Finding.with_remedy(
                "unknown-text-language", message, place, Fix(FixKind.KEY, near[0], False, words=words)
            )
        return Finding("unknown-text-language", message, place, f"write {codes}")

    def refuse_languages(self, value: Mapping[str, object], kind: object, at: Location) -> object:
        """Report what is written by language and is no text; return it in one language."""
        key = self.written.find_key(value, self.language) or next(iter(value))
        one = value[key]
        if model_class_of(kind) is None:
            message = f"{_describe(at)} is the same in all languages"
            hint = f"write it once: {one}" if isinstance(one, str) and len(one) <= _LONGEST_SHOWN else "write it once"
        else:
            message = f"{_describe(at)} is no text, which could be written by language"
            hint = f"write it once, and each text in it by language, as in title: {{{self.written.main}: …, fr: …}}"
        self.findings.append(Finding("not-by-language", message, self.places.find_value(*at), hint))
        self.moved[at] = key
        return one

    def report_missing(self, key: str | None, other: str, at: Location) -> None:
        """Report a text that is not written in the language."""
        name = name_language(self.language)
        message = f"{_describe(at)} has no text in {name}"
        if key is None:
            place = self.places.find_value(*at)
            beside = f" beside {other}:" if other else ""
            hint = f"add {self.language}:{beside}, with the text in {name}"
        else:
            place = self.places.find_key(*at, key)
            hint = f"write the text in {name} after {key}:"
        self.findings.append(_missing(message, place, hint))

    def report_single_text(self, at: Location) -> None:
        """Report a single text in a workshop of several languages, which is in the main one alone."""
        name, main = name_language(self.language), self.written.main
        message = f"{_describe(at)} is written in {name_language(main)} alone, and has no text in {name}"
        where = "after the hyphen" if isinstance(at[-1], int) else f"on the lines below {at[-1]}:"
        hint = f"{where}, write {main}: with this text, and below it {self.language}: with the text in {name}"
        hint += f"; or {EVERY_LANGUAGE}: with it, if it is for all languages"
        self.findings.append(_missing(message, self.places.find_value(*at), hint))

    def check_lists(self, data: Mapping[str, object]) -> None:
        """Report a main language that is not listed."""
        main, listed = data.get(LANGUAGE_KEY), self.written.listed
        if isinstance(main, str) and is_usable_language(main) and listed and main not in listed:
            message = f"language: {main} is none of languages: {', '.join(listed)}"
            hint = f"add {main} to languages:, or write one of them as language:"
            place = self.places.find_value(LANGUAGE_KEY)
            self.findings.append(Finding("language-not-listed", message, place, hint))
        entries = data.get(LANGUAGES_KEY)
        tags: list[object] = entries if isinstance(entries, list) else []
        for number, tag in enumerate(tags):
            if tag in tags[:number]:
                message, place = f"'{tag}' is listed twice", self.places.find_value(LANGUAGES_KEY, number)
                self.findings.append(Finding("listed-twice", message, place, "remove one of the two"))

    def move_positions(self, source: YamlSource, data: object) -> YamlSource:
        """Return a file with new data, where the positions of chosen texts are those of the data."""
        places = replace(
            source.places,
            values=dict(self.move(source.places.values)),
            keys={**dict(self.move(source.places.keys)), **self.list_kept_keys(source.places.keys)},
        )
        signed = self.untranslated
        scalars = {at: one for at, one in self.move(source.scalars) if at not in signed}
        return replace(
            source,
            data=data,
            places=places,
            scalars=scalars,
            cut_short=dict(self.move(source.cut_short)),
            unread=frozenset(at for at, _ in self.move(dict.fromkeys(source.unread))),
        )

    def list_kept_keys(self, keys: Mapping[Location, Place]) -> dict[Location, Place]:
        """Return the places of the keys of chosen texts, which are not those of their languages."""
        return {at: keys[at] for at in self.moved if at in keys}

    def move(self, known: Mapping[Location, T]) -> Iterator[tuple[Location, T]]:
        """Yield what is known of locations, for those that are left, in their new places."""
        for at, one in known.items():
            length = next((end for end in range(1, len(at) + 1) if at[:end] in self.moved), 0)
            if not length:
                yield at, one
            elif len(at) > length and at[length] == self.moved[at[:length]]:
                yield (*at[:length], *at[length + 1 :]), one


def _missing(message: str, place: Place, hint: str) -> Finding:
    return Finding("missing-translation", message, place, hint, Severity.ERROR, missing=MissingKind.TRANSLATION)


def _is_rest(kind: object) -> bool:
    part = unwrap_type(kind)
    return isinstance(part, type) and issubclass(part, Rest)


def _is_path(kind: object) -> bool:
    part = unwrap_type(kind)
    return isinstance(part, type) and issubclass(part, AssetPath)


def _is_blank(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _describe(at: Location) -> str:
    """Return a key in quotes, or the number of an entry in its list."""
    last = at[-1]
    return f"entry {last + 1} of '{at[-2]}'" if isinstance(last, int) else f"'{last}'"

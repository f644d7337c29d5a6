"""Collect the people of an import: one entry for each, with what all lists say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..findings.finding import Finding, Place, Severity
from ..language.name_reader import ReadName, read_names, read_parts
from ..language.personal_names import is_east_asian, is_group_name, join_name, move_particles
from ..language.slugs import derive_person_id
from .institutions import split_country
from .workshop_writer import YamlMapping, fold_name

_MAX_NAMED = 5
_LONGEST_NAME = 200
_LONGEST_AFFILIATION = 500


class _LeftOut(NamedTuple):
    """Something beside a name that was not carried over as it was, and its place."""

    words: str
    place: Place


class PersonRegister:
    """People by name: one entry per person, even if several lists name them."""

    def __init__(self) -> None:
        self.entries: dict[str, YamlMapping] = {}
        self._elsewhere: dict[str, _LeftOut] = {}
        """A second affiliation by person id: there may be two people with the same name."""
        self._ids: dict[tuple[str, str], str] = {}
        self._degrees: list[_LeftOut] = []
        self._capitals: list[_LeftOut] = []

    def add_names(self, names: str, file: Path, line: int = 1, **more: Any) -> list[str]:
        """Add the people whose names stand on a line of a file; return their ids, each once.

        What is known of one person (`more`) is not given to several, but for the one institution of them all.
        """
        people = read_names(names)
        shared = {"institutions": more["institutions"]} if len(more.get("institutions", ())) == 1 else {}
        known = more if len(people) == 1 else shared
        return list(dict.fromkeys(self._add_read_name(name, Place(file, line), known) for name in people))

    def add_parts(self, given: str, family: str, suffix: str, file: Path, line: int = 1, **more: object) -> str:
        """Add a person whose given names and family name are known apart; return the id."""
        return self._add_read_name(read_parts(given, family, suffix), Place(file, line), more)

    def _add_read_name(self, name: ReadName, place: Place, more: YamlMapping) -> str:
        whole = join_name(name.given, name.family, is_east_asian(name.family))
        if name.degrees:
            self._degrees.append(_LeftOut(f"{whole}, {', '.join(name.degrees)}", place))
        if name.was_capitals:
            self._capitals.append(_LeftOut(whole, place))
        named_alike = fold_name(whole) in map(fold_name, more.get("institutions", ()))
        if named_alike:
            name = ReadName(family=whole)
        group = {"group": True} if name.is_group or named_alike else {}
        titles = {"suffix": name.suffix, "title": name.title}
        known = {key: value for key, value in {**titles, **group}.items() if value}
        return self.add_person(name.given, name.family, place, **{**more, **known})

    def add_person(self, given: str, family: str, place: Place, institutions: Iterable[str] = (), **more: Any) -> str:
        """Add a person who is named at a place, or new details of a known one; return the id.

        Each of the institutions may have its country at its end, as in "Harbour University, Norway".
        """
        given, family = given[:_LONGEST_NAME], family[:_LONGEST_NAME]
        if is_group_name(f"{given} {family}"):
            given, family, more = "", f"{given} {family}".strip(), {**more, "group": True}
        given, family = move_particles(given, family)
        key = (fold_name(given), fold_name(family))
        if key not in self._ids:
            identity = derive_person_id(given, family, str(more.get("suffix") or ""), self.entries)
            self._ids[key] = identity
            entry = {"id": identity, "given": given, "family": family or given}
            if not family or not given:
                del entry["given"]
            self.entries[identity] = entry
        entry = self.entries[self._ids[key]]
        for name, value in more.items():
            if value and name not in entry:
                entry[name] = value
        self._add_institutions(entry, [one for one in institutions if one], place)
        return self._ids[key]

    def _add_institutions(self, entry: YamlMapping, institutions: list[str], place: Place) -> None:
        """Add the affiliation of a person; several become posts, each with its own country."""
        posts = [
            dict(zip(("affiliation", "country"), split_country(one[:_LONGEST_AFFILIATION]), strict=True))
            for one in institutions
        ]
        if not posts:
            return
        known = [post["affiliation"] for post in entry.get("posts", [entry])] if _has_affiliation(entry) else []
        if not known:
            entry.update({"posts": posts} if len(posts) > 1 else posts[0])
        elif known == [posts[0]["affiliation"]] and len(posts) == 1:
            entry["country"] = entry.get("country") or posts[0]["country"]
        elif {fold_name(one) for one in known} != {fold_name(post["affiliation"]) for post in posts}:
            other = "; ".join(post["affiliation"] for post in posts)
            self._elsewhere.setdefault(entry["id"], _LeftOut(other, place))

    def name_of(self, identity: str) -> str:
        """Return the name of a person by id, in its own order."""
        entry = self.entries[identity]
        return join_name(entry.get("given", ""), entry["family"], is_east_asian(entry["family"]))

    def report_names(self) -> Iterator[Finding]:
        """Yield findings on what the lists say of people that is not carried over, or not as it was."""
        yield from self._report_affiliations()
        yield from _report_names(
            self._degrees, "degrees", "degrees after names were left out: names are printed without them"
        )
        yield from _report_names(
            self._capitals, "name-in-capitals", "names in capitals are written with small letters: please check them"
        )

    def _report_affiliations(self) -> Iterator[Finding]:
        for identity, other in self._elsewhere.items():
            entry = self.entries[identity]
            name = self.name_of(identity)
            here = "; ".join(str(post["affiliation"]) for post in entry.get("posts", [entry]))
            words = f"{name} has two affiliations, “{here}” and “{other.words}”; the first is printed everywhere"
            hint = "if these are two people, add an entry with its own id for each under people:"
            yield Finding("affiliation-differs", words, other.place, hint, Severity.ADVICE)


def _has_affiliation(entry: YamlMapping) -> bool:
    return bool(entry.get("affiliation") or entry.get("posts"))


def _report_names(found: list[_LeftOut], code: str, what: str) -> Iterator[Finding]:
    """Yield one finding for all names of a kind, at the place of the first."""
    names = list(dict.fromkeys(one.words for one in found))
    if names:
        more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
        message = f"{what} ({'; '.join(names[:_MAX_NAMED])}{more})"
        yield Finding(code, message, found[0].place, "", Severity.ADVICE)

"""Read the people in an aclpub2 folder: committees, editors and directors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ..findings.finding import Finding, FindingsError, Place
from .aclpub2_values import as_list, parse_orcid
from .aclpub2_yaml import AclFolder
from .latex_to_rst import latex_to_text
from .person_register import PersonRegister
from .workshop_writer import YamlMapping, fold_name, valid_email
from .yaml_entries import YamlEntry

_NAMES = ("first_name", "middle_name", "last_name")
_PERSON_KEYS = (
    *_NAMES,
    "name",
    "name_suffix",
    "institution",
    "institutions",
    "affiliation",
    "email",
    "emails",
    "orcid",
)
_OFFICES = re.compile(
    r"\b((?:vice[- ])?president(?: emeritus)?|secretary|treasurer|chair|co-chair|general chair)\b\s*:?", re.IGNORECASE
)
_PROFILE_ID = re.compile(r"~(\S*?)\d*")
_NO_INSTITUTION = ("na", "n/a", "none")
"""What exports write where a profile has no institution."""
CommitteeMember = tuple[str, str, YamlEntry]
"""A member of a committee: the name of the file, the role of the group, and the entry."""


class AclPeople:
    """The people of an import, each with one entry."""

    def __init__(self, files: AclFolder) -> None:
        self.files = files
        self.register = PersonRegister()
        self.listed: set[tuple[str, str]] = set()
        """Family and given names in the committees, which separate them reliably."""

    def add_people(self, entry: YamlEntry, file: Path) -> list[str]:
        """Add the people of an entry, who are several if its name names several; return their ids."""
        entry = self._read_misspelt_keys(entry, file)
        first, middle, last = (_read_name(entry, key) for key in _NAMES)
        given = " ".join(filter(None, (first, middle)))
        names = "" if last else _read_name(entry, "name") or given or self._read_profile_id(entry, file)
        if not names and not last:
            self._report_no_name(entry, file)
            return []
        if last and fold_name(_read_name(dict(entry), "name")) in ("", fold_name(f"{given} {last}")):
            # OpenReview exports the whole name too.
            entry.mark_read("name")
        more: YamlMapping = {
            "institutions": [latex_to_text(one) for one in _list_institutions(entry)],
            "email": next(filter(None, map(_read_email, as_list(entry.get("email") or entry.get("emails")))), ""),
            "orcid": parse_orcid(entry.get("orcid")),
        }
        suffix = latex_to_text(entry.get("name_suffix"))
        if last:
            given, last = self._strip_office(given, last, file, entry.line)
            return [self.register.add_parts(given, last, suffix, file, entry.line, **more)]
        names = " ".join(filter(None, self._strip_office(names, "", file, entry.line)))
        return self.register.add_names(names, file, entry.line, **more, **({"suffix": suffix} if suffix else {}))

    def add_person(self, entry: YamlEntry, file: Path) -> str | None:
        """Add the first person of an entry; return the id, or None if the entry has no name."""
        return next(iter(self.add_people(entry, file)), None)

    def _read_misspelt_keys(self, entry: YamlEntry, file: Path) -> YamlEntry:
        """Return an entry in which keys that are nearly those of a person have the right names."""
        for key in list(entry):
            near = get_close_matches(key, _PERSON_KEYS, 1, 0.8)
            if key not in (*_PERSON_KEYS, "role") and near and not entry.get(near[0]):
                self.files.note_misspelt_key(key, near[0], file, entry.find_line(key))
                entry = entry.replace(**{near[0]: entry[key]})
        return entry

    def _read_profile_id(self, entry: YamlEntry, file: Path) -> str:
        """Return the name in the id of a profile of OpenReview, such as ~Ann_Oneman1, which exports put for a name."""
        ids = (_PROFILE_ID.fullmatch(str(entry.get(key) or "")) for key in (*_NAMES, "name"))
        found = next(filter(None, ids), None)
        if found is None:
            return ""
        name = found[1].replace("_", " ").strip()
        words = f"the name “{name}” was read from the id {found[0]} of a profile"
        self.files.result.report("name-from-id", words, file, entry.line, "write first_name: and last_name:")
        return name

    def _report_no_name(self, entry: YamlEntry, file: Path) -> None:
        entry.leave_out()
        if any("@" in str(entry.get(key) or "") for key in (*_NAMES, "name")):
            words = "a person known only by e-mail address was left out: an address is never printed as a name"
            self.files.result.report("no-name", words, file, entry.line, "write first_name: and last_name:")
        else:
            self.files.result.report("no-name", "a person without a name was left out", file, entry.line)

    def _strip_office(self, given: str, family: str, file: Path, line: int) -> tuple[str, str]:
        """Remove an office from a name, as in 'President:' Gabriel Skantze."""
        whole = f"{given} {family}".strip()
        if ":" not in whole:
            return given, family
        words = f"“{whole}” contains an office and a name; the office was removed from the name"
        # The office may be spread over the parts of the name: Vice Nakano, with «President: Mikio» in the middle.
        rest_of = _OFFICES.sub("", given).replace(":", "")
        rest_of = re.sub(r"\b(?:vice|emeritus|president|secretary|treasurer)\b", "", rest_of, flags=re.IGNORECASE)
        self.files.result.report("office-in-name", words, file, line, "write the office as the role")
        return " ".join(rest_of.split()), family.replace(":", "").strip()

    def collect_committee_names(self, members: list[CommitteeMember]) -> None:
        """Collect the names in the committees first: their lists separate family and given names."""
        for _, _, entry in members:
            first, middle, last = (latex_to_text(entry.get(key)) for key in _NAMES)
            if ":" not in first + middle + last:
                self.listed.add((fold_name(last), fold_name(first)))

    def list_members(self) -> Iterator[CommitteeMember]:
        """Yield the members of all committees."""
        for name in ("organizing_committee", "program_committee"):
            for group in self.files.load_mappings(name):
                for office, entry in self._list_group(name, group, ""):
                    yield name, office[:500], entry

    def _list_group(self, name: str, group: YamlEntry, above: str) -> Iterator[tuple[str, YamlEntry]]:
        """Yield the members of a group, each with the group's role. Groups may contain areas with members."""
        role = latex_to_text(group.get("role") or group.get("title") or group.get("area"))
        office = ": ".join(filter(None, (above, role)))
        listed = [*as_list(group.get("members")), *as_list(group.get("entries"))]
        # A list may contain people instead of groups.
        if not listed and any(group.get(key) for key in ("name", "last_name")):
            yield office, group
        elif not listed:
            words = f"the committee group “{office}” has no members and was left out"
            self.files.result.report("no-members", words, self.files.yaml_path(name), group.line)
        for one in listed:
            entry = one if isinstance(one, YamlEntry) else YamlEntry({"name": str(one or "")}, group.line)
            if "members" in entry or "entries" in entry:
                yield from self._list_group(name, entry, office)
            else:
                yield office, entry

    def build_committee(self, members: list[CommitteeMember]) -> list[YamlMapping]:
        """Return the committee: each member with a role."""
        made: list[YamlMapping] = []
        for name, office, entry in members:
            for person in self.add_people(entry, self.files.yaml_path(name)):
                member = {"person": person, "role": office}
                if member not in made:
                    made.append(member)
        return made

    def add_editors(self, details: YamlEntry) -> list[str]:
        """Add the editors of the volume; return their ids."""
        made: list[str] = []
        file = self.files.yaml_path("conference_details")
        for one in as_list(details.get("editors")):
            line = details.find_line("editors")
            entry = one if isinstance(one, YamlEntry) else YamlEntry({"name": str(one)}, line)
            first, last = latex_to_text(entry.get("first_name")), latex_to_text(entry.get("last_name"))
            here = (fold_name(last), fold_name(first))
            if here not in self.listed and here[::-1] in self.listed:
                words = f"given and family name are swapped: {first} {last} is {last} {first} in the committee"
                hint = f"write first_name: {last} and last_name: {first}"
                self.files.result.report("name-swapped", words, file, entry.line, hint)
                entry = entry.replace(first_name=last, last_name=first)
            made += self.add_people(entry, file)
        return list(dict.fromkeys(made))

    def choose_directors(self, editors: list[str], committee: list[YamlMapping]) -> list[YamlMapping]:
        """Return the directors: general and programme chairs, else editors, else the first person."""
        chairs = [
            entry["person"]
            for entry in committee
            if re.search(r"general|program(?:me)?\s+(?:co-)?chair", str(entry["role"]), re.IGNORECASE)
        ]
        if chairs:
            return [{"person": person, "role": "chair"} for person in dict.fromkeys(chairs)]
        people = editors or [entry["person"] for entry in committee][:1] or list(self.register.entries)[:1]
        if not people:
            message = "no editors, committee members or authors are named"
            raise FindingsError(
                [Finding("nobody", message, Place(self.files.root), "add editors: to conference_details.yml")]
            )
        if not editors:
            self.files.result.report(
                "no-editors",
                "no editors are named; the first person in the lists becomes the director",
                self.files.root,
            )
        return [{"person": person, "role": "editor"} for person in people]


def _read_name(entry: YamlMapping, key: str) -> str:
    """Return a name or a part of one; "" if it is an address or the id of a profile, which never stand for a name."""
    words = latex_to_text(entry.get(key))
    return "" if "@" in words or str(entry.get(key)).startswith("~") else words


def _read_email(words: object) -> str:
    return valid_email(str(words).replace("\\_", "_").strip())


def _list_institutions(entry: YamlEntry) -> list[str]:
    """Return the institutions of a person; today's exports list several."""
    found = as_list(entry.get("institutions") or entry.get("institution") or entry.get("affiliation"))
    names = (one.get("name") or one.get("institution") if isinstance(one, YamlEntry) else one for one in found)
    return [str(name) for name in names if name and str(name).strip().casefold() not in _NO_INSTITUTION]

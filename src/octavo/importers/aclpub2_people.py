"""Read the people in an aclpub2 folder: committees, editors and directors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..findings.finding import Finding, FindingsError, Place
from ..language.personal_names import split_name
from .aclpub2_values import as_list, parse_orcid, split_country
from .aclpub2_yaml import LINE_KEY, AclFolder
from .latex_to_rst import latex_to_text
from .workshop_writer import PersonRegister, YamlMapping, fold_name, valid_email

_PERSON_KEYS = (
    "first_name", "middle_name", "last_name", "name", "institution", "affiliation", "email", "username", "openreview",
    "orcid", "google_scholar_id", "semantic_scholar_id", "dblp_id", "homepage", "institutions", "name_suffix",
    "preferred_name", "emails",
)  # fmt: skip  # fmt: skip
_NAMES = ("first_name", "middle_name", "last_name")
_OFFICES = re.compile(
    r"\b((?:vice[- ])?president(?: emeritus)?|secretary|treasurer|chair|co-chair|general chair)\b\s*:?", re.IGNORECASE
)
CommitteeMember = tuple[str, str, Any]
"""A member of a committee: the name of the file, the role of the group, and the entry."""


class AclPeople:
    """The people of an import, each with one entry."""

    def __init__(self, files: AclFolder) -> None:
        self.files = files
        self.register = PersonRegister()
        self.listed: set[tuple[str, str]] = set()
        """Family and given names in the committees, which separate them reliably."""

    def add_person(self, entry: YamlMapping, file: Path, **more: Any) -> str | None:
        """Add a person; return the id, or None if the entry has no name."""
        for key in entry:
            if key not in (*_PERSON_KEYS, LINE_KEY, "role", "title", "tier"):
                near = get_close_matches(str(key), _PERSON_KEYS, 1)
                words = f"unknown key '{key}' of a person" + (
                    f"; it was read as '{near[0]}'" if near else "; it was left out"
                )
                self.files.result.report(
                    "unknown-key", words, file, entry.get(LINE_KEY, 1), f"write {near[0]}" if near else ""
                )
                if near:
                    entry = {**entry, near[0]: entry.get(near[0]) or entry[key]}
        line = int(entry.get(LINE_KEY, 1))
        given = [latex_to_text(entry.get("first_name")), latex_to_text(entry.get("middle_name"))]
        family = latex_to_text(entry.get("last_name"))
        if not family and entry.get("name"):
            first, family, suffix = split_name(latex_to_text(entry["name"]))
            given, entry = [first], {**entry, "name_suffix": entry.get("name_suffix") or suffix}
        given = [part for part in given if "@" not in part]
        family = "" if "@" in family else family
        if not family and any("@" in str(entry.get(key) or "") for key in (*_NAMES, "name")):
            words = "a person known only by e-mail address was left out: an address is never printed as a name"
            self.files.result.report("no-name", words, file, line, "write first_name: and last_name:")
            return None
        if not family and not any(given):
            self.files.result.report("no-name", "a person without a name was left out", file, line)
            return None
        given, family = self._strip_office(given, family, file, line)
        institution = latex_to_text(entry.get("institution") or entry.get("affiliation"))
        affiliation, country = split_country(institution)
        whole = " ".join(filter(None, given))
        return self.register.add_person(
            whole,
            family,
            affiliation=affiliation[:500],
            country=country,
            email=valid_email(str(entry.get("email") or entry.get("emails") or "").strip()),
            orcid=parse_orcid(entry.get("orcid")),
            suffix=latex_to_text(entry.get("name_suffix")),
            **more,
        )

    def _strip_office(self, given: list[str], family: str, file: Path, line: int) -> tuple[list[str], str]:
        """Remove an office from a name, as in 'President:' Gabriel Skantze."""
        whole = " ".join(filter(None, [*given, family]))
        if ":" not in whole:
            return given, family
        words = f"“{whole}” contains an office and a name; the office was removed from the name"
        # The office may be spread over the parts of the name: Vice Nakano, with «President: Mikio» in the middle.
        rest_of = _OFFICES.sub("", " ".join(filter(None, given))).replace(":", "")
        rest_of = re.sub(r"\b(?:vice|emeritus|president|secretary|treasurer)\b", "", rest_of, flags=re.IGNORECASE)
        self.files.result.report("office-in-name", words, file, line, "write the office as the role")
        return [" ".join(rest_of.split())], family.replace(":", "").strip()

    def collect_committee_names(self, members: list[CommitteeMember]) -> None:
        """Collect the names in the committees first: their lists separate family and given names."""
        for _, _, entry in members:
            if isinstance(entry, dict):
                first, middle, last = (latex_to_text(entry.get(key)) for key in _NAMES)
                if ":" not in first + middle + last:
                    self.listed.add((fold_name(last), fold_name(first)))

    def list_members(self) -> Iterator[CommitteeMember]:
        """Yield the members of all committees."""
        for name in ("organizing_committee", "program_committee"):
            for group in self.files.load_mappings(name):
                office = latex_to_text(group.get("role") or group.get("title"))
                listed = as_list(group.get("members") or group.get("entries"))
                # A list may contain people instead of groups.
                alone = [group] if any(group.get(key) for key in ("name", "last_name")) else []
                if not listed and not alone:
                    words = f"the committee group “{office}” has no members and was left out"
                    self.files.result.report(
                        "no-members", words, self.files.yaml_path(name), int(group.get(LINE_KEY, 1))
                    )
                yield from ((name, office[:500], entry) for entry in listed or alone)

    def build_committee(self, members: list[CommitteeMember]) -> list[YamlMapping]:
        """Return the committee: each member with a role."""
        made: list[YamlMapping] = []
        for name, office, entry in members:
            known = entry if isinstance(entry, dict) else {"name": "" if entry is None else str(entry)}
            person = self.add_person(known, self.files.yaml_path(name))
            member = {"person": person, "role": office}
            if person and member not in made:
                made.append(member)
        return made

    def add_editors(self, details: YamlMapping) -> list[str]:
        """Add the editors of the volume; return their ids."""
        made = []
        file = self.files.yaml_path("conference_details")
        for one in as_list(details.get("editors")):
            entry = one if isinstance(one, dict) else {"name": str(one), LINE_KEY: details.get(LINE_KEY, 1)}
            first, last = latex_to_text(entry.get("first_name")), latex_to_text(entry.get("last_name"))
            here = (fold_name(last), fold_name(first))
            if here not in self.listed and here[::-1] in self.listed:
                words = f"given and family name are swapped: {first} {last} is {last} {first} in the committee"
                line = int(entry.get(LINE_KEY, 1))
                self.files.result.report(
                    "name-swapped", words, file, line, f"write first_name: {last} and last_name: {first}"
                )
                entry = {**entry, "first_name": last, "last_name": first}
            person = self.add_person(entry, file)
            if person and person not in made:
                made.append(person)
        return made

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

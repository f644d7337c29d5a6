"""Read the authors of a SciPy paper from its fields; fields without a place in a workshop are reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .aclpub2_values import parse_orcid
from .person_register import PersonRegister
from .scipy_papers import ScipyPaper
from .workshop_writer import ImportResult, valid_email

_DASH = re.compile(r"(?<=\w)--(?=\w)")
_OF_AUTHORS = ("email", "institution", "orcid", "corresponding", "equal-contributor")
"""Fields that belong to the author above them."""
_ELSEWHERE = ("bibliography", "keywords")


@dataclass
class ScipyAuthors:
    """Ids of the authors of a paper."""

    ids: list[str] = field(default_factory=list)
    corresponding: str | None = None
    equal_contribution: list[str] = field(default_factory=list)


@dataclass
class _WrittenAuthor:
    """An ``:author:`` field, with the fields below it by name: each a text and its line."""

    names: str
    line: int
    fields: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def find_texts(self, name: str) -> list[str]:
        return [text for text, _ in self.fields.get(name, ()) if text]


def add_authors(paper: ScipyPaper, result: ImportResult, people: PersonRegister) -> ScipyAuthors:
    """Add the authors of a paper to the register; return their ids."""
    written = list(_group_fields(paper, result))
    if not written:
        result.report("no-authors", "this paper has no authors", paper.file, 1, "add :author: at its head")
    made = ScipyAuthors()
    for author in written:
        added = _add_author(author, paper, result, people)
        made.ids += [person for person in added if person not in made.ids]
        if "equal-contributor" in author.fields:
            made.equal_contribution += [person for person in added if person not in made.equal_contribution]
        if "corresponding" in author.fields and added:
            _add_corresponding(added, author, made, paper, result, people)
    if len(made.equal_contribution) == 1:
        made.equal_contribution = []
        line = next(found for author in written for _, found in author.fields.get("equal-contributor", ()))
        words = "one author alone is said to have contributed equally; that was left out"
        result.report("not-carried-over", words, paper.file, line, advice=True)
    return made


def _group_fields(paper: ScipyPaper, result: ImportResult) -> Iterator[_WrittenAuthor]:
    """Yield the authors with their fields; report the fields that a workshop has no place for."""
    author: _WrittenAuthor | None = None
    for name, value, line in paper.fields:
        if name in ("author", "authors"):
            if author:
                yield author
            author = _WrittenAuthor(value, line)
        elif name in _OF_AUTHORS and author:
            author.fields.setdefault(name, []).append((value, line))
        elif name in _OF_AUTHORS:
            words = f"the field :{name}: was left out: it stands before the first :author:"
            result.report("not-carried-over", words, paper.file, line, "move it below its author")
        elif name not in _ELSEWHERE:
            words = f"the field :{name}: was left out: a workshop has no place for it" + (
                f" ({value})" if value else ""
            )
            result.report("not-carried-over", words, paper.file, line, advice=True)
    if author:
        yield author


def _add_author(author: _WrittenAuthor, paper: ScipyPaper, result: ImportResult, people: PersonRegister) -> list[str]:
    """Add the people of an author field, who may be several."""
    if "@" in author.names:
        words = "a person known only by e-mail address was left out: an address is never printed as a name"
        result.report("no-name", words, paper.file, author.line, "write the name after :author:")
        return []
    emails, orcids = author.find_texts("email"), author.find_texts("orcid")
    # Two hyphens are a dash to LaTeX, which sets the conference's papers.
    institutions = [_DASH.sub("–", one) for one in author.find_texts("institution")]
    more = {
        "institutions": institutions,
        "email": valid_email(emails[0] if emails else ""),
        "orcid": parse_orcid(orcids[0] if orcids else ""),
    }
    added = people.add_names(author.names, paper.file, author.line, **more)
    if not added:
        result.report("no-name", "an author without a name was left out", paper.file, author.line)
    elif len(added) > 1 and any(more.values()):
        names = ", ".join(map(people.name_of, added))
        institution = "each has its one institution" if len(institutions) == 1 else "its institutions were left out"
        words = f"{len(added)} authors are on one line ({names}): {institution}, and its address was left out"
        hint = "give each author a line of its own, with its :email: and :institution:"
        result.report("several-authors", words, paper.file, author.line, hint)
    return added


def _add_corresponding(
    added: list[str],
    author: _WrittenAuthor,
    made: ScipyAuthors,
    paper: ScipyPaper,
    result: ImportResult,
    people: PersonRegister,
) -> None:
    """Choose the corresponding author; a chapter has one, and others are reported."""
    for person in added:
        if made.corresponding is None:
            made.corresponding = person
        elif person != made.corresponding:
            line = author.fields["corresponding"][0][1]
            first, name = people.name_of(made.corresponding), people.name_of(person)
            words = f"{name} was not imported as a corresponding author: a chapter has one, and {first} comes first"
            result.report("not-carried-over", words, paper.file, line, advice=True)

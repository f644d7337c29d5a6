"""Data types of chapters: the job of typesetting one, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..findings.finding import Finding
from ..typesetting.cache_key import FileNamer, compute_cache_key
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetPart
from .numbering import LabelTarget


@dataclass(frozen=True)
class ChapterJob:
    """Everything that a chapter is made from, except the figures that it names.

    `others` are the labels of the other chapters; None until they are known. `terms` are searched for in the pages for
    the subject index. `without` maps the figures that stop the chapter or its book, by their paths from `root`, to the
    fault; the figure's name is printed in its place. `protected` is the pattern of names that the tables of charts may
    not have; "" if there are none. `own_citation_style` is the project's own file of that name, with
    its source.
    """

    name: str
    root: Path
    path: Path
    data: bytes
    bibliography: tuple[tuple[Path, bytes], ...]
    facts: Mapping[str, Any]
    language: str
    title: str
    templates: tuple[Path, ...]
    sheets: StyleSheets
    house: str
    citation_style: str
    own_citation_style: tuple[Path, bytes] | None = None
    terms: tuple[str, ...] = ()
    others: Mapping[str, LabelTarget] | None = None
    without: Mapping[str, Finding] = field(default_factory=dict)
    protected: str = ""

    def cache_key(self, environment: str, name: FileNamer) -> str:
        """Return the key under which the result is cached; `name` names files within their project."""
        return compute_cache_key(self, environment, name=name)


@dataclass(frozen=True)
class TypesetChapter:
    """A typeset chapter; its part has no pages if `unknown` labels must first be found in other chapters."""

    part: TypesetPart
    title: str = ""
    labels: Mapping[str, LabelTarget] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    index: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    inputs: tuple[Path, ...] = ()

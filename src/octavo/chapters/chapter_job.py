"""What a chapter is typeset from, and what comes of it: plain values that pass between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..findings.finding import Finding
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetPart
from .numbering import LabelTarget


@dataclass(frozen=True)
class ChapterJob:
    """All that a chapter is made of, but the figures that it names.

    `others` are the labels of the other chapters; None as long as they are not known. `terms` are looked for in the
    pages for the subject index. `without` gives the figures that stop the chapter or its book, by their paths from
    `root`, each with what was found wrong with it: its name stands in its place.
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
    terms: tuple[str, ...] = ()
    others: Mapping[str, LabelTarget] | None = None
    without: Mapping[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class TypesetChapter:
    """A chapter that was set; its part has no pages where `unknown` labels must be found in other chapters first."""

    part: TypesetPart
    title: str = ""
    labels: Mapping[str, LabelTarget] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    index: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    inputs: tuple[Path, ...] = ()

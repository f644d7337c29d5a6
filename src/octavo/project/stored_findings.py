"""Store findings in a build record as JSON, and read them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..findings.finding import Finding, MissingKind, Place, Severity
from .project_folders import Project

DAMAGED_JSON_ERRORS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading raises of a file of JSON that is not what it should be."""


def finding_to_json(finding: Finding, project: Project) -> dict[str, object]:
    """Return a finding as JSON data, without paths of this machine."""
    return {
        "code": finding.code,
        "message": finding.message,
        "place": place_to_json(finding.place, project),
        "hint": finding.hint,
        "severity": finding.severity,
        "subject": finding.subject,
        "missing": finding.missing,
        "documents": finding.documents,
    }


def finding_from_json(content: Mapping[str, Any], project: Project) -> Finding:
    """Return the finding from its JSON data. Raises one of DAMAGED_JSON_ERRORS for other data."""
    texts = {key: content[key] for key in ("code", "message", "hint", "subject", "documents")}
    if not all(isinstance(words, str) for words in texts.values()):
        raise TypeError("code, message, hint, subject and documents of a finding are strings")
    severity = Severity(content["severity"])
    missing = MissingKind(content["missing"]) if content["missing"] else None
    place = place_from_json(content["place"], project)
    return Finding(**texts, place=place, severity=severity, missing=missing)


def place_to_json(place: Place | None, project: Project) -> list[object] | None:
    """Return a place as JSON data, without paths of this machine."""
    return [project.path_label(place.file), place.line, place.column] if place else None


def place_from_json(content: Any, project: Project) -> Place | None:
    """Return the place from its JSON data. Raises one of DAMAGED_JSON_ERRORS for other data."""
    if content is None:
        return None
    label, line, column = content
    if not all(type(number) is int and number > 0 for number in (line, column)):
        raise ValueError("lines and columns count from 1")
    return Place(project.locate_label(label), line, column)

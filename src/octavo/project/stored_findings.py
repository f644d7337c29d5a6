"""Write findings into a record, and read them from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..findings.finding import Finding, MissingKind, Place, Severity
from .project_folders import Project


def finding_to_json(finding: Finding, project: Project) -> dict[str, Any]:
    """Write a finding as JSON holds it, with no place of this machine."""
    place = finding.place
    return {
        "code": finding.code,
        "message": finding.message,
        "place": place and [project.label(place.file), place.line, place.column],
        "hint": finding.hint,
        "severity": finding.severity,
        "subject": finding.subject,
        "missing": finding.missing,
    }


def finding_from_json(content: Mapping[str, Any], project: Project) -> Finding:
    """Read a finding that was so written."""
    place = content["place"] and Place(project.locate(content["place"][0]), *map(int, content["place"][1:]))
    severity = Severity(content["severity"])
    missing = MissingKind(content["missing"]) if content["missing"] else None
    return Finding(
        content["code"], content["message"], place, content["hint"], severity, str(content["subject"]), missing
    )

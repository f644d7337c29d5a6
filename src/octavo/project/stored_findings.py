"""Store findings in a build record as JSON, and read them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..findings.finding import Finding, MissingKind, Place, Severity
from .project_folders import Project


def finding_to_json(finding: Finding, project: Project) -> dict[str, Any]:
    """Return a finding as JSON data, without paths of this machine."""
    place = finding.place
    return {
        "code": finding.code,
        "message": finding.message,
        "place": place and [project.path_label(place.file), place.line, place.column],
        "hint": finding.hint,
        "severity": finding.severity,
        "subject": finding.subject,
        "missing": finding.missing,
    }


def finding_from_json(content: Mapping[str, Any], project: Project) -> Finding:
    """Return the finding from its JSON data."""
    place = content["place"] and Place(project.locate_label(content["place"][0]), *map(int, content["place"][1:]))
    severity = Severity(content["severity"])
    missing = MissingKind(content["missing"]) if content["missing"] else None
    return Finding(
        content["code"], content["message"], place, content["hint"], severity, str(content["subject"]), missing
    )

"""Tell from results of preflight whether a file may claim PDF/A and PDF/UA, and why not, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Profile, Standard
from .check_results import CheckResult, PreflightReport

CLAIM_CHECKS = {CheckName.ARCHIVE: "PDF/A", CheckName.ACCESS: "PDF/UA"}
"""The checks of claims, with what is claimed."""
CLAIMS_PROFILE = Profile.model_validate({"label": "Screen", "standard": Standard.SCREEN})
"""Asks for the checks of claims, whatever the profiles of a project do."""
# By clauses of ISO 19005-3: the validator's own words quote the objects of the file.
_REASONS = {
    "6.1": "the structure of the file breaks a rule",
    "6.1.8": "a name is not UTF-8",
    "6.1.10": "an inline image has a filter that is not allowed",
    "6.1.13": "a number, name or string is too large, or too much is nested",
    "6.2.2": "the content has instructions or resources that PDF does not define",
    "6.2.4": "colours are not defined for every device",
    "6.2.4.3": "colours for one device (CMYK, for example) are used without a profile",
    "6.2.4.4": "a spot colour is not described, or is described in two ways",
    "6.2.5": "a graphics state has instructions for a press, such as a transfer function or a halftone",
    "6.2.6": "a rendering intent is not a standard one",
    "6.2.8": "an image has properties that are not allowed, such as smoothing",
    "6.2.9": "it contains PostScript, or content of another file",
    "6.2.10": "transparent objects are blended in a way that is not allowed",
    "6.2.11": "a font breaks a rule",
    "6.2.11.4": "a font is not embedded, or not all its glyphs are",
    "6.2.11.5": "the widths of letters do not match the embedded font",
    "6.2.11.6": "the encoding of a font is not valid",
    "6.2.11.7": "a font does not say which characters it shows",
    "6.2.11.8": "letters have no glyph in their font",
    "6.3": "it has annotations that are not allowed",
    "6.4": "it has a form that is not allowed",
    "6.5": "it has actions that are not allowed",
    "6.6": "the metadata breaks a rule",
    "6.7": "the tags break a rule",
    "6.8": "an attached file breaks a rule",
    "6.9": "it has layers that are not allowed",
}
_UNJUDGED = {
    "pattern": "patterns",
    "shading": "gradients",
    "separation": "spot colours",
    "devicen": "spot colours",
    "jpx": "JPEG 2000 images",
    "jpeg2000": "JPEG 2000 images",
    "optional content": "layers",
    "inline image": "inline images",
    "icc": "colour profiles",
    "colour space": "colour spaces",
    "halftone": "halftones",
    "postscript": "PostScript",
    "font": "fonts",
    "cmap": "fonts",
}


def breaks_claim(found: CheckResult) -> bool:
    """Return whether a result takes a claim away: something is wrong, or was not judged."""
    return found.check in CLAIM_CHECKS and (found.unproved or found.severity is Severity.ERROR)


def find_lost_claims(report: PreflightReport) -> dict[CheckName, CheckResult | None]:
    """Return the claims that a report does not prove, each with the fault that is told, if there is one.

    A page of which a part could not be read proves nothing.
    """
    unread = [found for found in report.found if found.check is CheckName.FILE and found.unproved]
    lost: dict[CheckName, CheckResult | None] = {}
    for check in CLAIM_CHECKS:
        broken = [found for found in report.found if found.check is check and breaks_claim(found)]
        if broken or unread or not report.readable:
            order = sorted([*broken, *unread], key=lambda found: (found.unproved, not found.page))
            lost[check] = next(iter(order or report.found), None)
    return lost


def explain_lost_claim(results: Iterable[CheckResult]) -> str:
    """Return why results take a claim away, as a sentence; one fault is enough, and a doubt only if there is none."""
    worst = min(results, key=lambda found: found.unproved)
    if worst.check is CheckName.FILE:
        return worst.message
    if worst.unproved:
        return _name_unjudged_parts(worst.message)
    if worst.check is CheckName.ACCESS:
        return worst.message.partition(": ")[0]
    clause = worst.condition.rpartition(" ")[2]
    while clause and clause not in _REASONS:
        clause = clause.rpartition(".")[0]
    return _REASONS.get(clause, _REASONS["6.1"]) + (f" ({worst.condition})" if worst.condition else "")


def _name_unjudged_parts(message: str) -> str:
    named = dict.fromkeys(words for key, words in _UNJUDGED.items() if re.search(rf"\b{key}", message, re.IGNORECASE))
    listed = " and ".join(list(named)[:2]) or "some of its parts"
    return f"{listed} cannot be judged"

"""Judge PDFs of anybody: files and the name of a profile in, what was found in each of them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from .findings import Severity
from .model.press import Check, Standard
from .preflight import claimed, preflight
from .preflight.criteria import CRITERIA
from .preflight.found import Found, Report
from .preflight.pictures import pictures
from .preflight.sheet import as_html, pages_to_show
from .preflight.tell import Judged, as_findings, as_json, as_junit, as_text
from .profiles import Printer, find_profile
from .project import Project
from .show import as_github, as_gitlab
from .workers import WorkerDied, Workers

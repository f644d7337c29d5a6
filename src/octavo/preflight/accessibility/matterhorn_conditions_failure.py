"""One failure to be what PDF/UA asks, before those that are alike are told as one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition of the Matterhorn Protocol that is met (`number`), on which page (0: of the document), and how."""

    number: str
    page: int = 0
    detail: str = ""
    count: int = 1

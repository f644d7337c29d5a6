"""Parse values of aclpub2's YAML files: times, keywords, ORCID iDs and long texts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import chain
from textwrap import wrap

from stdnum.iso7064 import mod_11_2

from .latex_to_rst import latex_to_text
from .workshop_writer import YamlMapping


def as_list(value: object) -> list[object]:
    """Return a value as a list, even if it is a single one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def split_keywords(value: object) -> list[str]:
    """Return keywords from a list or from a line with commas."""
    listed = re.split("[,;]", value) if isinstance(value, str) else as_list(value)
    return [words[:200] for one in listed if (words := latex_to_text(one))]


def parse_time(value: object) -> str | None:
    """Return the time of day in a value as HH:MM; None if there is none."""
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M}"
    if isinstance(value, int):
        # YAML 1.1 reads 10:30 and 10:30:00 as numbers in base 60.
        minutes = value if value < 24 * 60 else value // 60
        return f"{minutes // 60:02}:{minutes % 60:02}" if 60 <= minutes < 24 * 60 else None
    found = re.search(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)", str(value or ""))
    return f"{int(found[1]):02}:{found[2]}" if found else None


def parse_orcid(value: object) -> str:
    """Return the valid ORCID iD in a value; "" if there is none."""
    found = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", str(value or ""))
    return found[0] if found and mod_11_2.is_valid(found[0].replace("-", "")) else ""


def split_long_text(title: str, text: str) -> Iterator[YamlMapping]:
    """Split a text that is too long for one field, between paragraphs."""
    part: list[str] = []
    number = 0
    long = (wrap(one, 18_000, break_on_hyphens=False) if len(one) > 18_000 else [one] for one in text.split("\n\n"))
    for paragraph in chain.from_iterable(long):
        if part and len("\n\n".join([*part, paragraph])) > 19_000:
            number += 1
            yield {"title": title if number == 1 else f"{title} ({number})", "text": "\n\n".join(part)}
            part = []
        part.append(paragraph)
    if any(part):
        yield {"title": title if not number else f"{title} ({number + 1})", "text": "\n\n".join(part)}

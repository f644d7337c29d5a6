"""Write plain data as JSON without empty values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

JsonObject = dict[str, Any]
"""An object of a JSON or YAML document."""

_IN_HTML: Final = re.compile("[<>\u2028\u2029]")


def drop_empty_fields(content: Mapping[str, object]) -> JsonObject:
    """Return the fields that have a value."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {}, ())}


def write_json(content: object) -> bytes:
    """Write a JSON document; the same content gives the same bytes.

    Characters are escaped that would end a script or begin a comment in an HTML page, or end a line in JavaScript.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False)
    return (_IN_HTML.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode()

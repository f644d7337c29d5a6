"""Compute the cache key of a job from all fields of its dataclasses.

No field is listed by hand, so a new field is part of the key from the start. A field that does not affect the result is
left out where it is defined, with `not_in_key` and the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

FileNamer = Callable[[Path], str]
"""Returns a file's name within its project, which does not depend on where the project lies."""

_REASON = "not in key"


def not_in_key(reason: str) -> Mapping[str, str]:
    """Return the metadata of a dataclass field that is left out of keys, with the reason why that is safe."""
    return {_REASON: reason}


def compute_cache_key(job: object, *environment: object, name: FileNamer) -> str:
    """Compute the digest of a job and of the environment in which it runs. Equal keys mean equal results.

    Raises TypeError for a value of a type that has no encoding.
    """
    text = json.dumps([encode_value(value, name) for value in (*environment, job)], ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def encode_value(value: object, name: FileNamer) -> object:
    """Convert a value to plain JSON data; values that differ in content or type are encoded differently."""
    kind = type(value)
    if value is None or kind in (str, bool, int, float):
        return value
    if kind in (tuple, list):
        return [encode_value(one, name) for one in value]  # type: ignore[attr-defined] # a tuple or a list
    if isinstance(value, Mapping):
        # In its order, which the values of a template keep.
        return {"mapping": [[encode_value(key, name), encode_value(one, name)] for key, one in value.items()]}
    return {_type_name(kind): _encode_content(value, name)}


def _encode_content(value: object, name: FileNamer) -> object:
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    if isinstance(value, str):  # reStructuredText, or a member of an enumeration
        return str(value)
    if isinstance(value, Path):
        return name(value)
    if isinstance(value, date):  # and times
        return value.isoformat()
    if is_dataclass(value):
        kept = (one.name for one in fields(value) if _REASON not in one.metadata)
        return {attribute: encode_value(getattr(value, attribute), name) for attribute in kept}
    raise TypeError(f"cannot compute a cache key from a {type(value).__name__}")


def _type_name(kind: type) -> str:
    """Return the name of a type. Paths have one name, because their class depends on the operating system."""
    return "path" if issubclass(kind, Path) else f"{kind.__module__}.{kind.__qualname__}"

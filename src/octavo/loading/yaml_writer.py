"""Write a public Workshop as YAML again: what is attached to every PDF, so that its facts can be read by machines."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import yaml

from ..model import Workshop
from ..model.base_model import Model
from ..model.text_types import MarkedTitle
from .model_fields import is_private

HEAD = "# The public data of this workshop, from which this document was made.\n"


class _Dumper(yaml.CSafeDumper):
    """Writes text of several lines as such."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(workshop: Workshop) -> bytes:
    """Write a workshop that `redaction` has let through; keys that are absent or empty are left out."""
    return written(_tree(workshop), HEAD)


def written(tree: Any, head: str = "") -> bytes:
    """Write plain data as YAML that people can read, under a comment."""
    return (head + yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)).encode()


def _tree(value: Any) -> Any:
    if isinstance(value, Model):
        kind = type(value)
        fields = {name: getattr(value, name) for name in kind.model_fields if not is_private(kind, name)}
        return {name: _tree(item) for name, item in fields.items() if item not in (None, ())}
    if isinstance(value, dict):
        return {str(key): _tree(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_tree(item) for item in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, MarkedTitle):
        return value.written
    if isinstance(value, date | Decimal | str):
        return str(value)
    return value

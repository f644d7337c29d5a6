"""Write a redacted workshop as YAML, which is attached to every PDF so that programs can read its facts."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import yaml

from ..model import Workshop
from ..model.base_model import Model
from ..model.marked_title import MarkedTitle
from .model_fields import is_private

FILE_COMMENT = "# The public data of this workshop, from which this document was made.\n"


class _Dumper(yaml.CSafeDumper):
    """Writes texts of several lines as literal blocks."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True


def _represent_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_multi_representer(str, _represent_text)


def write_workshop_yaml(workshop: Workshop) -> bytes:
    """Write a workshop after `redaction`; keys that are absent or empty are left out."""
    return dump_yaml(_to_plain_data(workshop), FILE_COMMENT)


def dump_yaml(tree: object, head: str = "") -> bytes:
    """Write plain data as readable YAML, after a comment."""
    return (head + yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)).encode()


def _to_plain_data(value: object) -> object:
    if isinstance(value, Model):
        kind = type(value)
        fields = {name: getattr(value, name) for name in kind.model_fields if not is_private(kind, name)}
        return {name: _to_plain_data(item) for name, item in fields.items() if item not in (None, ())}
    if isinstance(value, dict):
        return {str(key): _to_plain_data(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_to_plain_data(item) for item in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, MarkedTitle):
        return value.written
    if isinstance(value, date | Decimal | str):
        return str(value)
    return value

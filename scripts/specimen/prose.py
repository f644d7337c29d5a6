"""Write plain data as YAML that a person can read: dictionaries in, the text of a workshop.yaml out."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import yaml

WIDTH = 100
# What a reader of YAML 1.2 takes for something else than text, and so must be quoted where text is meant.
CORE = {
    "null": r"^(?:~|null|Null|NULL|)$",
    "bool": r"^(?:true|True|TRUE|false|False|FALSE)$",
    "int": r"^[-+]?[0-9]+$",
    "float": r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
}


class Prose(str):
    """A value in reStructuredText."""


def prose(text: str) -> Prose:
    """Take the indentation off a text that is written inside a program."""
    return Prose(textwrap.dedent(text).strip())


class _Dumper(yaml.SafeDumper):
    """Writes text as it is, lists indented, and no anchors."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as PyYAML calls it
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - likewise
        super().increase_indent(flow, False)


for _kind, _pattern in CORE.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(_pattern), None)


def _write_prose(dumper: _Dumper, text: Prose) -> yaml.Node:
    lines = str(text) if "\n" in text else textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    style = "|" if "\n" in lines else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", lines + "\n" if style else lines, style=style)


_Dumper.add_representer(Prose, _write_prose)


def as_yaml(data: dict[str, Any], heading: str) -> str:
    """Write data as YAML under a comment, with an empty line before each part."""
    parts = [
        yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
        for key, value in data.items()
    ]
    short = "".join(part for part in parts if part.count("\n") == 1)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return "\n".join([comment, short, *(part for part in parts if part.count("\n") > 1)])

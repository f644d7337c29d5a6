"""octavo schema: print the JSON Schema of workshop.yaml."""

from __future__ import annotations

import json

import click

from ...loading.json_schema import make_workshop_schema
from ..console.terminal import ExitCode, print_document


@click.command()
def schema() -> int:
    """Print the JSON Schema of workshop.yaml, for editors."""
    print_document(json.dumps(make_workshop_schema(), indent=2, ensure_ascii=False), "json")
    return ExitCode.FINE

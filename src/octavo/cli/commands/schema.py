"""octavo schema: print the JSON Schema of workshop.yaml."""

from __future__ import annotations

import click

from ..console.terminal import Exit, hand_over


@click.command()
def schema() -> int:
    """Print the JSON Schema of workshop.yaml, for editors."""
    import json

    from ...loading.json_schema import json_schema

    hand_over(json.dumps(json_schema(), indent=2, ensure_ascii=False), "json")
    return Exit.FINE

"""The JSON Schema that editors get says all that the model knows, in terms that every editor takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from octavo.checking.consistency import check_consistency
from octavo.findings.finding import Severity
from octavo.loading.json_schema import SCHEMA_DIALECT, make_workshop_schema
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Workshop
from octavo.product_catalogue import WorkshopOutline, described_products

# What yaml-language-server, JetBrains and jsonschema all understand.
PLAIN = """
    $defs $id $ref $schema additionalProperties allOf anyOf contentMediaType default description enum examples
    exclusiveMinimum format if items maxItems maxLength maxProperties maximum minItems minLength minimum not pattern
    patternProperties properties required then title type
"""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return make_workshop_schema()


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Walk through a schema and every schema inside it."""
    yield node
    inner = [*node.get("anyOf", []), *([node["items"]] if "items" in node else [])]
    for key in ("$defs", "properties", "patternProperties"):
        inner += node.get(key, {}).values()
    for part in inner:
        yield from parts(part)


def test_it_says_what_it_is(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == SCHEMA_DIALECT == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("urn:octavo:") and schema["title"] == "Octavo workshop"


def test_every_field_has_a_description(schema: dict[str, Any]) -> None:
    silent = [
        (part.get("title"), name)
        for part in parts(schema)
        for name, field in part.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == []


def test_a_description_is_the_docstring_under_the_field(schema: dict[str, Any]) -> None:
    event = schema["$defs"]["Event"]["properties"]
    assert event["start"]["description"] == "First day, as 2004-09-10."
    assert schema["properties"]["event"]["description"] == "Kind, title, dates and place of the workshop."


def test_all_keys_are_known_and_others_are_refused(schema: dict[str, Any]) -> None:
    assert set(schema["properties"]) == set(Workshop.model_fields)
    assert all(part["additionalProperties"] is False for part in parts(schema) if "properties" in part)


def test_what_is_required_is_what_the_model_requires(schema: dict[str, Any]) -> None:
    required = {name for name, field in Workshop.model_fields.items() if field.is_required()}
    assert set(schema["required"]) == required


def test_enumerations_list_their_values(schema: dict[str, Any]) -> None:
    assert schema["$defs"]["Priority"]["enum"] == ["critical", "high", "medium", "low"]


def test_the_version_may_be_written_as_a_number(schema: dict[str, Any]) -> None:
    assert schema["properties"]["schema_version"]["enum"] == ["1", 1]


def test_no_word_is_used_that_some_editor_lacks(schema: dict[str, Any]) -> None:
    assert sorted({key for part in parts(schema) for key in part} - set(PLAIN.split())) == []
    assert [part["pattern"] for part in parts(schema) if "(?" in part.get("pattern", "")] == []


def test_every_reference_leads_to_a_definition(schema: dict[str, Any]) -> None:
    wanted = {part["$ref"].removeprefix("#/$defs/") for part in parts(schema) if "$ref" in part}
    assert wanted <= set(schema["$defs"])


def test_a_key_that_may_be_absent_may_be_left_empty(schema: dict[str, Any]) -> None:
    assert schema["$defs"]["Event"]["properties"]["subtitle"]["type"] == ["string", "object", "null"]
    assert schema["properties"]["participants"]["type"] == ["array", "null"]
    assert schema["properties"]["participants"]["maxItems"] == 5000


def test_it_is_made_of_json(schema: dict[str, Any]) -> None:
    assert json.loads(json.dumps(schema)) == schema


SECTIONS = {
    "summary": {"executive": "It met."},
    "policy": {"disclaimer": "Views."},
    "report": {"date": "2026-05-01", "cut_off": "2026-04-30"},
    "volume": {"title": "Tides", "editors": ["hansen"], "year": 2026},
    "chapters": [{"id": "a", "title": "A", "authors": ["hansen"], "source": "a.rst"}],
}


@pytest.mark.parametrize("kept", [kept for many in range(6) for kept in combinations(SECTIONS, many)])
def test_the_schema_asks_for_a_section_where_the_build_does(
    schema: dict[str, Any], tmp_path: Path, kept: tuple[str, ...]
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    content = {
        "schema_version": "1",
        "id": "tides",
        "event": {"type": "workshop", "title": "Tides", "start": "2026-03-30", "end": "2026-04-01"},
        "people": [{"id": "hansen", "family": "Hansen"}],
        "directors": [{"person": "hansen"}],
        **{name: SECTIONS[name] for name in kept},
    }
    file = tmp_path / "workshop.yaml"
    file.write_text(json.dumps(content))
    loaded = load_workshop(file)
    asked = [
        finding.message
        for product in described_products(WorkshopOutline(tuple(content)))
        for finding in check_consistency(loaded.workshop, loaded.places, product)
        if finding.code.startswith("missing-") and finding.severity is Severity.ERROR
    ]
    said = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]
    assert bool(said) == bool(asked), (said, asked)

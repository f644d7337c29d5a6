"""Make the JSON Schema of workshop.yaml (draft 2020-12), for editors."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from ..language.written_languages import LANGUAGE_KEY_PATTERN
from ..model import Workshop
from ..model.base_model import Model, Visibility
from ..model.report_sections import REPORT_SECTIONS, reports_with_sections
from ..model.required_keys import DESCRIBING_KEYS, REQUIRED_KEYS
from .model_fields import field_markers, is_private

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:octavo:schema:workshop:1"
SCHEMA_TITLE = "Octavo workshop"
DECIMAL_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"

Schema = dict[str, Any]


class _Generator(GenerateJsonSchema):
    """Omits titles made from names ("Short Title"): editors would show them in place of the description."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        return False


def make_workshop_schema() -> Schema:
    """Return the JSON Schema of a workshop, with a description of every field."""
    made = Workshop.model_json_schema(schema_generator=_Generator)
    definitions = {name: _add_descriptions(part, _find_model_class(name)) for name, part in made.pop("$defs").items()}
    for product, key in reports_with_sections():
        names = [plan.name for plan in REPORT_SECTIONS[product]]
        field = definitions["Sections"]["properties"][key]
        field["items"] = {"anyOf": [{"type": "string", "enum": names}, field["items"]]}
    top = _add_descriptions({**made, "title": SCHEMA_TITLE}, Workshop)
    # Most people write a number here, and the model accepts it.
    top["properties"]["schema_version"] |= {"enum": ["1", 1]}
    for key in ("const", "type"):
        top["properties"]["schema_version"].pop(key, None)
    needed = {"allOf": [_require_keys(product, key) for product, key in DESCRIBING_KEYS.items()]}
    return {"$schema": SCHEMA_DIALECT, "$id": SCHEMA_ID, **top, **needed, "$defs": definitions}


def _require_keys(product: str, describing: str) -> Schema:
    """Require the keys that a product needs of each workshop that describes it."""
    described: Schema = {"required": [describing]}
    if describing != "volume":
        described = {"anyOf": [described, {"not": {"required": ["volume"]}}]}
    needed: Schema = {"required": [key for key, *_ in REQUIRED_KEYS[product]], "properties": {}}
    for key, *below in REQUIRED_KEYS[product]:
        many = get_origin(Workshop.model_fields[key].annotation) is tuple
        needed["properties"][key] = {"type": "array", "minItems": 1} if many else {"type": "object"}
        if below:
            filled = {name: {"type": ["string", "object"]} for name in below}
            needed["properties"][key] |= {"required": below, "properties": filled}
    return {"if": described, "then": needed}


def _add_descriptions(part: Schema, model: type[Model] | None) -> Schema:
    """Add the description of each field, and simplify the fields."""
    words = dict(_field_docstrings(model)) if model else {}
    fields = part.get("properties", {})
    described = {
        name: {**_describe_field(words.get(name), model, name), **_simplify_field(field)}
        for name, field in fields.items()
    }
    return {**part, "properties": described} if fields else part


def _describe_field(words: str | None, model: type[Model] | None, name: str) -> Schema:
    """Return the sentence under a field, and who sees the field if not everybody does."""
    shown = field_markers(model, Visibility).get(name) if model else None
    if words and model and name in model.model_fields and is_private(model, name):
        words += (
            f" Private: goes to {shown.receiver} alone." if shown and shown.receiver else " Private: never printed."
        )
    return {"description": words} if words else {}


def _find_model_class(name: str) -> type[Model] | None:
    found = (part for part in _walk_subclasses(Model) if part.__name__ == name)
    return next(found, None)


def _walk_subclasses(part: type[Model]) -> Iterator[type[Model]]:
    for child in part.__subclasses__():
        yield child
        yield from _walk_subclasses(child)


def _field_docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Read the docstring under each field from the source; pydantic could do so, but at every start."""
    module = ast.parse(inspect.getsource(sys.modules[model.__module__]))
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name == model.__name__]
    for body in (node.body for node in classes):
        for field, below in pairwise(body):
            match field, below:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(words))):
                    yield name, inspect.cleandoc(words)


def _simplify_field(field: Schema) -> Schema:
    """Write "X or null" and the length of lists in the form that editors understand best."""
    plain = {key: value for key, value in field.items() if not (key == "default" and value in (None, "", [], {}))}
    if "anyOf" in plain:
        plain["anyOf"] = [_remove_lookahead(choice) for choice in plain["anyOf"]]
    choices = [choice for choice in plain.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1 and len(plain["anyOf"]) == 2 and _has_simple_type(choices[0]):
        del plain["anyOf"]
        types = choices[0]["type"]
        plain |= {**choices[0], "type": [*([types] if isinstance(types, str) else types), "null"]}
    if "array" in plain.get("type", ()) and "maxLength" in plain:
        plain["maxItems"] = plain.pop("maxLength")
    if "array" in plain.get("type", ()) and _is_by_language(plain["items"]):
        plain["patternProperties"] = {LANGUAGE_KEY_PATTERN: {"type": "array", "items": plain["items"]}}
        types = plain["type"]
        plain["type"] = ["object", *([types] if isinstance(types, str) else types)]
    if "patternProperties" in plain:  # keys that are words of their own, or languages
        plain["additionalProperties"] = False
        plain.pop("propertyNames", None)
    return plain


def _is_by_language(schema: Schema) -> bool:
    """Return whether a value may be written by language."""
    return any(LANGUAGE_KEY_PATTERN in one.get("patternProperties", ()) for one in (schema, *schema.get("anyOf", ())))


def _remove_lookahead(choice: Schema) -> Schema:
    """Replace the pattern of a decimal number by one without lookahead, which all editors understand."""
    return {**choice, "pattern": DECIMAL_PATTERN} if "(?" in choice.get("pattern", "") else choice


def _has_simple_type(choice: Schema) -> bool:
    return isinstance(choice.get("type"), str | list) and "enum" not in choice and "const" not in choice

"""What is known of a workshop file before it is read: its keys, however they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.loading.top_level_keys import read_outline, read_top_keys
from octavo.product_catalogue import WorkshopOutline, described_products, possible_products

KeysOf = Callable[[str | bytes], dict[str, str]]
WITH_VOLUME = {
    "plain": "id: x\nvolume:\n  title: T\n",
    "before a space": "id: x\nvolume :\n  title: T\n",
    "in double quotes": 'id: x\n"volume":\n  title: T\n',
    "in single quotes": "id: x\n'volume':\n  title: T\n",
    "with an escape": 'id: x\n"\\x76olume":\n  title: T\n',
    "after a question mark": "id: x\n? volume\n: title: T\n",
    "in braces": "{id: x, volume: {title: T}}\n",
    "in braces over lines": '{\n  "id": "x",\n  "volume": {"title": "T"}\n}\n',
    "all indented": "  id: x\n  volume:\n    title: T\n",
    "after a byte order mark": "\ufeffvolume:\n  title: T\nid: x\n",
    "after a document mark": "%YAML 1.1\n---\nid: x\nvolume: {title: T}\n",
    "after a text that looks like an end": "id: x\nbackground: |\n  Text\n\n  ...\nvolume: {title: T}\n",
    "with line ends of Windows": "id: x\r\nvolume:\r\n  title: T\r\n",
    "before a fault": "volume: {title: T}\nid: [x\n",
}
WITHOUT = {
    "in a comment": "id: x\n#volume:\n# volume:\n",
    "in a text": "id: x\nbackground: |\n  volume:\n    is large\n",
    "in a quoted text": 'id: x\nbackground: "The\nvolume: of water"\n',
    "of a publication": "id: x\npublication:\n  volume: '3'\n",
    "as a value": "id: volume\n",
    "in a list": "- volume\n- 1\n",
    "in a second document": "id: x\n---\nvolume: {title: T}\n",
    "as a part of a word": "id: x\nvolumes: 3\n",
}


@pytest.fixture
def keys_of(tmp_path: Path) -> KeysOf:
    def keys_of(text: str | bytes) -> dict[str, str]:
        file = tmp_path / "workshop.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_top_keys(file)

    return keys_of


@pytest.mark.parametrize("how", WITH_VOLUME)
def test_a_volume_is_known_however_its_key_is_written(keys_of: KeysOf, how: str) -> None:
    keys = WorkshopOutline(tuple(keys_of(WITH_VOLUME[how])))
    assert described_products(keys) == ("volume", "offprints")
    assert {"cover", "manuscript"} < set(possible_products(keys))


@pytest.mark.parametrize("how", WITHOUT)
def test_what_only_looks_like_the_key_makes_no_volume(keys_of: KeysOf, how: str) -> None:
    assert described_products(WorkshopOutline(tuple(keys_of(WITHOUT[how])))) == ("summary", "follow-up")


def test_the_value_of_a_key_is_given_where_it_is_plain_text(keys_of: KeysOf) -> None:
    assert keys_of("'id': \"a\"  # short\nn: 2004\nevent: {id: b}\n? [x]\n: y\n") == {
        "id": "a",
        "n": "2004",
        "event": "",
    }


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"\x80: 1", b"[" * 9000, b"volume: &a [*a, *b]\n", b"\0"])
def test_what_cannot_be_read_raises_nothing(keys_of: KeysOf, text: bytes) -> None:
    assert set(keys_of(text)) <= {"volume"}


def test_what_is_no_file_has_no_keys(tmp_path: Path) -> None:
    assert read_top_keys(tmp_path) == read_top_keys(tmp_path / "absent.yaml") == {}


KEYS = st.sampled_from(["id", "volume", "summary", "report", "volume: x", "#volume", "? volume", "- volume", "ā\n", ""])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(KEYS, VALUES, min_size=1), st.sampled_from([None, True, False]), st.sampled_from([None, "'", '"'])
)
def test_the_keys_are_those_that_the_parser_sees(
    keys_of: KeysOf, tree: dict[str, Any], flow: bool | None, style: str | None
) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, default_style=style, sort_keys=False, allow_unicode=True)
    assert list(keys_of(text)) == list(tree)


def test_nothing_is_read_behind_what_is_nested_too_deep(keys_of: KeysOf) -> None:
    """The parser's time grows with the square of the brackets that are open."""
    deep = "id: x\nvolume: " + "[" * 40 + "]" * 40 + "\nlater: y\n"
    assert list(keys_of(deep)) == ["id", "volume"]


LISTED = {
    "in a block": ("products:\n  - report\n  - summary\nvolume: {title: T}\n", ("report", "summary")),
    "in brackets": ("volume: {title: T}\nproducts: [report, 'summary']\n", ("report", "summary")),
    "with an unknown one": ("products: [report, reprot]\n", ("report",)),
    "twice": ("products: [report, report]\n", ("report",)),
    "empty": ("products: []\n", ("summary", "follow-up")),
    "as a text": ("products: report\n", ("summary", "follow-up")),
    "with a list inside": ("products: [[volume], report]\n", ("report",)),
    "of another part": ("event:\n  products: [report]\n", ("summary", "follow-up")),
}


@pytest.mark.parametrize("how", LISTED)
def test_the_products_that_are_listed_are_those_that_are_made(tmp_path: Path, how: str) -> None:
    text, expected = LISTED[how]
    (tmp_path / "workshop.yaml").write_text(text)
    outline = read_outline(tmp_path / "workshop.yaml")
    assert described_products(outline) == expected
    if "report" in expected:
        assert possible_products(outline) == expected, "a release holds what is listed, and nothing else"

"""What is not edited in a YAML file stays as it is, byte by byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from octavo.loading.yaml_editor import UneditableYaml, YamlEditor

TEXT = """\
# head
people:
# first
- id: a   # the boss
  given: 'Ada'
  family: "L: x"
  bio: |
    Many words.

    More.

# second
- {id: b, family: B}
# end of people

participants:
  - person: a
    roles: [speaker]   # speaks
  - person: b
other: 1
# the end
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_items_and_values_are_put_where_a_person_would_write_them(newline: str) -> None:
    editor = YamlEditor(TEXT.replace("\n", newline))
    editor.set_values(("people", 0), {"given": 'Ada, "B"', "city": "Köln: x"})
    editor.set_values(("people", 1), {"family": "[x]", "country": "NO"})
    editor.set_values(("participants", 0), {"roles": ("speaker", "observer")})
    editor.append_items("people", [{"id": "c", "family": "# x"}])
    editor.append_items("participants", [{"person": "c"}])
    expected = (
        TEXT.replace("'Ada'", "'Ada, \"B\"'")
        .replace("    More.\n", "    More.\n  city: 'Köln: x'\n")
        .replace("family: B}", "family: '[x]', country: 'NO'}\n- id: c\n  family: '# x'")
        .replace("[speaker]", "[speaker, observer]")
        .replace("  - person: b\n", "  - person: b\n  - person: c\n")
    )
    assert editor.edited_text() == expected.replace("\n", newline)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: x", "id: x\n\npeople:\n  - id: c\n"),
        ("id: x\npeople:\nz: 1\n", "id: x\npeople:\n  - id: c\nz: 1\n"),
        ("people: []\nz: 1\n", "people:\n  - id: c\nz: 1\n"),
        ("people: [{id: a}]\n", "people: [{id: a}, {id: c}]\n"),
    ],
)
def test_a_list_that_is_missing_empty_or_in_brackets_is_filled(text: str, expected: str) -> None:
    editor = YamlEditor(text)
    editor.append_items("people", [{"id": "c"}])
    assert editor.edited_text() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: x\npeople:\n", "id: x\npeople:\n  - id: c\n\nparticipants:\n  - person: c\n"),
        ("people:\n- id: a\n", "people:\n- id: a\n- id: c\n\nparticipants:\n  - person: c\n"),
        ("people: ~ # no\nz: 1\n", "people: # no\n  - id: c\nz: 1\n\nparticipants:\n  - person: c\n"),
        ("people: [ # no\n ]\n", "people: # no\n  - id: c\n\nparticipants:\n  - person: c\n"),
        ("\ufeffpeople: []\n", "\ufeffpeople:\n  - id: c\n\nparticipants:\n  - person: c\n"),
        ("---\npeople: []\n...\n# z\n", "---\npeople:\n  - id: c\n\nparticipants:\n  - person: c\n...\n# z\n"),
        ("people: []\nz: |+\n  q\n\n", "people:\n  - id: c\nz: |+\n  q\n\nparticipants:\n  - person: c\n"),
        ("people: []\nz: 2026-02-30\n", "people:\n  - id: c\nz: 2026-02-30\n\nparticipants:\n  - person: c\n"),
        ("people: [{id: a},\n]\n", "people: [{id: a},\n{id: c}]\n\nparticipants:\n  - person: c\n"),
        ('{"people": []}\n', '{"people": [{id: c}], "participants": [{person: c}]}\n'),
    ],
)
def test_both_lists_are_filled_wherever_they_end(text: str, expected: str) -> None:
    editor = YamlEditor(text)
    editor.append_items("people", [{"id": "c"}])
    editor.append_items("participants", [{"person": "c"}])
    assert editor.edited_text() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("people:\n- id: a\n  city: # where\n", "people:\n- id: a\n  city: Oslo # where\n"),
        ("people:\n- city: >-\n    A\n    B\n\n# z\n", "people:\n- city: Oslo\n\n# z\n"),
        ("people:\n- bio: |+\n    Kept.\n\nz: 1\n", "people:\n- bio: |+\n    Kept.\n\n  city: Oslo\nz: 1\n"),
        ("people: [{id: a,\n  }]\n", "people: [{id: a,\n  city: Oslo}]\n"),
    ],
)
def test_values_are_set_in_any_layout(text: str, expected: str) -> None:
    editor = YamlEditor(text)
    editor.set_values(("people", 0), {"city": "Oslo"})
    assert editor.edited_text() == expected


def test_a_layout_that_cannot_be_edited_is_refused() -> None:
    editor = YamlEditor("? people\n")
    editor.append_items("people", [{"id": "a"}])
    with pytest.raises(UneditableYaml):
        editor.edited_text()
    editor = YamlEditor("participants:\n- roles: [speaker, # she said\n    staff]\n")
    with pytest.raises(UneditableYaml, match="comment within the list in line 2"):
        editor.set_values(("participants", 0), {"roles": ("speaker",)})


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def test_an_item_and_a_key_are_added_where_a_list_ends_whose_items_are_not_indented() -> None:
    editor = YamlEditor("k:\n  status: a\n  history:\n  - date: 1\n    status: a\n")
    editor.set_values(("k",), {"evidence": [{"title": "E"}], "progress": 3})
    editor.append_items(("k", "history"), [{"date": 2}])
    assert editor.edited_text() == (
        "k:\n  status: a\n  history:\n  - date: 1\n    status: a\n  - date: 2\n"
        "  evidence:\n    - title: E\n  progress: 3\n"
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("a: 1, # why\n  ", "a: 1, # why\n  b: 2"),
        ("a: 1  # why, so\n  ", "a: 1  # why, so\n  , b: 2"),
        ("a: 1", "a: 1, b: 2"),
        ("a: 1, ", "a: 1, b: 2"),
        ("a: 'x, #'", "a: 'x, #', b: 2"),
    ],
)
def test_a_group_in_braces_takes_a_value_beside_its_comments(inner: str, expected: str) -> None:
    editor = YamlEditor(f"k: {{{inner}}}\n")
    editor.set_values(("k",), {"b": 2})
    assert editor.edited_text() == f"k: {{{expected}}}\n"


@given(
    st.lists(st.dictionaries(st.sampled_from(["given", "family", "email"]), WORDS, min_size=1), min_size=1, max_size=4)
)
def test_whatever_is_written_is_read_again(items: list[dict[str, str]]) -> None:
    editor = YamlEditor(TEXT)
    editor.append_items("people", items)
    assert yaml.safe_load(editor.edited_text())["people"][2:] == items


PROGRAMME = """\
id: x
programme:   # what was done
  days:
    # the first
    - date: 2026-09-10
      sessions:
        - start: 09:30   # sharp
          title: One
          talks:
            - title: A
              abstract: |
                Old.
        # a break
        - title: Two
          talks: []
"""


def test_items_come_between_others_and_long_texts_are_blocks() -> None:
    editor = YamlEditor(PROGRAMME)
    sessions = ("programme", "days", 0, "sessions")
    editor.set_values((*sessions, 0, "talks", 0), {"abstract": "New: *a*.\n\n- b\n", "speakers": ("p", "q")})
    editor.append_items((*sessions, 0, "talks"), [{"title": "B", "abstract": "One line."}])
    editor.append_items((*sessions, 1, "talks"), [{"title": "C"}])
    editor.insert_items(
        sessions, 1, [{"start": "10:30", "title": "Between", "talks": [{"title": "D", "end": "11:00"}]}]
    )
    editor.insert_items(("programme", "days"), 0, [{"title": "Before"}])
    editor.append_items(("programme", "days"), [{"title": "After"}])
    assert (
        editor.edited_text()
        == """\
id: x
programme:   # what was done
  days:
    - title: Before
    # the first
    - date: 2026-09-10
      sessions:
        - start: 09:30   # sharp
          title: One
          talks:
            - title: A
              abstract: |
                New: *a*.

                - b
              speakers: [p, q]
            - title: B
              abstract: One line.
        - start: "10:30"
          title: Between
          talks:
            - title: D
              end: "11:00"
        # a break
        - title: Two
          talks:
            - title: C
    - title: After
"""
    )


@pytest.mark.parametrize(
    "before", ["", "programme:\n", "programme: {}\n", "programme:\n  days:\n", "programme: {days: []}\n"]
)
def test_a_programme_is_made_where_there_is_none(before: str) -> None:
    editor = YamlEditor(f"id: x\n{before}z: 1\n")
    editor.set_values(("programme",), {"days": [{"title": "A"}, {"title": "B", "sessions": [{"title": "C"}]}]})
    data = yaml.safe_load(editor.edited_text())
    assert data == {
        "id": "x",
        "programme": {"days": [{"title": "A"}, {"title": "B", "sessions": [{"title": "C"}]}]},
        "z": 1,
    }


texts = st.text(max_size=40) | st.text("ab :#-\n'\"\t", max_size=40)
leaves = st.none() | texts | st.lists(texts, max_size=2)
entries = st.dictionaries(st.sampled_from(["a", "b", "c"]), leaves, max_size=3).filter(bool)
items = st.lists(
    st.fixed_dictionaries({"t": texts}, optional={"list": st.lists(entries, min_size=1, max_size=2)}), max_size=3
)


@pytest.mark.parametrize("end", ["\n", "\x85", "\u2028", "\u2029"])
def test_every_line_end_of_yaml_is_written_so_that_it_reads_back(end: str) -> None:
    editor = YamlEditor("top: []\n")
    editor.insert_items(("top",), 0, [{"t": f"a{end}b"}, {"t": end}])
    assert yaml.safe_load(editor.edited_text()) == {"top": [{"t": f"a{end}b"}, {"t": end}]}


@given(st.data(), items, st.booleans())
def test_whatever_is_inserted_reads_back(data: st.DataObject, there: list[dict[str, object]], flow: bool) -> None:
    before = {"top": {"days": there}, "z": 1}
    text = yaml.safe_dump(before, sort_keys=False, default_flow_style=flow)
    new = data.draw(items)
    at = data.draw(st.integers(0, len(there)))
    editor = YamlEditor(text)
    changed = [dict(one) for one in there]
    if there:
        changed[0]["new"] = data.draw(leaves)
        editor.set_values(("top", "days", 0), {"new": changed[0]["new"]})
    editor.insert_items(("top", "days"), at, new)
    assert yaml.safe_load(editor.edited_text())["top"]["days"] == [*changed[:at], *new, *changed[at:]]


def test_two_edits_that_would_write_a_key_twice_are_refused() -> None:
    editor = YamlEditor("a: {b: 1}\n")
    editor.set_values(("a",), {"c": 2})
    editor.set_values(("a",), {"c": 3})
    with pytest.raises(UneditableYaml):
        editor.edited_text()

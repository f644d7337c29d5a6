"""Templates are filled with values that can never become markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.findings.finding import FindingsError, Place
from octavo.language import text_direction
from octavo.model.text_checks import is_forbidden_character
from octavo.rendering.rst.jinja_templates import VALUE_MARK, RenderedTemplate, render_template
from octavo.rendering.rst.value_substitution import parse_template

NASTY = (
    "*_|R&D|_*",
    "<b>",
    "A. Smith",
    "{{ x }}",
    "`a`_ .. raw:: html",
    "\\",
    "- ",
    "1.",
    "\u2028x",
    "R:: x",
    "|sub|_",
)


def composed(folder: Path, template: str, **facts: object) -> RenderedTemplate:
    (folder / "t.rst").write_text(template, "utf-8")
    return render_template("t.rst", facts, [folder], {"_": str, "colon": ": "})[0]


def printed(folder: Path, template: str, **facts: object) -> str:
    tree, findings = parse_template(composed(folder, template, **facts))
    assert findings == ()
    return tree.astext()


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize(
    "template",
    [
        "{{ v }}",
        "before {{ v }} after",
        "{{ v }}\n=====\n\ntext",
        "- {{ v }}",
        "**{{ v }}**",
        ".. list-table:: {{ v }}\n\n   * - {{ v }}",
        "{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(v) }}",
        "{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(v) ~ v }}",
        "{{ [v, v]|join(', ') }}",
        "{% set w %}{{ v }}{% endset %}{{ w }}",
        "{{ v ~ '*' ~ v }}",
        "{{ v|upper }}",
        "{{ v[:3] }}",
    ],
)
def test_a_plain_value_prints_as_typed_wherever_it_stands(tmp_path: Path, template: str, value: str) -> None:
    text = printed(tmp_path, template, v=value)
    expected = value.upper() if "upper" in template else value[:3] if "[:3]" in template else value
    assert expected in text


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda t: not any(map(is_forbidden_character, t))
    )
)
def test_no_text_whatever_becomes_markup(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    folder = tmp_path_factory.mktemp("t")
    text = printed(folder, "*a* {{ v }} **b** [{{ v }}]", v=value)
    assert text_direction.strip_isolates(text) == f"a {value} b [{value}]"


def test_each_line_knows_the_line_of_the_template_it_came_from(tmp_path: Path) -> None:
    template = "one\n{% for x in xs %}\n- {{ x }}\n\n{% endfor %}\nlast\n"
    result = composed(tmp_path, template, xs=["a", "b"])
    lines = {line: place.line for line, place in zip(result.lines, result.places, strict=True) if line}
    assert lines["one"] == 1
    assert lines["last"] == 6
    assert [p.line for line, p in zip(result.lines, result.places, strict=True) if line.startswith("- ")] == [3, 3]


def test_a_template_that_is_printed_again_knows_its_lines_and_files_wherever_it_is_included(tmp_path: Path) -> None:
    for name, text in {
        "a": "of a\n\n{% include 'b.rst' %}\n",
        "b": "\nof b\n",
        "c": "of c\n\n{% include 'b.rst' %}\n{% include 'a.rst' %}\n",
    }.items():
        (tmp_path / f"{name}.rst").write_text(text)
    files = {"a": ["a", "b"], "b": ["b"], "c": ["c", "b", "a"]}
    for name in "abcabc":
        printed, read = render_template(f"{name}.rst", {}, [tmp_path], {})
        assert [file.stem for file in read] == files[name]
        places = {
            (line, place.file.stem, place.line) for line, place in zip(printed.lines, printed.places, strict=True)
        }
        line_of = {"a": 1, "b": 2, "c": 1}
        assert {one for one in places if one[0]} == {(f"of {file}", file, line_of[file]) for file in files[name]}
    (tmp_path / "b.rst").write_text("of b, changed\n")
    assert "of b, changed" in render_template("a.rst", {}, [tmp_path], {})[0].lines


def test_a_template_of_very_many_lines_knows_them_all(tmp_path: Path) -> None:
    composed_lines = composed(tmp_path, "\n" * 250_000 + "Last")
    assert [(place.file.name, place.line) for place in composed_lines.places[-1:]] == [("t.rst", 250_001)]


def test_a_value_in_an_option_reaches_the_option(tmp_path: Path) -> None:
    tree, _ = parse_template(composed(tmp_path, ".. image:: x.png\n   :alt: {{ v }}\n", v="a *b* <c>"))
    assert next(iter(tree.findall(lambda n: n.tagname == "image")))["alt"] == "a *b* <c>"


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("a\n\n{{ missing }}", 3, "'missing' is undefined"),
        ("a\n{% if %}", 2, "syntax error"),
        ("{{ v.nope }}", 1, "no attribute 'nope'"),
        ("\n{{ v.__class__ }}", 2, "unsafe"),
        ("\n\n\n{{ 1 // 0 }}", 4, "division"),
        ("{{ nothing }}", 1, "value is empty"),
        ("{{ range(9) }}", 1, "'range' is undefined"),
        ('\n{{ "\\ud800" }}', 2, "U+D800"),
        ('\n{{ "a" ~ "\\x00" }}', 2, "U+0000"),
        ('\n{{ ["\\x1b[31m"]|join }}', 2, "U+001B"),
        ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", 1, "too deep"),
        ("{% for i in [1] %}" * 30 + "{% endfor %}" * 30, 1, "nested"),
    ],
)
def test_a_template_that_fails_is_reported_at_its_own_line(
    tmp_path: Path, template: str, line: int, words: str
) -> None:
    with pytest.raises(FindingsError) as caught:
        composed(tmp_path, template, v="x", nothing=None)
    finding = caught.value.findings[0]
    assert finding.place is not None
    assert (finding.place.file.name, finding.place.line) == ("t.rst", line)
    assert words in finding.message


@pytest.mark.parametrize("name", ["body.rst", "part.rst"])
def test_a_template_that_is_not_utf_8_is_told_with_line_column_and_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "body.rst").write_text("Fine\n====\n{% include 'part.rst' %}\n")
    (tmp_path / "part.rst").write_text("Words\n")
    (tmp_path / name).write_bytes("First\nThe Café\n".encode("latin-1"))
    with pytest.raises(FindingsError) as refused:
        render_template("body.rst", {}, [tmp_path], {})
    (finding,) = refused.value.findings
    assert finding.place == Place(tmp_path / name, 2, 8) and "not in UTF-8" in finding.message
    assert finding.hint == "save the file as UTF-8 in your editor"


def test_no_template_is_read_from_outside_of_the_folders(tmp_path: Path) -> None:
    (tmp_path / "secret.rst").write_text("secret")
    (tmp_path / "t").mkdir()
    for name in (str(tmp_path / "secret.rst"), "../secret.rst"):
        (tmp_path / "t" / "body.rst").write_text(f"{{% include '{name}' %}}")
        with pytest.raises(FindingsError, match="not found"):
            render_template("body.rst", {}, [tmp_path / "t"], {})


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(FindingsError, match=r"template 'zz\.rst' not found"):
        render_template("zz.rst", {}, [tmp_path], {})


def test_the_users_template_replaces_the_shipped_one(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder, text in ((own, "mine"), (shipped, "theirs")):
        folder.mkdir()
        (folder / "t.rst").write_text(text)
    result, files = render_template("t.rst", {}, [own, shipped], {})
    assert result.lines == ("mine",)
    assert files == (own / "t.rst",)


def test_values_stand_beside_the_lines_not_in_them(tmp_path: Path) -> None:
    result = composed(tmp_path, "{{ v }}", v="*x*")
    assert VALUE_MARK.fullmatch(result.lines[0])
    assert result.values == ("*x*",)

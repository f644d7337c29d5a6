"""reST values are parsed apart, with what is allowed in them, and faults are found where the author wrote them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes

from octavo.findings.finding import Finding
from octavo.model import Origin, Rest
from octavo.rendering.rst.jinja_templates import RenderedTemplate, render_template
from octavo.rendering.rst.value_substitution import parse_template, parse_value


def rest(text: str, line: int = 10, column: int = 5) -> Rest:
    value = Rest(text)
    value.origin = Origin(
        Path("w.yaml"),
        tuple(
            tuple((line + i, column + word.start()) for word in re.finditer(r"\S+", words)) or ((line + i, column),)
            for i, words in enumerate(text.split("\n"))
        ),
    )
    return value


def filled(folder: Path, template: str, **facts: object) -> RenderedTemplate:
    (folder / "t.rst").write_text(template, "utf-8")
    return render_template("t.rst", facts, [folder], {})[0]


def faults(text: str) -> list[Finding]:
    return parse_value(rest(text))[1]


def test_a_rest_value_alone_in_its_paragraph_gives_blocks(tmp_path: Path) -> None:
    tree, findings = parse_template(filled(tmp_path, "{{ v }}", v=rest("one\n\n- two\n- three")))
    assert findings == ()
    assert [type(child).__name__ for child in tree.children] == ["paragraph", "bullet_list"]


def test_a_rest_value_within_a_line_gives_its_words(tmp_path: Path) -> None:
    tree, findings = parse_template(filled(tmp_path, "say {{ v }}!", v=rest("a *b*")))
    assert findings == ()
    assert tree.astext() == "say a b!"
    assert next(tree.findall(nodes.emphasis)).astext() == "b"


def test_several_paragraphs_within_a_line_are_a_finding(tmp_path: Path) -> None:
    _, findings = parse_template(filled(tmp_path, "say {{ v }}!", v=rest("a\n\nb")))
    assert [finding.code for finding in findings] == ["not-one-paragraph"]


@pytest.mark.parametrize("text", ["C:\\data\n\nb", ".. aside\n\na\n\nb"])
def test_several_paragraphs_within_a_line_are_told_beside_what_is_advised(tmp_path: Path, text: str) -> None:
    _, findings = parse_template(filled(tmp_path, "say {{ v }}!", v=rest(text)))
    assert "not-one-paragraph" in [finding.code for finding in findings]


def test_a_comment_beside_the_paragraph_of_a_line_is_no_second_one(tmp_path: Path) -> None:
    tree, findings = parse_template(filled(tmp_path, "say {{ v }}!", v=rest(".. aside\n\nwords")))
    assert tree.astext() == "say words!"
    assert [finding.code for finding in findings] == ["comment"]


@pytest.mark.parametrize(
    ("text", "advice"), [(" a", "remove the spaces"), (":f: v", "a backslash before its first sign")]
)
def test_what_is_no_paragraph_by_its_start_is_told_how_to_become_one(tmp_path: Path, text: str, advice: str) -> None:
    _, findings = parse_template(filled(tmp_path, "say {{ v }}!", v=rest(text)))
    assert [advice in finding.hint for finding in findings] == [True]


def test_targets_of_two_values_never_meet(tmp_path: Path) -> None:
    note = "text [#]_ [#n]_ `l`_\n\n.. [#] one\n.. [#n] two\n\n.. _l: https://example.org"
    tree, findings = parse_template(filled(tmp_path, "{{ v }}\n\n{{ v }}", v=rest(note)))
    assert findings == ()
    identities = [identity for node in tree.findall(nodes.Element) for identity in node["ids"]]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("good\n\nbad *star", 12, "* is not closed"),
        ("ok\n\n.. include:: /etc/passwd", 12, "the directive '.. include::' is not allowed here"),
        ("ok\n\n.. raw:: html\n\n   <b>", 12, "the directive '.. raw::' is not allowed here"),
        ("ok\n\n.. csv-table::\n   :file: /etc/passwd", 12, "the directive '.. csv-table::' is not allowed here"),
        ("see |this|", 10, "undefined substitution |this|"),
        ("see `that`_", 10, "undefined link or footnote 'that'"),
        (":raw-html:`x`", 10, "the role ':raw-html:' is not allowed here"),
        ("ok\n\n`x <javascript:alert(1)>`_", 12, "javascript:alert(1)"),
        ("`x <file:///etc/passwd>`__", 10, "file:///etc/passwd"),
        ("`x <data:text/html,hi>`__", 10, "data:text/html"),
        ("+---+\n| a |\n+--+", 12, "malformed table"),
        ("Heading\n=====\n\ntext", 11, "shorter than its heading"),
    ],
)
def test_a_fault_in_a_value_is_found_at_its_line_in_the_yaml(text: str, line: int, words: str) -> None:
    found = faults(text)
    assert any(words in f.message and f.place and (f.place.file.name, f.place.line) == ("w.yaml", line) for f in found)


def test_image_embed_reads_no_file() -> None:
    tree, _ = parse_value(rest(".. image:: /etc/hostname\n   :alt: x\n   :loading: embed"))
    assert Path("/etc/hostname").read_text().strip() not in tree.pformat().replace("/etc/hostname", "")


def test_a_docutils_configuration_file_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docutils.conf").write_text("[general]\nfile_insertion_enabled: yes\nraw_enabled: yes\n")
    monkeypatch.chdir(tmp_path)
    assert faults(".. raw:: html\n\n   <b>x</b>")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * i + "- x" for i in range(0, 600, 2)),
        "*" * 5000 + "a",
        "| " * 4000,
        ("+" + "-+" * 300 + "\n" + "|" + "a|" * 300 + "\n") * 100,
        "\n".join(f"{'> ' * i}x" for i in range(300)),
    ],
)
def test_text_made_to_exhaust_the_parser_ends_soon(text: str) -> None:
    faults(text)


def test_headings_are_allowed_only_where_a_section_can_stand(tmp_path: Path) -> None:
    text = rest("Intro\n\nHead\n====\n\ntext")
    _, within = parse_template(filled(tmp_path, "Top\n===\n\n{{ v }}", v=text))
    assert within == ()
    _, listed = parse_template(filled(tmp_path, "- {{ v }}", v=text))
    assert [finding.code for finding in listed] == ["heading-here"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("J. Doe chaired the panel.", "J. Doe chaired the panel."),
        ("B. Smith reported\na loss.", "B. Smith reported\na loss."),
        ("2003. A year of change.", "2003. A year of change."),
        ("iv) the fourth", "iv) the fourth"),
        ("M. Dupont préside.", "M. Dupont préside."),
        ("See urn:isbn:1, tel:112 and Tag:x.", "See urn:isbn:1, tel:112 and Tag:x."),
        ("an _`inline target` stays", "an inline target stays"),
    ],
)
def test_words_that_look_like_markup_are_printed_as_written(text: str, printed: str) -> None:
    tree, findings = parse_value(rest(text))
    assert findings == []
    assert tree.astext() == printed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Words.\n\n.. [#] A note that nobody calls.", "note-uncalled"),
        ("Words [#a]_.\n\n.. [#a] A note [#b]_.\n.. [#b] Another.", "note-in-note"),
        ("Words [#]_.\n\n.. [#] A note:\n\n   .. image:: a.png\n      :alt: a", "note-with-blocks"),
        ("Words\n- one\n- two", "list-unseen"),
        ("Words.\n\n- one\n  - deeper\n  - deeper", "list-unseen"),
        ("# A heading", "markdown"),
        ("See [here](https://example.org).", "markdown"),
        ("Words[^1].", "markdown"),
        (".. note: one colon", "comment"),
        (".. _only: https://example.org", "nothing-printed"),
        ("\\ ", "nothing-printed"),
        ("`x <https://>`__", "bad-link"),
        ("`x <http:>`__", "bad-link"),
    ],
)
def test_what_would_be_lost_or_changed_in_silence_is_a_finding(text: str, code: str) -> None:
    assert code in [finding.code for finding in faults(text)]


def test_a_class_of_a_values_own_changes_nothing() -> None:
    tree, _ = parse_value(rest(".. rubric:: Words\n   :class: footnote"))
    assert next(tree.findall(nodes.rubric))["classes"] == []


@pytest.mark.parametrize("text", ["- " * 90 + "x", "- " * 150 + "x", "\n".join(" " * i + "x" for i in range(115))])
def test_text_nested_too_deep_is_a_finding(text: str) -> None:
    assert [finding.code for finding in faults(text)][-1:] in ([], ["rest-too-deep"], ["rest"])


def test_formulas_of_values_know_their_lines() -> None:
    tree, _ = parse_value(Rest("Words :math:`a`\nand a :math:`b`.\n\n.. math::\n\n   c\n"))
    formulas = tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block))
    assert [node["place"].line for node in formulas] == [1, 2, 6]

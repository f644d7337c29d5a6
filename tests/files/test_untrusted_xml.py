"""XML of strangers: what is refused, and where it is said to be wrong."""

from __future__ import annotations

import pytest

from octavo.files.untrusted_xml import XmlFault, parse_untrusted_xml


def test_plain_xml_is_read() -> None:
    root = parse_untrusted_xml(b"<a><b c='1'>&lt;</b></a>", 2, 2)
    assert [(one.tag, one.get("c"), one.text) for one in root] == [("b", "1", "<")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "document type"),
        (b"<a><a><a/></a></a>", "too deep"),
        (b"<a><b/><b/><b/></a>", "too many elements"),
    ],
)
def test_what_may_expand_or_grow_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(XmlFault, match=said) as fault:
        parse_untrusted_xml(data, 2, 3)
    assert fault.value.is_refused
    assert fault.value.line == 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"<a>\n <b></a>", (2, 7)),
        (b"", (1, 1)),
        (b"<a>\n<x:b/></a>", (2, 1)),
        (b"<?xml version='1.0' encoding='none'?><a/>", (0, 1)),
        (b"<?xml version='1.0' encoding='utf-16'?><a/>", (1, 31)),
    ],
)
def test_what_is_no_xml_is_told_with_its_place(data: bytes, place: tuple[int, int]) -> None:
    with pytest.raises(XmlFault) as fault:
        parse_untrusted_xml(data, 9, 9)
    assert (fault.value.line, fault.value.column) == place
    assert not fault.value.is_refused

"""Parse XML of strangers: without a document type, so that no entity expands, and with limits of size and depth."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat


class XmlFault(Exception):  # noqa: N818 - the message says what is wrong
    """Why XML was not read. `is_refused`: it is well formed so far, but holds what is not read.

    `line` and `column` count from 1; a line of 0 is not known.
    """

    def __init__(self, message: str, line: int = 0, column: int = 1, is_refused: bool = False) -> None:
        super().__init__(message)
        self.line, self.column, self.is_refused = line, column, is_refused


def parse_untrusted_xml(data: bytes, most_deep: int, most_elements: int) -> ElementTree.Element:
    """Return the root of XML that has no document type, is at most `most_deep` deep, and has at most `most_elements`.

    Nothing is fetched, and no entity is known but those of XML itself. Raises XmlFault.
    """
    parser = expat.ParserCreate()
    limits = _Limits(parser, most_deep, most_elements)
    parser.StartDoctypeDeclHandler = limits.refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = limits.enter, limits.leave
    try:
        parser.Parse(data, True)
        return ElementTree.fromstring(data)  # noqa: S314 - it has no document type, and is neither deep nor large
    except expat.ExpatError as error:
        raise XmlFault(expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
    except ElementTree.ParseError as error:  # namespaces, which expat alone does not look at
        raise XmlFault(expat.ErrorString(error.code), error.position[0], error.position[1] + 1) from None
    except (ValueError, LookupError):
        raise XmlFault("it is in an encoding that is not known") from None


class _Limits:
    def __init__(self, parser: expat.XMLParserType, most_deep: int, most_elements: int) -> None:
        self._parser, self._most_deep, self._most_elements = parser, most_deep, most_elements
        self._depth = self._count = 0

    def enter(self, _name: str, _attributes: object) -> None:
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > self._most_deep or self._count > self._most_elements:
            self._refuse("it is nested too deep, or has too many elements")

    def leave(self, _name: str) -> None:
        self._depth -= 1

    def refuse_doctype(self, *_: object) -> None:
        self._refuse("it declares a document type, which may hold entities")

    def _refuse(self, why: str) -> None:
        raise XmlFault(why, self._parser.CurrentLineNumber, is_refused=True)

"""Set citations and references in a CSL style: pandoc's citation processor, a program of its own, does it.

The style, the items and the citations go to it as one document on its standard input; the same document, with all set,
comes back. It reads and writes no file, and has no address to fetch from: a style that leads to another is refused.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ...processes.outside_program import ProgramFailed, ProgramStopped
from ...processes.pandoc_program import run_pandoc
from .styled_runs import Runs, read_inlines

_NO_PROGRAM: Final = "install it again: pip install --force-reinstall pypandoc-binary"
# The version of pandoc's document tree in which we write; pandoc reads all that begin with these two numbers.
_TREE_VERSION: Final = (1, 23, 1)


class CitationsNotSet(Exception):  # noqa: N818 (what happened, in the words of who reads it)
    """The citation processor could not set the citations; the message says why, and `hint` what to do."""

    def __init__(self, message: str, hint: str = "build again; if it is told again, choose another style") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Cite:
    """One item of a citation, with what is said of it there. `prefix` and `suffix` are pandoc's inlines."""

    key: str
    locator: str = ""
    label: str = "page"
    prefix: tuple[Mapping[str, object], ...] = ()
    suffix: tuple[Mapping[str, object], ...] = ()
    mode: str = "NormalCitation"


@dataclass(frozen=True)
class Citation:
    """A citation: its items, and the number of the note in which it stands (0 for none)."""

    cites: tuple[Cite, ...]
    note: int = 0


@dataclass(frozen=True)
class ProcessedCitations:
    """Citations in the order in which they were given, and references by key, in the order of the style."""

    citations: tuple[Runs, ...]
    references: Mapping[str, Runs]


def process_citations(
    style: bytes, items: Sequence[Mapping[str, object]], citations: Sequence[Citation], language: str = ""
) -> ProcessedCitations:
    """Set citations and the references that they name, in the style whose source is given.

    Items are those of CSL-JSON. Without `language`, that of the style counts. The style must be independent (see
    `csl_styles`). Raises CitationsNotSet.
    """
    document = _write_document(style, items, citations, language)
    try:
        answer = _answer(json.dumps(document).encode())
    except ProgramStopped as error:
        raise CitationsNotSet(f"the citation processor was stopped: {error}") from None
    except ProgramFailed as error:
        if error.status is None:
            raise CitationsNotSet(f"the citation processor is not there: {error}", _NO_PROGRAM) from None
        raise CitationsNotSet(" ".join(str(error).split())) from None
    try:
        blocks = json.loads(answer)["blocks"]
    except ValueError:
        raise CitationsNotSet("the citation processor ended before its answer") from None
    return _read_document(blocks, len(citations))


_OPTIONS: Final = ("--citeproc", "--from=json", "--to=json")


@lru_cache(maxsize=4)
def _answer(document: bytes) -> bytes:
    """Return what the processor makes of a document, of which the last few are remembered."""
    return run_pandoc(_OPTIONS, document)


# The document


def _write_document(
    style: bytes, items: Sequence[Mapping[str, object]], citations: Sequence[Citation], language: str
) -> dict[str, object]:
    meta: dict[str, object] = {
        "csl": _meta_string(_data_address("application/xml", style)),
        "bibliography": _meta_string(_data_address("application/json", json.dumps(list(items)).encode())),
        "notes-after-punctuation": {"t": "MetaBool", "c": False},
    }
    if language:
        meta["lang"] = _meta_string(language)
    return {
        "pandoc-api-version": list(_TREE_VERSION),
        "meta": meta,
        "blocks": [_write_citation(citation) for citation in citations],
    }


def _meta_string(words: str) -> dict[str, str]:
    return {"t": "MetaString", "c": words}


def _data_address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"


def _write_citation(citation: Citation) -> dict[str, object]:
    """Return a citation in a note of its own: styles for notes then add nothing to it, and take nothing away."""
    cites = [
        {
            "citationId": cite.key,
            "citationPrefix": list(cite.prefix),
            "citationSuffix": [*_write_locator(cite), *cite.suffix],
            "citationMode": {"t": cite.mode},
            "citationNoteNum": citation.note,
            "citationHash": 0,
        }
        for cite in citation.cites
    ]
    return _paragraph({"t": "Note", "c": [_paragraph({"t": "Cite", "c": [cites, []]})]})


def _paragraph(inline: dict[str, object]) -> dict[str, object]:
    return {"t": "Para", "c": [inline]}


def _write_locator(cite: Cite) -> list[dict[str, object]]:
    """Return a locator as pandoc reads it: in braces, behind the word for it."""
    if not cite.locator:
        return []
    words = [*cite.label.split(), *cite.locator.split(" ")]
    inlines: list[dict[str, object]] = [{"t": "Str", "c": "{"}]
    for word in words:
        inlines += [{"t": "Str", "c": word}, {"t": "Space"}]
    return [*inlines[:-1], {"t": "Str", "c": "}"}]


def _read_document(blocks: Sequence[Mapping[str, Any]], count: int) -> ProcessedCitations:
    cited = tuple(read_inlines(block["c"]) for block in blocks[:count])
    references: dict[str, Runs] = {}
    for block in blocks[count:]:
        for entry in block["c"][1]:
            (name, _, _), content = entry["c"]
            references[name.removeprefix("ref-")] = tuple(
                run for paragraph in content for run in read_inlines(paragraph["c"])
            )
    return ProcessedCitations(cited, references)

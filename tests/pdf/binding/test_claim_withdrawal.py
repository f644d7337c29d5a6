"""Claims that were not proved are taken out of a bound document, and nothing else is."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from octavo.pdf.binding.claim_withdrawal import withdraw_claims
from octavo.pdf.metadata.document_info import read_document_info
from pdf_ua_documents import document


@pytest.mark.parametrize(
    ("archival", "accessible", "left"),
    [
        (True, True, ("PDF/A-3a", "PDF/UA-1")),
        (True, False, ("PDF/A-3a",)),
        (False, True, ("PDF/UA-1",)),
        (False, False, ()),
    ],
)
def test_only_the_claims_that_hold_are_left(archival: bool, accessible: bool, left: tuple[str, ...]) -> None:
    kept = withdraw_claims(document(), archival, accessible)
    with pikepdf.open(BytesIO(kept)) as pdf, pikepdf.open(BytesIO(document())) as whole:
        info = read_document_info(pdf)
        assert info.standards == left and info.title == read_document_info(whole).title
        assert [page.obj.Contents.read_bytes() for page in pdf.pages] == [
            page.obj.Contents.read_bytes() for page in whole.pages
        ]
    assert withdraw_claims(document(), archival, accessible) == kept

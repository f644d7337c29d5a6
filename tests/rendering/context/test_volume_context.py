"""The title page names the event of the proceedings, without an article or a word twice."""

from __future__ import annotations

import pytest

from octavo.language.translator import get_translator
from octavo.model import Workshop
from octavo.rendering.context.display_names import DisplayNames
from octavo.rendering.context.volume_context import build_volume_context
from small_volume import workshop


@pytest.mark.parametrize(
    ("title", "language", "statement"),
    [
        ("The Second Workshop on Gauges", "en", "Proceedings of the Second Workshop on Gauges"),
        ("A Workshop on Gauges", "en", "Proceedings of the Workshop on Gauges"),
        ("Theatre Workshop", "en", "Proceedings of the Theatre Workshop"),
        ("Proceedings of the 21st Workshop", "en", "Proceedings of the 21st Workshop"),
        ("The Proceedings of a Workshop", "en", "The Proceedings of a Workshop"),
        ("Reading the Tides", "en", "Proceedings of the Workshop on Reading the Tides"),
        ("Le colloque des marées", "fr", "Actes : Le colloque des marées"),
        ("Actes du colloque des marées", "fr", "Actes du colloque des marées"),
    ],
)
def test_the_statement_on_the_title_page(title: str, language: str, statement: str) -> None:
    content = workshop()
    content["event"]["title"], content["language"] = title, language
    lookup = DisplayNames.from_workshop(Workshop.model_validate(content), get_translator(language))
    known = build_volume_context(lookup)
    assert known is not None and " ".join(known["proceedings"].split()) == statement

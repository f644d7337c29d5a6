"""What is done of a recommendation is one number, in charts and on the cover."""

from __future__ import annotations

from octavo.checking.recommendation_status import done_share
from octavo.model import Recommendation
from octavo.rendering.context.cover_figure import _recommendation_sign

from octavo.model.workshop import Workshop  # isort: skip


def test_the_cover_counts_actions_as_the_charts_do() -> None:
    actions = [{"text": "One", "status": "done"}, {"text": "Two", "status": "planned"}]
    tracking = {"status": "in-progress", "actions": actions}
    entry = Recommendation.model_validate(
        {"id": "R1", "text": "Share.", "addressees": ["harbour"], "tracking": tracking}
    )
    assert done_share(entry) == 0.5
    assert _recommendation_sign(Workshop.model_construct(report=None), entry).share == 0.5

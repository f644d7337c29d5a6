"""The styles of the toolkit's volumes."""

import pytest

from checkout import ROOT
from octavo.project.project_folders import Project
from octavo.typesetting.stylesheets import StyleSheets, stylesheets


@pytest.fixture(scope="module")
def sheets() -> StyleSheets:
    folders = Project(ROOT).search_path("styles")
    return stylesheets("volume", "proceedings", folders)

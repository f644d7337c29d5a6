"""The formulas that authors write usually, one a line."""

from checkout import ROOT

USUAL = (ROOT / "tests" / "rendering" / "mathematics" / "usual.tex").read_text("utf-8").splitlines()

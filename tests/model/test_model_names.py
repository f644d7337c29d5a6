"""The names that the model gives out: each is imported when it is first used."""

from __future__ import annotations

import subprocess
import sys


def test_every_name_of_the_model_is_found_by_a_fresh_process() -> None:
    code = "import octavo.model as model; print([name for name in model.__all__ if not hasattr(model, name)])"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout == "[]\n"

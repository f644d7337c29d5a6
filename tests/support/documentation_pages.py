"""What tests of documentation pages share: their blocks, and how their commands are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def run(words: list[str], folder: Path, expected: int = 0) -> str:
    code = Path(sys.executable).parent
    path = os.pathsep.join((str(code), os.environ["PATH"]))
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )
    assert done.returncode == expected, (words, done.stdout, done.stderr)
    return done.stdout + done.stderr

"""Detect the build server that a command runs on, from environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class BuildServer:
    """A build server: the folder of its clone, and the URL under which it shows the files of this commit."""

    root: Path
    files: str = ""

    def line_url(self, path: Path, line: int) -> str:
        """Return the URL of a line of a file; "" for a file outside the repository, or if there is no URL."""
        if not self.files or not path.is_relative_to(self.root):
            return ""
        return f"{self.files}/{quote(path.relative_to(self.root).as_posix())}#L{line}"


# The variable that shows the build server; that of the clone; the template of the URL.
_GITHUB = ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/blob/{GITHUB_SHA}")
_GITLAB = ("GITLAB_CI", "CI_PROJECT_DIR", "{CI_PROJECT_URL}/-/blob/{CI_COMMIT_SHA}")


def detect_build_server(environment: Mapping[str, str]) -> BuildServer | None:
    """Return the build server that set these variables; None on a personal machine."""
    for sign, clone, address in (_GITHUB, _GITLAB):
        if environment.get(sign) == "true" and environment.get(clone):
            return BuildServer(Path(os.path.realpath(environment[clone])), _fill_url(address, environment))
    return None


def _fill_url(address: str, environment: Mapping[str, str]) -> str:
    try:
        return address.format_map(environment)
    except KeyError:
        return ""

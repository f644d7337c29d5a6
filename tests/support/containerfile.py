"""Carry out a Containerfile's steps in a folder, as a builder of images would, without one."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HOST_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# What a network asks for: the settings of proxies and certificates, and of the index of packages.
PASSED_ON = re.compile(r"(PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|https?_proxy|no_proxy)", re.IGNORECASE)


def instructions(text: str) -> list[tuple[str, str]]:
    """Read a Containerfile: instructions with their words, comments taken out and lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


@dataclass
class Image:
    """A root folder in which steps are carried out, and what they set: environment, user, folder, entry point."""

    root: Path
    context: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    folder: str = "/"
    entry: tuple[str, ...] = ()

    def build(self, text: str) -> None:
        """Carry out all steps; an instruction that is not known here is an error."""
        for instruction, words in instructions(text):
            getattr(self, f"do_{instruction.lower()}")(words)

    def do_from(self, words: str) -> None:
        """Trust that the root folder holds the base named."""
        assert "debian:13" in words

    def do_arg(self, words: str) -> None:
        """Take an argument that nobody gave."""
        assert "=" not in words

    def do_env(self, words: str) -> None:
        """Set variables."""
        self.environment.update(word.split("=", 1) for word in shlex.split(words))

    def do_copy(self, words: str) -> None:
        """Copy files, or what a folder holds, from the context."""
        *sources, target = shlex.split(words)
        into = self.root / target.lstrip("/")
        for source in (self.context / name for name in sources):
            if source.is_dir():
                shutil.copytree(source, into, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
            else:
                place = into / source.name if target.endswith("/") else into
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, place)

    def do_run(self, words: str) -> None:
        """Run a line of shell."""
        self.run(["/bin/sh", "-c", words], network=True).check_returncode()

    def do_user(self, words: str) -> None:
        """Be somebody else from here on."""
        self.user = words

    def do_workdir(self, words: str) -> None:
        """Work in another folder from here on."""
        self.folder = words
        (self.root / words.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def do_entrypoint(self, words: str) -> None:
        """Note what is run in the end."""
        self.entry = tuple(json.loads(words))

    def do_cmd(self, words: str) -> None:
        """Note nothing: words are given."""
        assert json.loads(words)

    def run(self, command: list[str], network: bool = False, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the root folder, with processes of its own, as the user and in the folder that were set."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **self.environment, **more}
        if network:
            environment |= {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
            if Path(HOST_CERTIFICATES).exists():
                shutil.copy(HOST_CERTIFICATES, self.root / "tmp" / "host.crt")
                environment |= {"PIP_CERT": "/tmp/host.crt", "SSL_CERT_FILE": "/tmp/host.crt"}
        user = "" if self.user == "root" else f"--userspec={self.user}:{self.user}"
        script = (
            'mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" && root=$1 folder=$2 user=$3 && shift 3'
        )
        inside = 'exec chroot $user "$root" /bin/sh -c \'cd "$0" && exec "$@"\' "$folder" "$@"'
        unshare = ["unshare", "--mount", "--pid", "--fork", *([] if network else ["--net"])]
        return subprocess.run(
            [*unshare, "bash", "-euc", f"{script}\n{inside}", "image", str(self.root), self.folder, user, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=1200,
        )

"""The Containerfile makes an image in which a user without rights builds, without a network and the same each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from checkout import ROOT
from containerfile import Image, instructions

TEXT = (ROOT / "Containerfile").read_text()


def test_what_is_copied_is_in_the_context_and_the_lock_is_used() -> None:
    copied = [name for verb, words in instructions(TEXT) if verb == "COPY" for name in words.split()[:-1]]
    kept = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")}
    assert {name.split("/")[0] for name in copied} == kept
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "--require-hashes" in TEXT and re.search(r"^USER (?!root)", TEXT, re.M)


def test_the_image_has_the_libraries_that_setup_asks_for() -> None:
    asked = re.findall(r'\("(lib[^"]+)", "lib', (ROOT / "scripts" / "setup.sh").read_text())
    assert len(asked) == 3 and [name for name in asked if not re.search(rf"\s{re.escape(name)}\s", TEXT)] == []


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("needs root and debootstrap")
    folder = tmp_path_factory.mktemp("image")
    root = folder / "root"
    made = subprocess.run(["debootstrap", "--variant=minbase", "trixie", str(root)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"debootstrap cannot: {made.stdout[-300:]}")
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    built = Image(root, ROOT)
    built.build(TEXT)
    yield built
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_the_image_builds_as_it_is_told_on_the_command_line(image: Image) -> None:
    assert (image.user, image.folder, image.entry) == ("octavo", "/work", ("octavo",))
    work = image.root / "work"
    image.run([*image.entry, "new", "tides"]).check_returncode()
    digests = []
    for _ in range(2):
        shutil.rmtree(work / "build", ignore_errors=True)
        done = image.run([*image.entry, "build", "tides"], SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr
        digests.append({path.name: sha256(path.read_bytes()).hexdigest() for path in work.glob("build/tides/*.pdf")})
    assert digests[0] == digests[1] and set(digests[0]) == {"summary.pdf", "report.pdf"}
    assert {path.stat().st_uid for path in work.glob("build/tides/*")} == {10001}


@pytest.mark.slow
def test_the_image_has_the_job_of_gitlab_in_it(image: Image) -> None:
    image.run([*image.entry, "new", "gauges"])
    done = image.run(
        ["octavo-ci"], OCTAVO_SERVER="gitlab", OCTAVO_COMMAND="build", OCTAVO_OUT="/work/out", OCTAVO_WORKSHOPS="gauges"
    )
    assert done.returncode == 0, done.stderr
    kept = {path.name for path in (image.root / "work" / "out").iterdir()}
    assert kept == {"products", "summary.md", "octavo-pages.html", "code-quality.json", "preflight.xml"}


@pytest.mark.slow
def test_nothing_of_the_toolkit_can_be_written_in_the_image(image: Image) -> None:
    done = image.run(["sh", "-c", "touch /opt/octavo/x || touch /usr/local/bin/octavo-ci || echo neither"])
    assert "neither" in done.stdout


@pytest.mark.slow
def test_a_check_needs_no_library_of_the_system(image: Image) -> None:
    image.run([*image.entry, "new", "staffs"])
    libraries = "find / -xdev -name 'libpango*.so*' -o -xdev -name 'libharfbuzz*.so*'"
    hide = f"for each in $({libraries}); do mv $each $each.away; done"
    Image(image.root, ROOT).run(["sh", "-c", hide]).check_returncode()
    assert image.run([*image.entry, "check", "staffs"]).returncode == 0
    assert image.run([*image.entry, "build", "staffs"]).returncode == 4
    back = "for each in $(find / -xdev -name '*.away'); do mv $each ${each%.away}; done"
    Image(image.root, ROOT).run(["sh", "-c", back]).check_returncode()


def committed(folder: Path) -> None:
    """Commit this checkout as it stands to a repository of its own."""
    for name in ("ci", "profiles", "requirements", "scripts", "src", "styles", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "hatch_build.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


@pytest.mark.slow
def test_the_job_of_gitlab_fetches_octavo_where_the_image_lacks_it(image: Image) -> None:
    """Take its lines one by one in a bare Debian; git is told to find the project of Octavo in a folder."""
    bare = Image(image.root, ROOT)
    bare.run(["mv", "/usr/local/bin/octavo-ci", "/usr/local/bin/octavo-ci.away"]).check_returncode()
    committed(image.root / "srv" / "octavo")
    (image.root / "builds" / "papers" / "reports").mkdir(parents=True)
    bare.folder = "/builds/papers"
    shutil.rmtree(image.root / "opt" / "octavo")
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["octavo"]
    variables = {name: value.replace("${CI_PROJECT_DIR}", "/builds/papers") for name, value in job["variables"].items()}
    variables |= {"GITLAB_CI": "true", "CI_PROJECT_DIR": "/builds/papers", "OCTAVO_COMMAND": "check"}
    variables |= {"CI_SERVER_PROTOCOL": "https", "CI_SERVER_HOST": "git.example", "CI_SERVER_PORT": "443"}
    variables |= {"CI_JOB_TOKEN": "token", "OCTAVO_PROJECT": "group/octavo", "OCTAVO_REF": "HEAD"}
    variables |= {"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "url./srv/octavo.insteadOf"}
    variables |= {"GIT_CONFIG_VALUE_0": "https://gitlab-ci-token:token@git.example:443/group/octavo.git"}
    variables |= {"GIT_CONFIG_KEY_1": "safe.directory", "GIT_CONFIG_VALUE_1": "*"}
    begun = "/opt/octavo/.venv/bin/octavo new tides"
    script = "\n".join(["set -eo pipefail", *job["before_script"], begun, *job["script"]])
    done = bare.run(["bash", "-c", script], network=True, **variables)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads((image.root / "builds" / "papers" / "octavo-out" / "code-quality.json").read_text())
    assert [one["check_name"] for one in told] == ["example-text"]

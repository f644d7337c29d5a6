"""What is spoilt and how it is read: seeds, and where good files are found, for `readers` and `edit_readers`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from mutations import spoil

from octavo.findings.finding import Finding

Findings = Iterable[Finding]
_MOST_BESIDE = 300_000
"""Bytes of a file that is laid beside the one that is spoilt."""
MOST_SEED = 400_000
"""Bytes of a file that is spoilt."""


@dataclass(frozen=True)
class Seed:
    """A good file, and the folder that it is read in: what else lies there, by name."""

    name: str
    data: bytes
    beside: Mapping[str, Path | bytes]

    def lay(self, home: Path) -> Path:
        """Lay out the folder; give the place of the file that is spoilt."""
        for name, content in self.beside.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        (home / self.name).parent.mkdir(parents=True, exist_ok=True)
        return home / self.name


@dataclass(frozen=True)
class Reader:
    """A kind of file: where good ones are, how one is spoilt, and how it is read in the `home` that was laid out."""

    seeds: Callable[[list[Path]], Iterable[Seed]]
    read: Callable[[Path, Path], Findings]
    spoil: Callable[[bytes, Random, list[bytes]], bytes] = spoil


def find_seed_files(folders: Iterable[Path], *patterns: str) -> Iterator[Path]:
    for folder in folders:
        for pattern in patterns:
            for path in sorted(folder.rglob(pattern)):
                if path.is_file() and not path.is_symlink() and 0 < path.stat().st_size <= MOST_SEED:
                    yield path


def seeds_alone(*patterns: str) -> Callable[[list[Path]], Iterator[Seed]]:
    def seeds(folders: list[Path]) -> Iterator[Seed]:
        for path in find_seed_files(folders, *patterns):
            yield Seed(path.name, path.read_bytes(), {})

    return seeds


def seeds_below(folder: str, pattern: str) -> Callable[[list[Path]], Iterator[Seed]]:
    """Find files that stand in a folder of their project, by themselves."""

    def seeds(folders: list[Path]) -> Iterator[Seed]:
        for path in find_seed_files(folders, pattern):
            if path.parent.name == folder:
                yield Seed(f"{folder}/{path.name}", path.read_bytes(), {})

    return seeds


def seeds_with_folder(
    top: Callable[[Path], Path], under: str, *patterns: str
) -> Callable[[list[Path]], Iterator[Seed]]:
    """Find files that are read with what lies in a folder above them; that stands below `under` at home."""

    def seeds(folders: list[Path]) -> Iterator[Seed]:
        for path in find_seed_files(folders, *patterns):
            folder = top(path)
            others = [one for one in folder.rglob("*") if one.is_file() and one.stat().st_size <= _MOST_BESIDE]
            beside = {f"{under}{one.relative_to(folder).as_posix()}": one for one in sorted(others)[:60]}
            yield Seed(f"{under}{path.relative_to(folder).as_posix()}", path.read_bytes(), beside)

    return seeds


def spoil_packed(data: bytes, chance: Random, others: list[bytes]) -> bytes:
    """Spoil a packed file as a whole, or one file in it, which is packed again."""
    if chance.random() < 0.3:
        return spoil(data, chance, others)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        named = old.namelist()
        chosen = chance.choice(named)
        for name in named:
            content = old.read(name)
            new.writestr(name, spoil(content, chance, [content]) if name == chosen else content)
    return made.getvalue()

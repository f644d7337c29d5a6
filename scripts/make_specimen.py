"""Make the specimen workshops: no input, files under reports/ out; the same to the byte each time."""

from __future__ import annotations

import argparse
from pathlib import Path

from specimen import annexes, english, french, outcome, pictures
from specimen.prose import as_yaml

REPORTS = Path(__file__).resolve().parent.parent / "reports"


def files() -> dict[str, bytes]:
    """Return the contents of every file by its path below reports/."""
    texts = {
        "specimen/workshop.yaml": as_yaml(english.workshop(), english.HEADING),
        "specimen-fr/workshop.yaml": as_yaml(french.workshop(), french.HEADING),
        "specimen/images/council.svg": outcome.COUNCIL_SVG,
        **{f"specimen/{name}": source + "\n" for name, source in annexes.SOURCES.items()},
    }
    images = {f"specimen/{name}": data for name, data in pictures.pictures().items()}
    return {**{name: text.encode() for name, text in texts.items()}, **images}


def main() -> None:
    """Write the files."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--output", type=Path, default=REPORTS, help="folder to write into (default: reports/)")
    folder: Path = arguments.parse_args().output
    for name, data in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()

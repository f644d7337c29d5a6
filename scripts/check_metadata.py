"""Hold files of metadata against their schemas, for scripts/conformance.sh."""

from __future__ import annotations

import sys
from pathlib import Path

from octavo.exporters.schema_validation import list_schema_errors


def main(paths: list[str]) -> int:
    """Print what is wrong with each file."""
    found = [(path, error) for path in paths for error in list_schema_errors(Path(path).name, Path(path).read_bytes())]
    sys.stdout.writelines(f"{path}: {error}\n" for path, error in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

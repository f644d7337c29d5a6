"""Keep the verdicts of a workshop beside its parts, where nobody but this user on this machine can have put them.

A verdict decides whether a document may claim a standard, so nothing is believed that came with a project, was unpacked
or copied, or was written by somebody else. The file is sealed with a secret in a file of its own, and with the number
and the time of change of that file, which no copy has. Both files must belong to the user alone. What judged is part of
the seal: after an update of Octavo or of a library nothing is known.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress

from ..files.atomic_files import OpenFolder, UnwritableError

_FORMAT = 1
_VERDICTS, _SECRET = "verdicts.json", "verdicts.key"
_MOST_VERDICTS = 40_000
_SEAL_LENGTH = 64


class VerdictStore:
    """The kept verdicts of one workshop; without a folder, or for a run from nothing, none are known."""

    def __init__(self, folder: OpenFolder | None, environment: str, is_from_nothing: bool = False) -> None:
        self._folder, self._environment = folder, environment
        self.known = b"" if is_from_nothing else self._read()
        """The verdicts as JSON data, or b"" if there are none."""
        self._used: dict[str, object] = {}

    @property
    def is_writable(self) -> bool:
        """Whether there is a folder to keep verdicts in."""
        return self._folder is not None

    def add(self, used: Mapping[str, object]) -> None:
        """Add the verdicts that a judgement used or made."""
        self._used |= used

    def save(self) -> None:
        """Write what is known and was added. If it cannot be written, the next build takes longer, nothing else."""
        known = parse_verdicts(self.known)
        if self._folder is None or self._used.keys() <= known.keys():
            return
        kept = {key: value for key, value in known.items() if key not in self._used} | self._used
        newest = dict(list(kept.items())[-_MOST_VERDICTS:])
        body = json.dumps(newest, separators=(",", ":")).encode()
        with suppress(OSError, UnwritableError):
            secret = self._read_secret() or self._make_secret()
            if secret:
                self._folder.write_file(_VERDICTS, self._seal(secret, body) + b"\n" + body, is_private=True)

    def _read(self) -> bytes:
        secret = self._read_secret()
        found = self._folder.read_private_file(_VERDICTS) if self._folder and secret else None
        if found is None or secret is None:
            return b""
        seal, _, body = found[0].partition(b"\n")
        return body if hmac.compare_digest(seal, self._seal(secret, body)) else b""

    def _read_secret(self) -> bytes | None:
        found = self._folder.read_private_file(_SECRET) if self._folder else None
        if found is None or len(found[0]) != _SEAL_LENGTH:
            return None
        data, state = found
        return data + f" {state.st_ino} {state.st_ctime_ns}".encode()

    def _make_secret(self) -> bytes | None:
        if self._folder:
            self._folder.write_file(_SECRET, secrets.token_bytes(_SEAL_LENGTH), is_private=True)
        return self._read_secret()

    def _seal(self, secret: bytes, body: bytes) -> bytes:
        judge = f"{_FORMAT} {self._environment}\n".encode()
        return hmac.new(secret, judge + body, "sha256").hexdigest().encode()


def parse_verdicts(data: bytes) -> dict[str, object]:
    """Return the verdicts of `VerdictStore.known`; none if they are no JSON data."""
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

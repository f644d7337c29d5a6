"""Say what is wrong with a cluster: nobody answers, a version differs, or it was lost during the work."""

from __future__ import annotations

from ..findings.finding import OutsideError


class ClusterError(OutsideError):
    """A cluster cannot be used: nobody answers at its address, it has no workers, or other versions run there."""


CLUSTER_VERSION = "cluster-version"
"""Code of the finding that a scheduler or worker runs other versions than this machine."""


class ClusterLost(ClusterError):  # noqa: N818 (what happened, in the words of who reads it)
    """A scheduler ended or was cut off while jobs were under way."""

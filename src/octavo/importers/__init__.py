"""Workshops of other toolchains, one file each."""

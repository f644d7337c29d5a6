"""A project's folders and files."""

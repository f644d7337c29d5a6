"""The folders and files of a project, and what the machine provides."""

"""The public registry as static files that any web server can host, and what a mirror checks before it believes them.

Pure, but for `directory.py`, which reads and writes the files. docs/mirror.md has the layout for people.
"""

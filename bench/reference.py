"""The reference of the command line, from its own help: docs/cli.md.

    python bench/reference.py [--write]

Without `--write` it says whether the page is what the commands say; a test asks the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import click

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 100
HEAD = """# Every command

What `--help` says of each, written by `python bench/reference.py --write`.
"""


def list_help(command: click.Command, words: str, parent: click.Context | None = None) -> list[str]:
    """Return a heading and the help of a command, and of those below it."""
    name = words.rsplit(maxsplit=1)[-1]
    context = click.Context(command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH)
    text = "\n".join(line.rstrip() for line in command.get_help(context).split("\n"))
    parts = [f"## {words}\n\n```text\n{text}\n```\n"]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            parts += list_help(below, f"{words} {each}", context)
    return parts


def write_reference() -> str:
    """Return the whole page."""
    from mealopt.cli import door

    return "\n".join([HEAD, *list_help(door, "mealopt")])


def main() -> int:
    """Write the page, or say whether it is what the commands say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    text = write_reference()
    if parser.parse_args().write:
        PAGE.write_text(text, encoding="utf-8")
    same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    print(f"{PAGE.name} {'is' if same else 'is NOT'} what the commands say")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

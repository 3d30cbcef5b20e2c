"""The reference of the command line, from its own help: docs/cli.md.

    python bench/reference.py [--write]

Without `--write` it says whether the page is what the commands say; a test asks the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 100
HEAD = """# Every command

What `--help` says of each, written by `python bench/reference.py --write`.
"""


def walk_commands(
    command: click.Command, words: str, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Context]]:
    """Yield a command and those below it: its words, and the context it is asked in.

    The context is as the door makes it: click keeps the help option it was first asked for.
    """
    name = words.rsplit(maxsplit=1)[-1]
    widths = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent, name, **{**command.context_settings, **widths})
    yield words, context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            yield from walk_commands(below, f"{words} {each}", context)


def write_reference() -> str:
    """Return the whole page."""
    from mealopt.cli import door

    parts = [HEAD]
    for words, context in walk_commands(door, "mealopt"):
        text = "\n".join(line.rstrip() for line in context.get_help().split("\n"))
        parts.append(f"## {words}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


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

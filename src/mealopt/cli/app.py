"""`mealopt app`: the page, in a browser."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import click

from mealopt.errors import BadInputError, Problem

# the page asks about health: unless told otherwise it answers this machine alone, and Streamlit does not
# look for the machine's address outside
HERE_ONLY = ("--server.address", "localhost")
PACKAGE = Path(__file__).resolve().parent.parent


@click.command(
    short_help="Open the page in a browser.",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[STREAMLIT OPTIONS]")
def app(arguments: tuple[str, ...]) -> None:
    """Open the page: today's meals, the week, every nutrient, and what drives the cost.

    Options go to Streamlit, for example  mealopt app --server.port 8080

    Only this machine can open it, unless  --server.address 0.0.0.0  says otherwise.
    """
    if find_spec("streamlit") is None:
        raise BadInputError(
            Problem("mealopt app", "The page needs Streamlit. Install it: pip install 'mealopt[app]'")
        )
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(find_page()),
        *page_settings(arguments),
        *arguments,
    ]
    with subprocess.Popen(command) as page:  # noqa: S603 - our own interpreter, the user's own arguments
        try:
            code = page.wait()
        except KeyboardInterrupt:  # the page hears Ctrl-C too, and closes by itself
            code = page.wait()
    raise click.exceptions.Exit(0 if code in {0, -2, 130} else 1)


def find_page() -> Path:
    """Return the page: inside an installed package, or at the top of a checkout."""
    for path in (PACKAGE / "app.py", PACKAGE.parent.parent / "app.py"):
        if path.is_file():
            return path
    raise BadInputError(Problem("mealopt app", "The page is missing. Install mealopt again."))


def page_settings(arguments: tuple[str, ...]) -> list[str]:
    """Return the page's own settings as options, so that they hold wherever it is started from."""
    given = {argument.split("=")[0] for argument in arguments}
    options = [] if HERE_ONLY[0] in given else ["=".join(HERE_ONLY)]
    for path in (PACKAGE / "page" / "config.toml", PACKAGE.parent.parent / ".streamlit" / "config.toml"):
        if path.is_file():
            break
    else:
        return options
    for section, values in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, value in values.items():
            name = f"--{section}.{key}"
            if name not in given and isinstance(value, bool | int | float | str):
                options.append(f"{name}={str(value).lower() if isinstance(value, bool) else value}")
    return options

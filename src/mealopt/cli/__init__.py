"""The command line: a door that parses, calls a room and prints. Commands are imported when they are used."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mealopt import __version__
from mealopt.errors import MealoptError

if TYPE_CHECKING:
    from collections.abc import Sequence

# name, module of mealopt.cli, what it does; written here so that --help imports none of them
COMMANDS = (
    ("day", "plans", "Plan one day of real food."),
    ("week", "plans", "Plan a week of real food."),
    ("again", "again", "Plan some days of a plan again and keep the rest."),
    ("batch", "batch", "Plan for many people of a CSV file."),
    ("household", "household", "Plan for people who share the main meal."),
    ("shopping", "shopping", "List what to buy for plans, by aisle."),
    ("explain", "explain", "Say why a plan is as it is, and what would change it."),
    ("targets", "targets", "Show a person's nutrient targets and their sources."),
    ("foods", "foods", "Search, show, check and import foods."),
    ("solve", "solve", "Solve any diet problem from two CSV files."),
    ("verify", "verify", "Check plans from the tables, trusting nothing."),
    ("app", "app", "Open the page in a browser."),
)
BUILT_ON = ("PuLP", "highspy", "numpy", "pandas", "streamlit")  # whose versions decide what comes out
BUG, INTERRUPTED = 1, 130
EXITS = """\b
Exit codes: 0 done · 1 a bug · 2 bad input · 3 no plan exists · 4 solver limit · 130 interrupted.
Results go to stdout, everything else to stderr. mealopt gives no medical advice."""


class Door(click.Group):
    """A group that imports a command when it is asked for, and turns every error into its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Return the commands in the order people need them."""
        return [name for name, _, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        for name, module, _ in COMMANDS:
            if name == cmd_name:
                command: click.Command = getattr(import_module(f"mealopt.cli.{module}"), name)
                return command
        return None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, _, what in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was probably meant."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            from mealopt.tables.values import nearest

            ctx.fail(f"No command {args[0]!r}.{nearest(args[0], names)} Known: {', '.join(names)}.")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors a person should read are printed, bugs in one line."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except MealoptError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted. Nothing was written.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # the reader of our output has seen enough
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is left is ours
            if os.environ.get("MEALOPT_DEBUG") == "1":
                click.echo(traceback.format_exc(), err=True, nl=False)
            said = " ".join(str(error).split())[:200]
            click.echo(
                f"This is a bug in mealopt: {type(error).__name__}: {said}. Nothing was written. "
                "Please report it with your command; MEALOPT_DEBUG=1 shows where it happened.",
                err=True,
            )
            ctx.exit(BUG)
        return result


def show_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Print the version of mealopt, of what states and solves its programs, and of Python."""
    if not value or context.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    parts = []
    for package in BUILT_ON:
        with contextlib.suppress(PackageNotFoundError):
            parts.append(f"{package} {version(package)}")
    parts.append(f"Python {'.'.join(map(str, sys.version_info[:3]))}")
    click.echo(f"mealopt {__version__} ({', '.join(parts)})")
    context.exit()


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXITS)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version,
    help="Show the version, and those of what it is built on.",
)
def door() -> None:
    """Plan real food that meets every nutrient target at the least cost, with proof.

    \b
      mealopt week --age 34 --sex female
      mealopt week --age 70 --sex male --diet vegan --budget 6 -o week.csv
      mealopt targets --age 34 --sex female
    """  # noqa: D301 - \b keeps click from filling the lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            if stream.isatty():
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
            else:
                stream.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        door.main(args=None if arguments is None else list(arguments), prog_name="mealopt")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0

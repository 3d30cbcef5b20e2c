from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from mealopt.cli import door

if TYPE_CHECKING:
    from collections.abc import Callable

SEPARATE = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command in this process; stdout and stderr are kept apart."""

    def invoke(*arguments: object, **options: Any) -> Result:
        runner = CliRunner(**SEPARATE)
        return runner.invoke(door, [str(argument) for argument in arguments], prog_name="mealopt", **options)

    return invoke

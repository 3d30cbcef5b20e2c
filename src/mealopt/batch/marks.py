"""The fingerprint of a batch: everything its bytes depend on, so that a change is noticed and said."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import mealopt
from mealopt.batch.tables import PARQUET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.batch.people import People
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.asked import Given

SOLVERS = ("pulp", "highspy", "numpy", "pandas")
PEOPLE, OWN_TABLES, CODE = "the people's file", "the tables", "mealopt's own code"
DIGESTS = {PEOPLE, OWN_TABLES, CODE}  # that they changed can be said, but not how
NOTHING = "not given"


def find_version(package: str) -> str:
    """Return the installed version of a package, `none` where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


@lru_cache(maxsize=1)
def find_versions() -> dict[str, str]:
    """Return the versions that may change a plan: mealopt, its code, and the packages behind a solve."""
    code = hashlib.sha256()
    folder = Path(mealopt.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        code.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return {
        "mealopt": mealopt.__version__,
        CODE: code.hexdigest()[:16],
        **{package: find_version(package) for package in SOLVERS},
    }


def build_fingerprint(
    people: People, knowledge: Knowledge, days: int, defaults: Mapping[str, list[Given]], shape: str
) -> dict[str, str]:
    """Return everything the results depend on, each under the name it has in a sentence."""
    options: dict[str, list[str]] = {}
    for written in defaults.values():
        for given in written:
            options.setdefault(given.where, []).append(given.text)
    writer = {"pyarrow": find_version("pyarrow")} if shape == PARQUET else {}
    return {
        PEOPLE: people.digest,
        OWN_TABLES: knowledge.digest,
        "--days": str(days),
        "--format": shape,
        **{name: "; ".join(texts) for name, texts in sorted(options.items())},
        **find_versions(),
        **writer,
    }


def say_changes(
    before: Mapping[str, str], now: Mapping[str, str], when: tuple[str, str] = ("before", "now")
) -> str:
    """Say which parts of a fingerprint differ, blank where none does; `when` names the two."""
    changes = []
    for name in dict.fromkeys([*before, *now]):
        old, new = before.get(name, NOTHING), now.get(name, NOTHING)
        if old != new:
            changes.append(name if name in DIGESTS else f"{name} ({old} {when[0]}, {new} {when[1]})")
    return ", ".join(changes)

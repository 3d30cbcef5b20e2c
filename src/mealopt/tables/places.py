"""Where the tables lie: inside an installed package, or beside src/ in a checkout."""

from __future__ import annotations

from pathlib import Path

from mealopt.errors import BadInputError, Problem


def find_data() -> Path:
    """Return the folder of tables: inside an installed package, or beside `src/` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data", package.parent.parent / "data"):
        if (folder / "nutrients.csv").is_file():
            return folder
    raise BadInputError(
        Problem(str(package / "data"), "The tables are missing. Install mealopt again, or run `make data`.")
    )

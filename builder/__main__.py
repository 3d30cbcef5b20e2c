"""`python -m builder --raw RAW --out data`: rebuilds every table from the raw files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builder.by_label import mark_by_label
from builder.diets import derive_diet_tags
from builder.extras import load_extra_rules
from builder.foods import FIRST_COLUMNS, FoodTable, build_food_table
from builder.intakes import write_intake_tables
from builder.price_families import level_prices
from builder.prices import FACTOR_COLUMNS
from builder.raw import RawProblem, load_rows
from builder.recipes import write_recipes
from builder.sittings import write_sitting_tables
from builder.unknown import UNKNOWN_COLUMNS, build_unknown_rows
from builder.writing import write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUTRIENT_COLUMNS = ("nutrient", "kind", "fndds_column")


def write_food_tables(table: FoodTable, out: Path) -> None:
    """foods.csv, unknown_values.csv and price_factor.csv."""
    write_table(out / "foods.csv", [*FIRST_COLUMNS, *table.nutrients], table.rows)
    unknown = build_unknown_rows(table.rows, table.nutrients)
    write_table(out / "unknown_values.csv", UNKNOWN_COLUMNS, unknown)
    write_table(out / "price_factor.csv", FACTOR_COLUMNS, [table.price_factor])


def build_all(raw: Path, out: Path) -> FoodTable:
    """Builds and writes every table; returns the food table."""
    out.mkdir(parents=True, exist_ok=True)
    write_intake_tables(raw, out)
    nutrients = load_rows(out / "nutrients.csv", NUTRIENT_COLUMNS)

    def derive_tags(food_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return derive_diet_tags(raw, food_ids)

    table = build_food_table(raw, nutrients, derive_tags)
    level_prices(raw, table.rows)
    mark_by_label(table.rows)
    write_food_tables(table, out)
    write_sitting_tables(raw, out)
    kin = [{"food_id": row["food_id"], "kin": row["kin"]} for row in load_extra_rules().values()]
    write_table(out / "kin.csv", ("food_id", "kin"), kin)
    write_recipes(raw, out, [row["food_id"] for row in table.rows])
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m builder", description="Rebuild data/ from the raw files."
    )
    parser.add_argument(
        "--raw", type=Path, required=True, help="folder of the raw USDA, NASEM and NHANES files"
    )
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder to write the tables to")
    options = parser.parse_args(arguments)
    try:
        table = build_all(options.raw, options.out)
    except RawProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"{len(table.rows)} foods with {len(table.nutrients)} nutrients in {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

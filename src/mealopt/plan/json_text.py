"""A plan as JSON: plain values with the numbers of the CSV files, unknown as null."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.plan.plan import Plan


def to_json(value: Any) -> str:
    """Return a result as JSON text."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def json_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as JSON rows, with the numbers of the CSV files; unknown is null."""
    from mealopt.tables.writing import DECIMALS, DEFAULT_DECIMALS  # noqa: PLC0415 - --help must not pay for pandas

    def value(name: str, cell: Any) -> Any:
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            number = float(cell)
            if math.isnan(number):
                return None
            rounded = round(number, DECIMALS.get(name, DEFAULT_DECIMALS)) + 0.0
            return int(rounded) if isinstance(cell, int) else rounded
        return cell

    return [{str(k): value(str(k), v) for k, v in row.items()} for row in frame.to_dict("records")]


def describe_plan(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values, the same for every person and diet."""
    return {
        "headline": plan.headline,
        "cost_per_day": None if math.isnan(plan.cost_per_day) else round(plan.cost_per_day, 4),
        "energy_per_day": round(plan.energy_per_day, 2),
        "hei2020": None if plan.score is None else round(plan.score, 4),
        "portions": json_rows(plan.portions),
        "totals": json_rows(plan.totals),
        "drivers": json_rows(plan.drivers),
        "missed": json_rows(plan.missed),
        "notes": list(plan.notes),
        "warnings": list(plan.targets.warnings),
        "not_measured": list(plan.targets.unmeasured),
        "proof": {name: float(value) for name, value in asdict(plan.proof).items()},
    }

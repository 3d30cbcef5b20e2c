"""What holds for everybody: single numbers, proper names, and the people whose plans others start from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.intakes import SEXES
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Figures:
    """The rows of `figures.csv`, which says of each what it is and its unit."""

    aim_times: float
    asked_for_nats: float
    common_share: float
    far_unlike_times: float
    free_at_meal_sittings: float
    free_at_meal_times: float
    free_times: float
    glass_usd: float
    healthy_bmi: float
    largest_times: float
    leftovers_days: float
    lone_pot_usd: float
    most_diet_times: float
    most_liking_nats: float
    most_sittings: float
    must_times: float
    must_usd: float
    off_portion_usd: float
    pot_sittings: float
    quality_times: float
    quality_usd: float
    rare_food_times: float
    rare_pair_times: float
    rarest_share: float
    same_sitting_usd: float
    same_snack_usd: float
    seldom_times: float
    sizes_times: float
    short_money_times: float
    short_times: float
    side_usd: float
    single_day_times: float
    sittings_age_y: float
    swapped_in_named_share: float
    swapped_in_share: float
    tablet_usd: float
    too_often_usd: float
    twice_a_day_usd: float
    unlike_nats: float
    unlike_times: float
    usual_rarity_nats: float


def load_reference_people(path: Path) -> tuple[tuple[float, str, float], ...]:
    """Load `reference_people.csv`: age [y], sex and energy [kcal] of whose plans others start from."""
    columns = (
        Column("number", "whole", required=True, minimum=1),
        Column("age", "number", required=True, minimum=1),
        Column("sex", "choice", required=True, choices=SEXES),
        Column("energy_kcal", "number", required=True, minimum=500, maximum=10_000),
    )  # fmt: skip
    return tuple(
        (number_of(r, "age") or 0.0, text_of(r, "sex"), number_of(r, "energy_kcal") or 0.0)
        for r in load_records(path, columns, key=("number",))
    )


def load_figures(path: Path) -> Figures:
    """Load `figures.csv`; each figure must be there, and no other."""
    names = [field.name for field in fields(Figures)]
    columns = (
        Column("figure", "choice", required=True, choices=tuple(names)),
        Column("value", "number", required=True, minimum=0), Column("unit"),
        Column("description", required=True),
    )  # fmt: skip
    records = load_records(path, columns, key=("figure",))
    found = {text_of(r, "figure"): number_of(r, "value") or 0.0 for r in records}
    missing = [name for name in names if name not in found]
    if missing:
        raise BadInputError(Problem(str(path), f"These figures are missing: {', '.join(missing)}."))
    return Figures(**found)

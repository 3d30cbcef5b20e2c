"""A plan: what to eat, what it holds and costs, and the proof behind it; nothing in it can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.tables.frames import Records, list_column

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.request.person import Person
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets

AVERAGE, WEEK = "average", 7  # the name of the day that stands for a week, and its days


@dataclass(frozen=True)
class Proof:
    """What was proved: the optimum of the linear program bounds every plan of this shape from below.

    `objective` and `bound` are per day [$, surcharges included]; `gap` is their relative distance, 0 for
    exact portions; `money_bound` is the money of the linear program's own plan [$ per day].
    """

    objective: float
    bound: float
    gap: float
    money_bound: float
    primal_violation: float
    dual_violation: float
    duality_gap: float


@dataclass(frozen=True)
class Plan:
    """The whole answer for one person.

    `portions`, `totals`, `drivers` and `quality` are frames in the columns of the files of the same names,
    made of the rows kept here when first asked for; `missed` lists the aims not reached (day, nutrient, unit,
    amount, minimum, percent). `by_period` says of a week that each must holds by its period, on every day or
    over the week; `meals` that it is made of meals people had.
    """

    person: Person
    rules: Rules
    targets: Targets
    portion_rows: Records
    total_rows: Records
    driver_rows: Records
    quality_rows: Records
    missed_rows: Records
    proof: Proof
    headline: str
    notes: tuple[str, ...]
    quality_asked: float | None
    digest: str
    by_period: bool = False
    meals: bool = False

    @property
    def portions(self) -> pd.DataFrame:
        """Return what is eaten, a row per food at a meal of a day."""
        return self.portion_rows.frame

    @property
    def totals(self) -> pd.DataFrame:
        """Return what each day holds, a row per nutrient."""
        return self.total_rows.frame

    @property
    def drivers(self) -> pd.DataFrame:
        """Return what drives the cost, a row per limit or group of limits."""
        return self.driver_rows.frame

    @property
    def quality(self) -> pd.DataFrame:
        """Return the HEI-2020, a row per component; empty where the table cannot score it."""
        return self.quality_rows.frame

    @property
    def missed(self) -> pd.DataFrame:
        """Return the aims not reached."""
        return self.missed_rows.frame

    @property
    def days(self) -> tuple[str, ...]:
        """Return the days in order: `1` … `7`, or `average`."""
        return tuple(dict.fromkeys(list_column(self.portion_rows, "day")))

    @property
    def span(self) -> int:
        """Return how many days the plan is for: the exact `average` day stands for a week."""
        return WEEK if self.days == (AVERAGE,) else len(self.days)

    @property
    def cost_per_day(self) -> float:
        """Return the money of a day [$], surcharges left out; NaN where the food table has no prices."""
        return sum_column(self.portion_rows, "cost") / len(self.days)

    @property
    def energy_per_day(self) -> float:
        """Return the energy of a day [kcal]."""
        return sum_column(self.portion_rows, "energy_kcal") / len(self.days)

    @property
    def score(self) -> float | None:
        """Return the HEI-2020 of the whole plan [0–100], `None` where the table cannot score it."""
        return sum_column(self.quality_rows, "points") if self.quality_rows.rows else None

    @property
    def food_count(self) -> int:
        """Return how many different foods the plan has."""
        return len(set(list_column(self.portion_rows, "food_id")))

    def _repr_html_(self) -> str:
        """Show a plan in a notebook as its headline and its portions."""
        return f"<p>{self.headline}</p>{self.portions.to_html(index=False)}"

    def __str__(self) -> str:
        return f"{self.headline}\n{self.portions.to_string(index=False)}"


def sum_column(table: Records, name: str) -> float:
    """Return the sum of a column of numbers."""
    return float(np.sum(np.array(list_column(table, name), dtype=np.float64)))


def list_missed(totals: Records | pd.DataFrame) -> Records:
    """Return the aims missed: day, nutrient, unit, amount, minimum, percent of the minimum reached."""
    names = ("day", "nutrient", "unit", "amount", "minimum", "percent_of_minimum")
    rows = zip(*(list_column(totals, name) for name in (*names, "status")), strict=True)
    short = [row[:-1] for row in rows if row[-1] in {"below aim", "below"}]
    return Records((*names[:-1], "percent"), short)

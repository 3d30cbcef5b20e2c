"""A plan: what to eat, what it holds and costs, and the proof behind it; nothing in it can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.plan.frames import build_frame, list_column

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

    `portions`, `totals`, `drivers` and `quality` are frames in the columns of the files of the same names;
    `missed` lists the aims not reached (day, nutrient, unit, amount, minimum, percent). `by_period` says of a
    week that each must holds by its period, on every day or over the week; `meals` that it is made of meals
    people had.
    """

    person: Person
    rules: Rules
    targets: Targets
    portions: pd.DataFrame
    totals: pd.DataFrame
    drivers: pd.DataFrame
    quality: pd.DataFrame
    missed: pd.DataFrame
    proof: Proof
    headline: str
    notes: tuple[str, ...]
    quality_asked: float | None
    digest: str
    by_period: bool = False
    meals: bool = False

    @property
    def days(self) -> tuple[str, ...]:
        """Return the days in order: `1` … `7`, or `average`."""
        return tuple(dict.fromkeys(self.portions["day"]))

    @property
    def span(self) -> int:
        """Return how many days the plan is for: the exact `average` day stands for a week."""
        return WEEK if self.days == (AVERAGE,) else len(self.days)

    @property
    def cost_per_day(self) -> float:
        """Return the money of a day [$], surcharges left out."""
        return float(self.portions["cost"].sum()) / len(self.days)

    @property
    def energy_per_day(self) -> float:
        """Return the energy of a day [kcal]."""
        return float(self.portions["energy_kcal"].sum()) / len(self.days)

    @property
    def score(self) -> float | None:
        """Return the HEI-2020 of the whole plan [0–100], `None` where the table cannot score it."""
        return float(self.quality["points"].sum()) if len(self.quality) else None

    @property
    def food_count(self) -> int:
        """Return how many different foods the plan has."""
        return int(self.portions["food_id"].nunique())

    def _repr_html_(self) -> str:
        """Show a plan in a notebook as its headline and its portions."""
        return f"<p>{self.headline}</p>{self.portions.to_html(index=False)}"

    def __str__(self) -> str:
        return f"{self.headline}\n{self.portions.to_string(index=False)}"


def find_missed(totals: pd.DataFrame) -> pd.DataFrame:
    """Return the aims missed: day, nutrient, unit, amount, minimum, percent of the minimum reached."""
    names = ("day", "nutrient", "unit", "amount", "minimum", "percent_of_minimum")
    rows = zip(*(list_column(totals, name) for name in (*names, "status")), strict=True)
    short = [row[:-1] for row in rows if row[-1] in {"below aim", "below"}]
    return build_frame(short, (*names[:-1], "percent"))

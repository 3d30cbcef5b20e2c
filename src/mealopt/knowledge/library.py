"""All tables together, loaded once: `Knowledge` is what every other room asks."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mealopt.knowledge import choices, energy
from mealopt.knowledge.conditions import Condition, load_conditions
from mealopt.knowledge.eating_index import Component, load_eating_index
from mealopt.knowledge.figures import Figures, load_figures, load_reference_people
from mealopt.knowledge.food_reading import load_foods
from mealopt.knowledge.goals import Goal, load_goals
from mealopt.knowledge.habits import Habits, load_habits
from mealopt.knowledge.intakes import Adjustment, Intake, lay_over, load_adjustments, load_intakes
from mealopt.knowledge.naming import load_synonyms
from mealopt.knowledge.nutrients import Nutrients, load_nutrients
from mealopt.knowledge.prices import apply_prices
from mealopt.knowledge.shopping import Shop, load_shop
from mealopt.knowledge.titles import Titles, load_titles
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mealopt.knowledge.foods import FoodTable

LOADING = threading.Lock()


@dataclass(frozen=True)
class Knowledge:
    """Every table the program knows, and a digest that changes when any of them does."""

    nutrients: Nutrients
    foods: FoodTable
    intakes: tuple[Intake, ...]
    adjustments: tuple[Adjustment, ...]
    equations: tuple[energy.Equation, ...]
    additions: tuple[energy.Addition, ...]
    stand_ins: tuple[energy.StandIn, ...]
    eating_index: tuple[Component, ...]
    diets: dict[str, choices.Diet]
    exclusions: dict[str, choices.Exclusion]
    goals: dict[str, Goal]
    figures: Figures
    titles: Titles
    reference_people: tuple[tuple[float, str, float], ...]
    meals: tuple[choices.Meal, ...]
    meal_limits: tuple[choices.MealLimit, ...]
    pairings: tuple[choices.Pairing, ...]
    habits: Habits
    conditions: dict[str, Condition]
    giving_way: tuple[choices.GiveWay, ...]
    age_rules: tuple[choices.AgeRule, ...]
    shop: Shop
    price_note: str
    digest: str
    notes: tuple[str, ...] = ()  # what everybody who plans with a person's own tables should be told

    @cached_property
    def ages(self) -> list[float]:
        """Return the ages at which other published values begin to hold or to hold no more [y]."""
        return sorted({age for row in self.intakes for age in (row.age_min_y, row.age_max_y)})

    @cached_property
    def holding(self) -> dict[tuple[int, str, str], tuple[Intake, ...]]:
        """Return the published values that were asked for, by age group, sex and life stage."""
        return {}

    def find_intakes(self, age: float, sex: str, life_stage: str) -> tuple[Intake, ...]:
        """Return the published values meant for a person of this age [y], sex and life stage."""
        key = bisect_right(self.ages, age), sex, life_stage
        if key not in self.holding:
            self.holding[key] = tuple(row for row in self.intakes if row.holds_for(age, sex, life_stage))
        return self.holding[key]

    @property
    def energy_id(self) -> str:
        """Return the id of the nutrient that is energy: the one measured in kcal."""
        return next(nutrient.id for nutrient in self.nutrients if nutrient.unit == "kcal")


def load_unknown_values(path: Path) -> dict[tuple[str, str], float]:
    """Load what an unknown value counts as towards a maximum, by category and nutrient."""
    columns = (
        Column("category"), Column("nutrient", required=True),
        Column("value", "number", required=True, minimum=0),
    )  # fmt: skip
    return {
        (text_of(r, "category"), text_of(r, "nutrient")): number_of(r, "value") or 0.0
        for r in load_records(path, columns, key=("category", "nutrient"))
    }


def load_price_note(path: Path) -> str:
    """Say in which dollars prices are."""
    columns = (Column("target", required=True), Column("base", required=True), Column("factor", "number"))
    record = load_records(path, columns, others=True)[0]
    return f"{text_of(record, 'target')} dollars: {text_of(record, 'base')} prices × {record['factor']}"


def tag_conflicts(diets: Mapping[str, choices.Diet]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of tags no food can have both: a diet's own, and what the diet forbids."""
    return tuple((diet.column, tag) for diet in diets.values() for tag in diet.never_with)


def digest_folder(folder: Path) -> str:
    """Return a short fingerprint of every table in a folder."""
    mark = hashlib.sha256()
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        mark.update(path.name.encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()[:16]


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """Load every table of a folder (the shipped one by default), or raise every problem met.

    It is loaded once: whoever asks while somebody's call is loading it waits, and gets the very same.
    """
    with LOADING:
        return read_tables(folder or find_data())


@lru_cache(maxsize=4)
def read_tables(data: Path) -> Knowledge:
    """Read every table of a folder."""
    diets = choices.load_diets(data / "diets.csv")
    exclusions = choices.load_exclusions(data / "exclusions.csv")
    tags = {diet.column for diet in diets.values()} | {item.column for item in exclusions.values()}
    meals = choices.load_meals(data / "meals.csv")
    nutrients = load_nutrients(data / "nutrients.csv", tags - {""}, load_synonyms(data / "synonyms.csv"))
    return Knowledge(
        nutrients=nutrients,
        foods=load_foods(
            data / "foods.csv",
            nutrients,
            load_unknown_values(data / "unknown_values.csv"),
            tag_conflicts(diets),
            [meal.id for meal in meals],
        ),
        intakes=load_intakes(data / "reference_intakes.csv", nutrients),
        adjustments=load_adjustments(data / "adjustments.csv"),
        equations=energy.load_equations(data / "energy_equations.csv"),
        additions=energy.load_additions(data / "energy_additions.csv"),
        stand_ins=energy.load_stand_ins(data / "energy_defaults.csv"),
        eating_index=load_eating_index(data / "eating_index.csv"),
        diets=diets,
        exclusions=exclusions,
        goals=load_goals(data / "goals.csv"),
        figures=load_figures(data / "figures.csv"),
        titles=load_titles(data),
        reference_people=load_reference_people(data / "reference_people.csv"),
        meals=meals,
        meal_limits=choices.load_meal_limits(data / "meal_limits.csv"),
        pairings=choices.load_pairings(data / "pairings.csv"),
        habits=load_habits(data, [meal.id for meal in meals]),
        conditions=load_conditions(data / "conditions.csv"),
        giving_way=choices.load_giving_way(data / "giving_way.csv"),
        age_rules=choices.load_age_rules(data / "ages.csv"),
        shop=load_shop(data),
        price_note=load_price_note(data / "price_factor.csv"),
        digest=digest_folder(data),
    )


def customise_knowledge(
    knowledge: Knowledge,
    foods: Path | None = None,
    targets: Path | None = None,
    prices: Path | None = None,
    *,
    only_targets: bool = False,
) -> Knowledge:
    """Return the knowledge with a person's own food table, targets or prices.

    Own targets are laid over ours, nutrient by nutrient; with `only_targets` ours are not asked at all.
    """
    table = knowledge.foods
    if foods is not None:
        meals = knowledge.foods.meals
        table = load_foods(foods, knowledge.nutrients, {}, tag_conflicts(knowledge.diets), meals)
    if prices is not None:
        table = apply_prices(table, prices)
    intakes, notes = knowledge.intakes, knowledge.notes
    if targets is not None:
        own = load_intakes(targets, knowledge.nutrients)
        loose = {row.kind for row in knowledge.giving_way}
        intakes = lay_over(() if only_targets else intakes, own, loose)
        notes = (*notes, say_targets(knowledge, own, only=only_targets))
    mark = hashlib.sha256(f"{knowledge.digest}{table.digest}{intakes!r}".encode()).hexdigest()[:16]
    return replace(knowledge, foods=table, intakes=intakes, digest=mark, notes=notes)


def say_targets(knowledge: Knowledge, own: tuple[Intake, ...], *, only: bool) -> str:
    """Say which nutrients a targets file is about, and whether the published targets of the others hold."""
    asked = {row.measured_as for row in own}
    musts = {row.measured_as for row in knowledge.intakes if row.strength == "must" and row.measured_as}
    others = sorted(musts - asked, key=knowledge.nutrients.rank)
    count = f"{len(asked)} nutrient{'s' if len(asked) > 1 else ''}"
    if not others:
        return f"Your targets file is about {count}: every one that we have a must for."
    named = ", ".join(knowledge.nutrients[name].label for name in others[:5])
    if only:
        return (
            f"Only the targets of your file are asked, for {count}. Our musts for {len(others)} others are "
            f"not, {named} among them, nor their upper limits."
        )
    return f"Your targets file is about {count}; our targets for {len(others)} others hold as well."

"""Which foods a person's rules leave, and at which meals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.knowledge.foods import LABEL

if TYPE_CHECKING:

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules


def required_tags(person: Person, rules: Rules, knowledge: Knowledge) -> dict[str, str]:
    """Return the tag columns that matter and the value a food must have: `vegan` yes, `contains_soy` no."""
    wanted: dict[str, str] = {}
    column = knowledge.diets[rules.diet].column
    if column:
        wanted[column] = "yes"
    for tag in rules.without:
        wanted[knowledge.exclusions[tag].column] = "no"
    for change in knowledge.adjustments:
        for_diet = change.diet in {"", rules.diet}
        if change.exclude_tag and for_diet and change.life_stage in {"", person.life_stage}:
            wanted[change.exclude_tag] = "no"
    return wanted


def allow_foods(person: Person, rules: Rules, knowledge: Knowledge) -> npt.NDArray[np.bool_]:
    """Say for each food whether the person may eat it: `unknown` is not allowed unless they take it in.

    What is sold or made both ways (`label`) is allowed: the plan says which one to choose (`find_marks`).
    Single excluded foods are not left out here: they are bounds of the model, not its shape.
    """
    table = knowledge.foods
    allowed = np.ones(len(table), dtype=np.bool_)
    lenient = {
        knowledge.exclusions[tag].column if tag in knowledge.exclusions else tag
        for tag in rules.allow_unknown
    }
    for column, value in required_tags(person, rules, knowledge).items():
        accepted = {value, "unknown"} if column in lenient else {value}
        accepted |= {LABEL} if value == "yes" else set()
        allowed &= np.array([tag in accepted for tag in table.tag(column)])
    for nutrient in rules.only_measured:
        allowed &= table.known[:, table.nutrient_ids.index(nutrient)]
    if not rules.supplements:
        allowed &= ~supplement_mask(table)
    if rules.meals:
        allowed &= find_eaten(rules, knowledge)
    for rule in knowledge.age_rules:
        if person.age < rule.from_age_y and not rule.serve:
            named = zip(table.ids, table.categories, strict=True)
            allowed &= ~np.array([rule.covers(food, kind) for food, kind in named])
    return allowed


def find_eaten(rules: Rules, knowledge: Knowledge) -> npt.NDArray[np.bool_]:
    """Say for each food whether people have it at one of the meals of a day; what is pinned is had anyway."""
    table = knowledge.foods
    kept = [meal for meal in knowledge.meals if meal.id in rules.meals]
    eaten = np.array([food in rules.include or food in rules.ate for food in table.ids])
    for meal in kept:
        eaten |= table.meal_shares[:, table.meals.index(meal.id)] >= meal.least_share
    return eaten


def serve_meals(rules: Rules, knowledge: Knowledge) -> Knowledge:
    """Return the knowledge of days with the meals asked for alone, each as much larger as there are fewer.

    Energy, the most of one food and of some foods together at a meal grow with the share of the day's energy
    that the meals left out would hold.
    """
    kept = [meal for meal in knowledge.meals if not rules.meals or meal.id in rules.meals]
    if len(kept) == len(knowledge.meals):
        return knowledge
    usual, left = (sum(m.energy_share_min + m.energy_share_max for m in of) for of in (knowledge.meals, kept))
    larger = usual / left
    meals = tuple(
        replace(
            meal, energy_share_min=min(1.0, meal.energy_share_min * larger),
            energy_share_max=min(1.0, meal.energy_share_max * larger), larger=larger,
        )
        for meal in kept
    )  # fmt: skip
    limits = tuple(
        replace(limit, helpings=limit.helpings * larger, foods=limit.foods * larger)
        for limit in knowledge.meal_limits
    )
    foods = replace(knowledge.foods, max_meal=knowledge.foods.max_meal * larger)
    mark = "+".join(meal.id for meal in meals)
    return replace(
        knowledge, meals=meals, meal_limits=limits, foods=foods, digest=f"{knowledge.digest}-{mark}"
    )


def find_marks(rules: Rules, knowledge: Knowledge) -> dict[str, str]:
    """Return the diet of each food that suits it only as one chooses or cooks it: Bagel, plain: vegan."""
    column = knowledge.diets[rules.diet].column
    tags = knowledge.foods.tag(column) if column else ()
    return {food: rules.diet for food, tag in zip(knowledge.foods.ids, tags, strict=False) if tag == LABEL}


def supplement_mask(table: FoodTable) -> npt.NDArray[np.bool_]:
    """Say for each food whether it is a supplement; limits for supplements count only these."""
    return np.array([category == SUPPLEMENT for category in table.categories])
SUPPLEMENT = "Supplement"

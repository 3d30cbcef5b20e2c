"""Everything about rules that is not understood or contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.request.rules import PORTIONS, Rules
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mealopt.knowledge.library import Knowledge

Finding = tuple[str, str, str]  # the column, its value, and what is wrong with it
LISTS = ("without", "allow_unknown", "exclude", "like", "meals", "only_measured")
MOST_G, MOST = 5000, 1e7  # grams of a food a day; of a nutrient in any unit
EXCLUDED = "The same food is excluded. Drop one of the two."


def check_rules(rules: Rules, knowledge: Knowledge, where: str = "rules") -> list[Problem]:
    """Return everything about the rules that is not understood or contradicts itself."""
    texts = [
        (name, getattr(rules, name), "Give a list, not a text.")
        for name in LISTS if isinstance(getattr(rules, name), str)
    ]  # fmt: skip
    found = texts or [finding for check in CHECKS for finding in check(rules, knowledge)]
    return [Problem(where, text, column=column, value=value) for column, value, text in found]


def check_names(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find diets, goals, portions and exclusions that no table has."""
    asked: list[tuple[str, str, Collection[str]]] = [
        ("diet", rules.diet, knowledge.diets), ("goal", rules.goal, knowledge.goals),
        ("portions", rules.portions, PORTIONS),
        *(("without", tag, knowledge.exclusions) for tag in rules.without),
    ]  # fmt: skip
    for column, name, known in asked:
        if name not in known:
            yield column, name, unknown_name(name, known)


def check_meals(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find meals that are none, and days of snacks alone."""
    known = {meal.id: meal for meal in knowledge.meals}
    for meal in rules.meals:
        if meal not in known:
            yield "meals", meal, unknown_name(meal, known)
    if rules.meals and all(meal in known and known[meal].twice for meal in rules.meals):
        yield "meals", ", ".join(rules.meals), "A day needs a meal beside its snacks."


def check_foods(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find foods that the table has not, amounts nobody eats, and foods both wanted and not."""
    table = knowledge.foods
    for column in ("include", "ate"):
        for food, grams in getattr(rules, column).items():
            if food not in table:
                yield column, food, f"No such food.{nearest(food, table.ids)}"
            elif grams is not None and not 0 < grams <= MOST_G:
                yield column, f"{grams:g}", f"Grams of {food} must lie between 0 and {MOST_G} a day."
            elif food in rules.exclude:
                yield column, food, EXCLUDED
    for food in rules.ate:
        if food in rules.include:
            yield "include", food, "The same food was eaten already. Drop one of the two."
    for column in ("exclude", "like"):
        for food in getattr(rules, column):
            if food not in table:
                yield column, food, f"No such food.{nearest(food, table.ids)}"
            elif column == "like" and food in rules.exclude:
                yield column, food, EXCLUDED


def check_own_limits(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find limits of nutrients that are unknown, no numbers, or contradict one another."""
    known = knowledge.foods.nutrient_ids
    for column in ("minimums", "maximums", "meal_maximums"):
        for nutrient, value in getattr(rules, column).items():
            if nutrient not in known:
                yield column, nutrient, f"Unknown nutrient.{knowledge.nutrients.hint(nutrient, known)}"
            elif nutrient == knowledge.energy_id:
                yield column, nutrient, "The energy of a plan is the person's own: give energy_kcal instead."
            elif not 0 <= value <= MOST:
                yield column, f"{value:g}", f"A limit for {nutrient} must be a number from 0 up."
    for nutrient, low in rules.minimums.items():
        high = rules.maximums.get(nutrient)
        if high is not None and low > high:
            yield "minimums", f"{low:g}", f"The minimum of {nutrient} is above its maximum {high:g}."


def check_sizes(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:  # noqa: ARG001 - one of several checks
    """Find portions and scores that there are not."""
    if not 1 <= rules.larger_portions <= 3:
        yield "larger_portions", f"{rules.larger_portions:g}", "Portions can be 1 to 3 times the usual."
    if rules.quality is not None and not 0 <= rules.quality <= 100:
        yield "quality", f"{rules.quality:g}", "A HEI-2020 score lies between 0 and 100."


def check_unknowns(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find tags and nutrients that nothing of is known by that name."""
    allowed = {*knowledge.exclusions, *(d.column for d in knowledge.diets.values() if d.column)}
    measured = knowledge.foods.nutrient_ids
    for tag in rules.allow_unknown:
        if tag not in allowed:
            yield "allow_unknown", tag, unknown_name(tag, sorted(allowed))
    for nutrient in rules.only_measured:
        if nutrient not in measured:
            hint = knowledge.nutrients.hint(nutrient, measured)
            yield "only_measured", nutrient, f"Unknown nutrient.{hint}"
    goal = knowledge.goals.get(rules.goal)
    if goal is not None and goal.priced and goal.priced not in measured:
        yield "goal", rules.goal, f"The food table has no {goal.priced}, which this goal goes by."


def check_money(rules: Rules, knowledge: Knowledge) -> Iterator[Finding]:
    """Find a budget that is none, and rules that need prices."""
    if rules.budget is not None and not 0 < rules.budget <= 1000:
        yield "budget", f"{rules.budget:g}", "A budget must lie between 0 and 1000 $ a day."
    if knowledge.foods.priced:
        return
    if rules.budget is not None:
        yield "budget", f"{rules.budget:g}", "The food table has no prices: nothing is known of money."
    goal = knowledge.goals.get(rules.goal)
    if goal is not None and not goal.unfamiliar_usd:
        yield "goal", rules.goal, "The food table has no prices, and this goal weighs nothing else."


def unknown_name(value: str, known: Collection[str]) -> str:
    """Write the sentence for a name that is not in a table."""
    return f"Unknown.{nearest(value, known)} Known: {', '.join(known)}."


def require_rules(rules: Rules, knowledge: Knowledge, where: str = "rules") -> None:
    """Raise everything about the rules that is wrong."""
    problems = check_rules(rules, knowledge, where)
    if problems:
        raise BadInputError(problems)


CHECKS = (
    check_names, check_meals, check_unknowns, check_foods, check_own_limits, check_money, check_sizes,
)  # fmt: skip

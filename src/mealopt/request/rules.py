"""What the person asks for: diet, exclusions, pins, budget, goal; and which foods that leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.foods import LABEL
from mealopt.knowledge.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person

PORTIONS = ("whole", "exact")


@dataclass(frozen=True)
class Rules:
    """What a plan must respect.

    `like` names foods that should come often, in weeks of meals: nothing is asked of how often.
    `include` and `ate` give grams a day (`None` = one helping); what was eaten costs nothing.
    `minimums` and `maximums` are a person's own limits [unit of the nutrient per day], musts; `meal_maximums`
    are the most of a nutrient at each meal [unit], all snacks of a day being one; unknown values count high.
    `budget` [$ per day]. `allow_unknown` names tag columns or tags whose unknown counts as allowed;
    `only_measured` nutrients of which no food may be unknown.
    `quality` is the HEI-2020 score asked; blank leaves it to the goal, 0 asks for none.
    `every_day` asks every must of every day of a week; otherwise each holds by its period (see Intake).
    `meals` are those a day has, all by default: what the others would hold moves to them.
    `cook_once` asks for fewer dishes, each cooked for two or three days of a week.
    `larger_portions` multiplies the amounts of each food people eat, the caps of a day, a week and a meal.
    """

    diet: str = "omnivore"
    without: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: Mapping[str, float | None] = field(default_factory=dict)
    ate: Mapping[str, float | None] = field(default_factory=dict)
    budget: float | None = None
    goal: str = "balanced"
    minimums: Mapping[str, float] = field(default_factory=dict)
    maximums: Mapping[str, float] = field(default_factory=dict)
    meal_maximums: Mapping[str, float] = field(default_factory=dict)
    supplements: bool = False
    portions: str = "whole"
    strict: bool = False
    seed: int = 0
    allow_unknown: tuple[str, ...] = ()
    quality: float | None = None
    larger_portions: float = 1.0
    every_day: bool = False
    cook_once: bool = False
    meals: tuple[str, ...] = ()
    only_measured: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("without", "allow_unknown", "meals", "only_measured"):
            tags = getattr(self, name)
            if not isinstance(tags, str):  # a text in place of a list is named by `check_rules`
                object.__setattr__(self, name, tuple(dict.fromkeys(map(normalise_tag, tags))))
        if isinstance(self.diet, str):
            object.__setattr__(self, "diet", normalise_tag(self.diet))


def normalise_tag(tag: str) -> str:
    """Return a tag as the tables write it: `tree-nuts` is `tree_nuts`."""
    return tag.strip().casefold().replace("-", "_").replace(" ", "_")


def resolve_food(text: str, table: FoodTable) -> str | Problem:
    """Find the food a person means by its id or its exact name; otherwise say what is near."""
    wanted = text.strip()
    if wanted in table:
        return wanted
    folded = wanted.casefold()
    matches = [i for i, name in enumerate(table.names) if name.casefold() == folded]
    if len(matches) == 1:
        return table.ids[matches[0]]
    words = folded.split()
    partial = [i for i, name in enumerate(table.names) if all(word in name.casefold() for word in words)]
    if partial:
        partial.sort(key=lambda i: (-table.popularity[i], table.ids[i]))
        shown = "; ".join(f"{table.ids[i]} {table.names[i]}" for i in partial[:3])
        return Problem("food", f"Which one? {shown}. Give the id or the whole name.", value=text)
    return Problem(
        "food",
        f"No such food.{nearest(wanted, [*table.names])} Search with `mealopt foods search`.",
        value=text,
    )


def resolve_foods(text: str, table: FoodTable) -> tuple[str, ...] | Problem:
    """Find the foods a person means by an id, a whole name, a category, or words of both.

    Singular and plural are one; words that no food and no category has are a problem.
    """
    found = resolve_food(text, table)
    if isinstance(found, str):
        return (found,)
    wanted = find_stems(text)
    alike = {name for name in {*table.categories} if wanted and wanted <= find_stems(name)}
    several = tuple(
        food
        for food, name, category in zip(table.ids, table.names, table.categories, strict=True)
        if category in alike or (wanted and wanted <= find_stems(name))
    )
    return several or found


def find_stems(text: str) -> frozenset[str]:
    """Return the words of a name without case and plural: `Mushrooms, raw` are `mushroom` and `raw`."""
    words = re.findall(r"[^\W\d_]{2,}", text.casefold())
    return frozenset(re.sub(r"ies$", "y", re.sub(r"(?<=o)es$|(?<=[^s])s$", "", word)) for word in words)


def check_rules(rules: Rules, knowledge: Knowledge, where: str = "rules") -> list[Problem]:
    """Return everything about the rules that is not understood or contradicts itself."""
    problems: list[Problem] = []
    table = knowledge.foods

    def add(column: str, value: object, message: str) -> None:
        problems.append(Problem(where, message, column=column, value=str(value)))

    for name in ("without", "allow_unknown", "exclude", "like", "meals", "only_measured"):
        if isinstance(getattr(rules, name), str):
            add(name, getattr(rules, name), "Give a list, not a text.")
    if problems:
        return problems
    if rules.diet not in knowledge.diets:
        add("diet", rules.diet, unknown_name(rules.diet, knowledge.diets))
    if rules.goal not in knowledge.goals:
        add("goal", rules.goal, unknown_name(rules.goal, knowledge.goals))
    if rules.portions not in PORTIONS:
        add("portions", rules.portions, unknown_name(rules.portions, PORTIONS))
    for tag in rules.without:
        if tag not in knowledge.exclusions:
            add("without", tag, unknown_name(tag, knowledge.exclusions))
    known = {meal.id: meal for meal in knowledge.meals}
    for meal in rules.meals:
        if meal not in known:
            add("meals", meal, unknown_name(meal, known))
    if rules.meals and all(meal in known and known[meal].twice for meal in rules.meals):
        add("meals", ", ".join(rules.meals), "A day needs a meal beside its snacks.")
    for column, value, text in check_unknowns(rules, knowledge):
        add(column, value, text)
    for column in ("include", "ate"):
        for food, grams in getattr(rules, column).items():
            if food not in table:
                add(column, food, f"No such food.{nearest(food, table.ids)}")
            elif grams is not None and not 0 < grams <= 5000:
                add(column, f"{grams:g}", f"Grams of {food} must lie between 0 and 5000 a day.")
            elif food in rules.exclude:
                add(column, food, "The same food is excluded. Drop one of the two.")
    for food in rules.ate:
        if food in rules.include:
            add("include", food, "The same food was eaten already. Drop one of the two.")
    for column in ("exclude", "like"):
        for food in getattr(rules, column):
            if food not in table:
                add(column, food, f"No such food.{nearest(food, table.ids)}")
            elif column == "like" and food in rules.exclude:
                add(column, food, "The same food is excluded. Drop one of the two.")
    for column in ("minimums", "maximums", "meal_maximums"):
        for nutrient, value in getattr(rules, column).items():
            if nutrient not in table.nutrient_ids:
                hint = knowledge.nutrients.hint(nutrient, table.nutrient_ids)
                add(column, nutrient, f"Unknown nutrient.{hint}")
            elif nutrient == knowledge.energy_id:
                add(column, nutrient, "The energy of a plan is the person's own: give energy_kcal instead.")
            elif not 0 <= value <= 1e7:
                add(column, f"{value:g}", f"A limit for {nutrient} must be a number from 0 up.")
    for nutrient, low in rules.minimums.items():
        high = rules.maximums.get(nutrient)
        if high is not None and low > high:
            add("minimums", f"{low:g}", f"The minimum of {nutrient} is above its maximum {high:g}.")
    for column, value, text in check_money(rules, knowledge):
        add(column, value, text)
    if not 1 <= rules.larger_portions <= 3:
        add("larger_portions", f"{rules.larger_portions:g}", "Portions can be 1 to 3 times the usual.")
    if rules.quality is not None and not 0 <= rules.quality <= 100:
        add("quality", f"{rules.quality:g}", "A HEI-2020 score lies between 0 and 100.")
    return problems


def check_unknowns(rules: Rules, knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """Return column, value and sentence for each tag or nutrient that nothing of is known by that name."""
    allowed = {*knowledge.exclusions, *(d.column for d in knowledge.diets.values() if d.column)}
    measured = knowledge.foods.nutrient_ids
    tags = [tag for tag in rules.allow_unknown if tag not in allowed]
    found = [("allow_unknown", tag, unknown_name(tag, sorted(allowed))) for tag in tags]
    for nutrient in rules.only_measured:
        if nutrient not in measured:
            hint = knowledge.nutrients.hint(nutrient, measured)
            found.append(("only_measured", nutrient, f"Unknown nutrient.{hint}"))
    goal = knowledge.goals.get(rules.goal)
    if goal is not None and goal.priced and goal.priced not in measured:
        text = f"The food table has no {goal.priced}, which this goal goes by."
        found.append(("goal", rules.goal, text))
    return found


def check_money(rules: Rules, knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """Return column, value and sentence for a budget that is none, and for rules that need prices."""
    found: list[tuple[str, str, str]] = []
    if rules.budget is not None and not 0 < rules.budget <= 1000:
        found.append(("budget", f"{rules.budget:g}", "A budget must lie between 0 and 1000 $ a day."))
    if knowledge.foods.priced:
        return found
    if rules.budget is not None:
        text = "The food table has no prices: nothing is known of money."
        found.append(("budget", f"{rules.budget:g}", text))
    goal = knowledge.goals.get(rules.goal)
    if goal is not None and not goal.unfamiliar_usd:
        text = "The food table has no prices, and this goal weighs nothing else."
        found.append(("goal", rules.goal, text))
    return found


def unknown_name(value: str, known: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    """Write the sentence for a name that is not in a table."""
    return f"Unknown.{nearest(value, known)} Known: {', '.join(known)}."


def require_rules(rules: Rules, knowledge: Knowledge, where: str = "rules") -> None:
    """Raise everything about the rules that is wrong."""
    problems = check_rules(rules, knowledge, where)
    if problems:
        raise BadInputError(problems)


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

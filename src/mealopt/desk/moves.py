"""What could be chosen otherwise, and what a day would cost less then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mealopt.desk.jobs import Cache
from mealopt.desk.question import compare_requests
from mealopt.desk.reasons import solve_exact, start, why_work
from mealopt.explain.repairs import try_request
from mealopt.explain.swaps import money_of, price_restrictions
from mealopt.knowledge.nutrients import lower_first
from mealopt.request.rules import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from mealopt.average.average import Average
    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.answer import Answer
    from mealopt.request.rules import Rules


@dataclass(frozen=True)
class Move:
    """One thing to choose otherwise: what a day would cost less [$], and the panel's answers that do it."""

    label: str
    saves: float
    answers: dict[str, Any]
    allergen: bool


_moves = Cache[list[Move]]()


def recall_moves(question: Question) -> list[Move] | None:
    """Return what could be chosen otherwise, where it is known."""
    return _moves.get(question)


def start_moves(question: Question) -> Future[list[Move]]:
    """Start on what each restriction costs, and what other choices would save; the most first."""

    def work() -> list[Move]:
        average, answer = solve_exact(question, why_work)
        moves = [*restriction_moves(question, average, answer), *other_moves(question, average, answer)]
        return sorted(moves, key=lambda move: (-move.saves, move.label))

    return start(_moves, question, work)


def restriction_moves(question: Question, average: Average, answer: Answer) -> Iterator[Move]:
    """Yield each restriction with what a day costs less without it."""
    knowledge, rules = why_work.knowledge_of(question), average.rules
    for row in price_restrictions(average, answer, why_work.models_of(question)).to_dict("records"):
        name = str(row["restriction"])
        if name in knowledge.exclusions:
            freed = replace(rules, without=tuple(tag for tag in rules.without if tag != name))
            allergen = name in list_allergens(knowledge)
            verb = "without" if allergen else "allow"  # what an allergen costs is said, not offered
            label = f"{verb} {lower_first(knowledge.exclusions[name].label)}"
        elif name in knowledge.foods:
            freed = replace(rules, exclude=tuple(food for food in rules.exclude if food != name))
            label, allergen = f"allow {knowledge.foods.names[knowledge.foods.position(name)]}", False
        else:
            free = next(diet for diet, entry in knowledge.diets.items() if not entry.column)
            freed = replace(rules, diet=free, allow_unknown=())
            mine = knowledge.diets[rules.diet]
            label, allergen = f"eat {lower_first(knowledge.diets[free].label)}", mine.belief
            label = f"without {lower_first(mine.label)}" if mine.belief else label
        answers = compare_requests(question, question.person, freed, knowledge)
        yield Move(label, float(row["difference"]), answers, allergen)


def other_moves(question: Question, average: Average, answer: Answer) -> Iterator[Move]:
    """Yield other choices a person has, with what a day costs less with them."""
    knowledge, person = why_work.knowledge_of(question), question.person
    now = money_of(average.program, answer)
    for label, rules in list_choices(average.rules, knowledge):
        cost = try_request(person, rules, WEEK, why_work.models_of(question))
        if cost is not None:
            answers = compare_requests(question, person, rules, knowledge)
            yield Move(label, now - cost, answers, allergen=False)


def list_choices(rules: Rules, knowledge: Knowledge) -> Iterator[tuple[str, Rules]]:
    """Yield choices that restrict nobody's diet: goals, supplements, what may be, what was locked."""
    for name, goal in knowledge.goals.items():
        if name != rules.goal:
            yield f"the goal “{goal.label}”", replace(rules, goal=name)
    if not rules.supplements:
        yield "supplements", replace(rules, supplements=True)
    diet = knowledge.diets[rules.diet]
    if diet.column and diet.column not in rules.allow_unknown:
        label = f"foods that may not be {lower_first(diet.label)}"
        yield label, replace(rules, allow_unknown=(*rules.allow_unknown, diet.column))
    for food_id in rules.include:
        kept = {food: grams for food, grams in rules.include.items() if food != food_id}
        name = knowledge.foods.names[knowledge.foods.position(food_id)]
        yield f"{name} left open", replace(rules, include=kept)


def list_allergens(knowledge: Knowledge) -> frozenset[str]:
    """Return the exclusions that may be an allergy."""
    return frozenset(tag for tag, entry in knowledge.exclusions.items() if entry.allergen)

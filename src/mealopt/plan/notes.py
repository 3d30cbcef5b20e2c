"""What whoever serves a plan has to know of its foods: which kind to choose, how to serve it to a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mealopt.knowledge.library import Knowledge


def note_marks(marks: Mapping[str, str], portions: pd.DataFrame) -> list[str]:
    """Return a note on the foods of a plan that suit the diet only as one chooses or cooks them."""
    diets = sorted({marks[food] for food in portions["food_id"] if food in marks})
    return [
        f"What says ({diet}) is sold or made both ways: buy one whose label says {diet}, or cook it so."
        for diet in diets
    ]


def note_children(age: float, portions: pd.DataFrame, knowledge: Knowledge) -> list[str]:
    """Return a note on the foods of a plan that a child of an age [y] may have only served as is said."""
    table = knowledge.foods
    eaten = dict(zip(portions["food_id"], portions["food"], strict=True))
    notes = []
    for rule in knowledge.age_rules:
        if rule.serve and age < rule.from_age_y:
            named = [
                name
                for food, name in eaten.items()
                if rule.covers(food, table.categories[table.position(food)])
            ]
            if named:
                below = f"Below {rule.from_age_y:g} years"
                notes.append(f"{below}, {'; '.join(named)}: {rule.serve}. {rule.reason}")
    return notes

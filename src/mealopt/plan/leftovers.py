"""What a week has from one pot on several days: how much to cook, when, and for which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.knowledge.sittings import find_sittings
from mealopt.plan.words import show_portion

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.library import Knowledge


def say_pots(portions: pd.DataFrame, knowledge: Knowledge) -> tuple[str, ...]:
    """Return a sentence on each food that is cooked once for several days, the first pot first."""
    table, kitchen = knowledge.foods, find_sittings(knowledge.foods).kitchen
    pots: dict[str, dict[str, float]] = {}
    for day, food_id, amount in zip(*(portions[n] for n in ("day", "food_id", "portions")), strict=True):
        if kitchen.cooked[kitchen.kinds[table.position(food_id)]]:
            had = pots.setdefault(food_id, {})
            had[day] = had.get(day, 0.0) + amount
    several = [(sorted(had, key=int), food_id) for food_id, had in pots.items() if len(had) > 1]
    names = dict(zip(portions["food_id"], portions["food"], strict=True))
    said = []
    for days, food_id in sorted(several, key=lambda pot: (int(pot[0][0]), pot[1])):
        pot = show_portion(sum(pots[food_id].values()), table.portions[table.position(food_id)])
        late = [day for day in days if int(day) - int(days[0]) > knowledge.figures.leftovers_days]
        frozen = f"; freeze what is for day {' and '.join(late)}" if late else ""
        said.append(
            f"Cook {pot} of {names[food_id]} on day {days[0]}, for day "
            f"{', '.join(days[:-1])} and {days[-1]}{frozen}."
        )
    return tuple(said)

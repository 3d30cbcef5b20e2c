"""What may be had of one food at a meal: no feast, and no spoonful for a main dish."""

from __future__ import annotations

import re

import numpy as np

MAINS = re.compile(r"mixed dishes|\(single code\)$|^(Pizza|Soups|Fish|Shellfish|Beef|Pork|Ground beef)")


def test_no_food_passes_a_thousand_kcal_at_a_meal_unless_a_helping_does(knowledge):
    table = knowledge.foods
    kcal = table.per_portion(knowledge.energy_id)
    feast = (kcal * table.max_meal > 1000) & (table.max_meal > table.helping)
    assert [table.names[food] for food in np.flatnonzero(feast)] == []


def test_a_main_dish_is_no_spoonful(knowledge):
    table = knowledge.foods
    least = table.per_portion(knowledge.energy_id) * table.least
    mains = [food for food, kind in enumerate(table.categories) if MAINS.search(kind)]
    tiny = [table.names[f] for f in mains if least[f] < 50 and table.least[f] < table.helping[f]]
    assert mains
    assert tiny == []


def test_chili_without_meat_is_a_dish(knowledge):
    table = knowledge.foods
    chili = table.position("41221020")
    assert table.per_portion(knowledge.energy_id)[chili] * table.helping[chili] > 75

"""What became of every cell."""

import pytest

from mealopt.importers.account import STATES
from tests.importers.importing import FILES

CELLS = {"french": 110, "german": 39, "canadian": 12 + 80, "menu": 44, "british": 33 + 27}


@pytest.mark.parametrize(
    ("shape", "food", "column", "value"),
    [
        ("french", "13000", "energy_kcal", "52.1"),  # kcal, not the kJ beside it
        ("french", "13000", "saturated_fat_g", "0"),  # traces
        ("french", "13000", "folate_total_ug", "0"),  # < 3,5
        ("french", "19041", "vitamin_d_ug", ""),  # "-": unknown
        ("french", "26036", "vitamin_d_ug", "7.1"), ("french", "19041", "name", "Lait demi-écrémé"),
        ("german", "B100", "energy_kcal", "209.13"),  # from kJ
        ("german", "B200", "iron_mg", "5.8"),  # from µg
        ("german", "B100", "vitamin_d_ug", ""), ("german", "B100", "category", "Brot"),
        ("canadian", "2", "energy_kcal", "204"), ("canadian", "2", "magnesium_mg", "17"),
        ("canadian", "4", "vitamin_d_ug", ""), ("canadian", "5", "energy_kcal", "371.4"),  # from its parts
        ("menu", "bean-burrito", "energy_kcal", "215"),  # 430 in 200 g
        ("menu", "bean-burrito", "sodium_mg", "525"), ("menu", "bean-burrito", "price_per_100g", "1.75"),
        ("menu", "side-salad", "vitamin_d_ug", "0"), ("menu", "bean-burrito", "vitamin_d_ug", ""),
        ("menu", "milk-carton", "vitamin_d_ug", "1.25"),  # 120 IU in 240 g
        ("british", "11-001", "magnesium_mg", "49"),  # from the second sheet
        ("british", "11-001", "iodine_ug", ""), ("british", "13-002", "iodine_ug", "0"),
        ("british", "13-002", "fiber_g", ""), ("british", "17-003", "fiber_g", "0"),
    ],
)  # fmt: skip
def test_a_cell_of_each_shape(imported, shape, food, column, value):
    assert imported[shape][0][food][column] == value


@pytest.mark.parametrize("shape", list(FILES))
def test_the_account_sums_to_every_cell(imported, shape):
    rows = imported[shape][1]
    assert sum(int(row[state]) for row in rows for state in STATES) == CELLS[shape]

"""The food table built from a made-up raw folder: selection, figures, portions, prices, extras, problems."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from made_up_raw import NUTRIENTS, SR, write_csv, write_raw_folder

from builder import raw as published
from builder.__main__ import write_food_tables
from builder.foods import FIRST_COLUMNS, TAGS, FoodTable, build_food_table
from builder.prices import derive_price_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def tag_nothing(food_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    return {food_id: dict.fromkeys(TAGS, "unknown") for food_id in food_ids}


def build(raw: Path) -> FoodTable:
    return build_food_table(raw, NUTRIENTS, tag_nothing)


def find(table: FoodTable, food_id: str) -> dict[str, str]:
    return next(row for row in table.rows if row["food_id"] == food_id)


def rewrite(path: Path, old: str, new: str, encoding: str = "utf-8-sig") -> None:
    text = published.load_text(path, encoding)
    assert old in text
    write_csv(path, list(csv.reader(io.StringIO(text.replace(old, new), newline=""))), encoding)


def test_foods_are_chosen_by_price_category_words_and_reports(raw_folder: Path) -> None:
    ids = [row["food_id"] for row in build(raw_folder).rows]
    assert [code for code in ids if code.isdigit()] == [
        "11000001",
        "11000002",
        "31000001",
        "75219011",
        "75219033",
        "94000100",
    ]
    assert ids == sorted(ids)
    assert [code for code in ids if not code.isdigit()] == [
        "sr-11939",
        "supplement-calcium",
        "supplement-magnesium",
        "supplement-vitamin-b12",
        "supplement-vitamin-d3-lichen",
    ]


def test_rows_have_the_columns_of_the_table(raw_folder: Path) -> None:
    table = build(raw_folder)
    for row in table.rows:
        assert set(row) == {*FIRST_COLUMNS, *table.nutrients}


def test_nutrients_keep_the_published_figures(raw_folder: Path) -> None:
    milk = find(build(raw_folder), "11000001")
    figures = {
        name: milk[name] for name in ("energy_kcal", "vitamin_b12_ug", "zinc_mg", "vegetable_total_cup")
    }
    assert figures == {
        "energy_kcal": "61",
        "vitamin_b12_ug": "0.54",
        "zinc_mg": "0.42",
        "vegetable_total_cup": "0.65",
    }


def test_prices_are_those_of_2017_18_times_one_factor(raw_folder: Path) -> None:
    table = build(raw_folder)
    assert derive_price_factor(raw_folder) == 1.1
    assert table.price_factor["factor"] == "1.1"
    assert find(table, "11000001")["price_per_100g"] == "0.11"
    assert find(table, "11000001")["price_note"] == ""


def test_the_base_of_the_factor_is_the_mean_of_both_years(raw_folder: Path) -> None:
    rewrite(raw_folder / published.FOOD_CPI, "Food at home,2018,0", "Food at home,2018,20")
    assert derive_price_factor(raw_folder) == pytest.approx(1.2 * 1.1 / 1.1)


def test_tap_water_costs_nothing_and_says_so(raw_folder: Path) -> None:
    water = find(build(raw_folder), "94000100")
    assert water["price_per_100g"] == "0"
    assert "nothing" in water["price_note"]


@pytest.mark.parametrize(
    ("food_id", "expected"),
    [
        ("11000001", ("1 cup", "244", "0.25", "1", "2", "2.5")),
        ("31000001", ("1 egg", "50", "1", "2", "3", "3")),
        ("94000100", ("1 cup", "240", "0.5", "1.5", "4", "10")),
    ],
)
def test_portions_are_household_words_and_helpings_what_people_take(
    raw_folder: Path, food_id: str, expected: tuple[str, ...]
) -> None:
    row = find(build(raw_folder), food_id)
    columns = ("portion", "portion_g", "step", "helping_portions", "max_portions_meal", "max_portions_day")
    assert tuple(row[column] for column in columns) == expected


def test_few_reports_borrow_amounts_and_meals_from_the_category(raw_folder: Path) -> None:
    rare = find(build(raw_folder), "11000002")
    assert rare["portion"] == "1 cup"
    assert rare["helping_portions"] == "1"
    assert rare["max_portions_meal"] == "2"
    assert rare["snack"] == "0.1"


def test_one_feast_among_few_reports_sets_no_cap(raw_folder: Path) -> None:
    fried = find(build(raw_folder), "75219033")
    assert float(fried["max_portions_meal"]) * float(fried["portion_g"]) == 160


def test_caps_are_whole_steps_in_rising_order(raw_folder: Path) -> None:
    for row in build(raw_folder).rows:
        step = float(row["step"])
        caps = [
            float(row[name])
            for name in ("helping_portions", "max_portions_meal", "max_portions_day", "max_portions_week")
        ]
        assert caps == sorted(caps), row["food_id"]
        assert all((cap / step).is_integer() for cap in caps), row["food_id"]
        assert caps[0] >= step, row["food_id"]


def test_sr_foods_leave_blank_what_sr28_does_not_give(raw_folder: Path) -> None:
    mushroom = find(build(raw_folder), "sr-11939")
    assert mushroom["vitamin_d_ug"] == "26.2"
    assert mushroom["magnesium_mg"] == "9"
    assert mushroom["vitamin_b12_ug"] == "0"
    assert mushroom["calcium_mg"] == ""
    assert mushroom["zinc_mg"] == ""
    assert mushroom["vegetable_total_cup"] == "0.65"
    assert mushroom["price_per_100g"] == "0.99"
    assert "75219011" in mushroom["price_note"]


def test_sr_foods_in_another_unit_are_refused(raw_folder: Path) -> None:
    rewrite(raw_folder / published.EXTRA_NUTRIENTS, "328,Vitamin D (D2 + D3),µg", "328,Vitamin D,IU")
    with pytest.raises(published.RawProblem, match=r'column "unit".*IU, not in µg'):
        build(raw_folder)


def test_supplements_hold_one_nutrient_per_tablet(raw_folder: Path) -> None:
    tablet = find(build(raw_folder), "supplement-vitamin-b12")
    assert tablet["vitamin_b12_ug"] == tablet["vitamin_b12_added_ug"] == "2500"
    assert tablet["calcium_mg"] == "0"
    assert tablet["portion_g"] == "1"
    assert "Assumed" in tablet["price_note"]


def test_unknown_amounts_are_the_90th_percentile_of_the_category(raw_folder: Path, tmp_path: Path) -> None:
    write_food_tables(build(raw_folder), tmp_path)
    rows = list(csv.DictReader((tmp_path / "unknown_values.csv").read_text(encoding="utf-8").splitlines()))
    known = {(row["category"], row["nutrient"]): row["value"] for row in rows}
    assert known[("Other vegetables and combinations", "calcium_mg")] == "123"
    assert {nutrient for _, nutrient in known} == {"calcium_mg", "zinc_mg", "vitamin_b12_added_ug"}


def test_a_rebuild_gives_the_same_bytes(raw_folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_raw_folder(again)
    outputs = []
    for raw in (raw_folder, again):
        out = tmp_path / f"out-{raw.name}"
        out.mkdir()
        write_food_tables(build(raw), out)
        outputs.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"foods.csv", "price_factor.csv", "unknown_values.csv"}
    assert all(b"\r" not in data and data.endswith(b"\n") for data in outputs[0].values())


def test_a_missing_file_is_named(raw_folder: Path) -> None:
    (raw_folder / published.PRICES).unlink()
    with pytest.raises(published.RawProblem, match=r"pp_national_average_prices_csv.csv.*missing"):
        build(raw_folder)


@pytest.mark.parametrize(
    ("path", "column", "encoding"),
    [
        (published.NUTRIENT_VALUES, "Calcium (mg)", "utf-8-sig"),
        (published.FOOD_PATTERNS, "V_TOTAL (cup eq.)", "utf-8-sig"),
        (published.PRICES, "price_100gm", "cp1252"),
        (published.CONSUMPTION, "g_day_p90", "utf-8-sig"),
    ],
)
def test_a_missing_column_is_named(raw_folder: Path, path: Path, column: str, encoding: str) -> None:
    rewrite(raw_folder / path, column, "something else", encoding)
    with pytest.raises(published.RawProblem) as problem:
        build(raw_folder)
    assert path.name in str(problem.value)
    assert f'column "{column}" is missing' in str(problem.value)


def test_a_ragged_row_is_named_with_its_line(raw_folder: Path) -> None:
    path = raw_folder / published.FOOD_PATTERNS
    path.write_text(path.read_text(encoding="utf-8-sig") + "11000009,too short\n", encoding="utf-8")
    with pytest.raises(published.RawProblem, match=r"line \d+: 2 cells stand under 4 columns"):
        build(raw_folder)


def test_every_made_up_sr_nutrient_has_its_unit() -> None:
    assert {unit for _, _, unit, _ in SR} == {"kcal", "mg", "IU", "µg"}

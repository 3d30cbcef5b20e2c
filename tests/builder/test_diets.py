"""Diet and allergen columns: made-up foods under the shipped rules, and made-up tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from made_up_raw import write_csv

from builder import diet_evidence as evidence
from builder import diet_tables as tables
from builder import raw as published
from builder.diets import (
    COLUMNS,
    DietContradictionError,
    build_note,
    check_consistency,
    derive_diet_tags,
)

if TYPE_CHECKING:
    from pathlib import Path

NUTRIENTS = (evidence.BUTYRIC_ACID, evidence.CHOLESTEROL, evidence.VITAMIN_D, evidence.RETINOL)
PATTERNS = (
    *evidence.MEAT,
    *evidence.SEAFOOD,
    evidence.EGGS,
    evidence.SOY,
    evidence.NUTS_SEEDS,
    evidence.DAIRY,
)
# leaf codes of the shipped table
WATER, APPLE, BEANS, RICE, OIL, WHEAT, OATS = (
    "14411", "9003", "16015", "20045", "4053", "20081", "8120",
)  # fmt: skip
MILK, BUTTER, EGG, BEEF, PORK, COD, SHRIMP, GELATIN = (
    "1077", "1001", "1123", "23562", "10027", "15019", "15149", "19173",
)  # fmt: skip
HONEY, PEANUT, ALMOND, SOY_OIL, SOY_SAUCE, TAHINI, MARGARINE, PARMESAN, SOY_MILK, CEREAL = (
    "19296", "16087", "12061", "4044", "16123", "12166", "4691", "1032", "16139", "8020",
)  # fmt: skip
SUGAR, WORCESTERSHIRE, LARD, BREAD, FRENCH_BREAD = ("19335", "6971", "4002", "18069", "18029")

Food = tuple[str, str, str, list[str], dict[str, str]]


def write_raw(raw: Path, foods: list[Food]) -> Path:
    names = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]
    nutrients = [
        ["Values\nmade up", *[""] * 7],
        [*names, *(name.replace(" ", "\n", 1) for name in NUTRIENTS)],
    ]
    patterns = [["FOODCODE", "DESCRIPTION", *PATTERNS]]
    leaves = [["food_code", "leaf_ingredient_code", "leaf_ingredient_description"]]
    for code, name, category, ingredients, amounts in foods:
        nutrients.append([code, name, "1", category, *(amounts.get(column, "0") for column in NUTRIENTS)])
        patterns.append([code, name, *(amounts.get(column, "0") for column in PATTERNS)])
        leaves += [[code, leaf, f"leaf {leaf}"] for leaf in ingredients]
    write_csv(raw / published.NUTRIENT_VALUES, nutrients)
    write_csv(raw / published.FOOD_PATTERNS, patterns)
    write_csv(raw / evidence.LEAF_INGREDIENTS, leaves)
    return raw


def derive_one(raw: Path, name: str, category: str, leaves: list[str], **amounts: str) -> dict[str, str]:
    columns = {"butyric": NUTRIENTS[0], "cholesterol": NUTRIENTS[1], "vitamin_d": NUTRIENTS[2]}
    columns |= {"retinol": NUTRIENTS[3], "meat": PATTERNS[0], "seafood": PATTERNS[4], "eggs": evidence.EGGS}
    columns |= {"soy": evidence.SOY, "nuts": evidence.NUTS_SEEDS, "dairy": evidence.DAIRY}
    food = ("99999999", name, category, leaves, {columns[key]: value for key, value in amounts.items()})
    return derive_diet_tags(write_raw(raw, [food]), ["99999999"])["99999999"]


# name, category, leaves, what is yes, what is unknown; everything else must be no
CASES = [
    ("Apple, raw", "Apples", [APPLE], "vegan vegetarian pescatarian", ""),
    ("Rice and beans", "Rice", [RICE, BEANS, OIL], "vegan vegetarian pescatarian", ""),
    ("Milk, whole", "Milk, whole", [MILK], "vegetarian pescatarian dairy", ""),
    ("Egg, boiled", "Eggs and omelets", [EGG], "vegetarian pescatarian eggs", ""),
    ("Steak", "Beef, excludes ground", [BEEF], "", ""),
    ("Loin", "Pork", [PORK], "pork", ""),
    ("Cod, steamed", "Fish", [COD], "pescatarian fish", ""),
    ("Shrimp, steamed", "Shellfish", [SHRIMP], "pescatarian shellfish", ""),
    ("Wobble", "Gelatins, ices, sorbets", [GELATIN], "", "pork"),
    ("Syrup of bees", "Sugars and honey", [HONEY], "vegetarian pescatarian", ""),
    ("Peanuts, boiled", "Sides", [PEANUT], "vegan vegetarian pescatarian peanuts", "tree_nuts"),
    ("Almonds", "Nuts and seeds", [ALMOND], "vegan vegetarian pescatarian tree_nuts", "peanuts"),
    ("Rice, with oil", "Rice", [RICE, SOY_OIL], "vegan vegetarian pescatarian", "soy_strict"),
    ("Soy sauce", "Soy-based condiments", [SOY_SAUCE],
     "vegan vegetarian pescatarian gluten soy soy_strict", ""),
    ("Porridge", "Oatmeal", [OATS, WATER], "vegan vegetarian pescatarian", "gluten"),
    ("Carrots with spread", "Carrots", [APPLE, MARGARINE],
     "vegetarian pescatarian", "vegan dairy soy soy_strict"),
    ("Flat loaf", "Snacks", [FRENCH_BREAD], "vegan vegetarian pescatarian gluten", "soy soy_strict sesame"),
    ("Toast", "Snacks", [BREAD], "vegetarian pescatarian gluten", "vegan dairy eggs soy soy_strict sesame"),
    ("Hard grating", "Snacks", [PARMESAN], "dairy", "vegetarian pescatarian"),
    ("Flakes", "Snacks", [CEREAL], "vegetarian pescatarian gluten", "vegan"),
    ("Beans, Boston way", "Beans, peas, legumes", [BEANS, LARD], "pork", ""),
    ("Brown splash", "Condiments", [WORCESTERSHIRE], "pescatarian fish", "gluten soy soy_strict"),
    ("Sesame paste", "Sides", [TAHINI], "vegan vegetarian pescatarian sesame", "peanuts tree_nuts"),
    ("Sugar, white", "Sugars and honey", [SUGAR], "vegan vegetarian pescatarian", ""),
    ("Peaches in syrup", "Peaches and nectarines", [APPLE, SUGAR], "vegan vegetarian pescatarian", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "category", "leaves", "yes", "unknown"), CASES, ids=[c[0] for c in CASES])
def test_leaves(tmp_path: Path, name: str, category: str, leaves: list[str], yes: str, unknown: str) -> None:
    tags = derive_one(tmp_path, name, category, leaves)
    columns = [column for column in COLUMNS[:-1] if column not in tables.FAITHS]
    found = {column.removeprefix("contains_"): tags[column] for column in columns}
    assert found.pop("lactose") == found["dairy"]
    assert {column for column, value in found.items() if value == "yes"} == set(yes.split())
    assert {column for column, value in found.items() if value == "unknown"} == set(unknown.split())
    assert bool(unknown) == ("unknown:" in tags["diet_note"])


@pytest.mark.parametrize(
    ("name", "leaves", "halal", "kosher"),
    [
        ("Rice and beans", [RICE, BEANS], "yes", "yes"),
        ("Steak", [BEEF], "label", "yes"),
        ("Steak, restaurant", [BEEF], "unknown", "yes"),
        ("Cheeseburger (McDonalds)", [BEEF, MILK], "unknown", "yes"),
        ("Loin", [PORK], "no", "no"),
        ("Beans, Boston way", [BEANS, LARD], "no", "no"),
        ("Wobble", [GELATIN], "unknown", "unknown"),
        ("Shrimp, steamed", [SHRIMP], "no", "no"),
        ("Cod, steamed", [COD], "yes", "yes"),
        ("Catfish, steamed", [COD], "yes", "no"),
        ("Fish sticks", [COD], "yes", "unknown"),
        ("Tuna salad", [COD], "yes", "yes"),
        ("Biscuit, plain", [WHEAT], "unknown", "unknown"),
    ],
)
def test_halal_and_kosher_style(
    tmp_path: Path, name: str, leaves: list[str], halal: str, kosher: str
) -> None:
    tags = derive_one(tmp_path, name, "Anything", leaves)
    assert (tags["halal"], tags["kosher_style"]) == (halal, kosher)
    assert ("halal by the label: " in tags["diet_note"]) == (halal == "label")


# A recipe that holds only rice stands in for what the recipe does not tell; the name must.
NAME_CASES = [
    ("Rice with cheese", "contains_dairy", "yes"),
    ("Cheeseburger", "contains_dairy", "yes"),
    ("Rice made with almond milk", "contains_tree_nuts", "yes"),
    ("Rice made with almond milk", "contains_dairy", "no"),
    ("Rice with honey", "vegan", "no"),
    ("Honeydew melon, raw", "vegan", "yes"),
    ("Rice with bacon", "contains_pork", "yes"),
    ("Rice with bacon", "pescatarian", "no"),
    ("Turkey bacon", "contains_pork", "no"),
    ("Collards, no added fat", "vegan", "yes"),
    ("Rice with hamburger", "vegetarian", "no"),
    ("Patty, meatless", "vegetarian", "yes"),
    ("Peanut rice", "contains_peanuts", "yes"),
    ("Mixed nuts, without peanuts", "contains_peanuts", "unknown"),
    ("Doughnut", "contains_peanuts", "unknown"),
    ("Coconut rice", "contains_tree_nuts", "no"),  # no tree nut for the FDA since January 2025
    ("Granola", "contains_tree_nuts", "unknown"),
    ("Pesto sauce", "contains_tree_nuts", "yes"),
    ("Hummus", "contains_sesame", "yes"),
    ("Caesar dressing", "contains_fish", "yes"),
    ("Marshmallow", "vegetarian", "no"),
    ("Rice, fried, meatless", "contains_soy", "yes"),
    ("Vegetables, fat added, NS as to fat type", "vegan", "unknown"),
    ("Vegetables, no added fat", "vegan", "yes"),
    ("Rice, from fast food", "contains_peanuts", "unknown"),
    ("Potato chips, plain", "contains_peanuts", "unknown"),
    ("Muffin", "contains_gluten", "yes"),
    ("Bread, gluten free", "contains_gluten", "no"),
    ("Rice noodles, cooked", "contains_gluten", "no"),
    ("Oatmeal", "contains_gluten", "unknown"),
    ("Cheese, goat", "contains_gluten", "no"),
    ("Peanuts, dry roasted", "contains_gluten", "unknown"),
    ("Nuts, honey roasted", "contains_dairy", "unknown"),
    ("Biscuit, plain", "contains_pork", "unknown"),
    ("Fish, fried", "contains_peanuts", "unknown"),
    ("Fish, fried with olive oil", "contains_peanuts", "no"),
    ("Bean sprouts, raw", "pregnancy_risk", "yes"),
    ("Brussels sprouts, raw", "pregnancy_risk", "no"),
    ("Queso fresco", "pregnancy_risk", "yes"),
    ("Salmon, smoked", "pregnancy_risk", "yes"),
    ("Turkey, luncheon meat", "pregnancy_risk", "unknown"),
    ("Roll, hot dog bun", "pregnancy_risk", "no"),
    ("Swordfish, steamed", "high_mercury", "yes"),
    ("Mackerel, baked", "high_mercury", "unknown"),
    ("Salmon, baked", "high_mercury", "no"),
    ("Tuna, canned in water", "high_mercury", "no"),
]


@pytest.mark.parametrize(("name", "column", "value"), NAME_CASES)
def test_names(tmp_path: Path, name: str, column: str, value: str) -> None:
    assert derive_one(tmp_path, name, "Anything", [RICE])[column] == value


@pytest.mark.parametrize(
    ("amounts", "column", "value"),
    [
        ({"meat": "0.1"}, "pescatarian", "no"),
        ({"eggs": "0.1"}, "contains_eggs", "yes"),
        ({"soy": "0.1"}, "contains_soy", "yes"),
        ({"dairy": "0.1"}, "contains_dairy", "unknown"),
        ({"nuts": "0.1"}, "contains_peanuts", "unknown"),
        ({"seafood": "0.1"}, "contains_shellfish", "unknown"),
        ({"butyric": "0.05"}, "contains_dairy", "unknown"),
        ({"butyric": "0.01"}, "contains_dairy", "no"),
        ({"cholesterol": "2"}, "vegan", "unknown"),
        ({"vitamin_d": "0.5"}, "vegan", "unknown"),
        ({"retinol": "9"}, "vegan", "unknown"),
        ({}, "vegan", "yes"),
    ],
)
def test_components_and_nutrients_add_caution(
    tmp_path: Path, amounts: dict[str, str], column: str, value: str
) -> None:
    assert derive_one(tmp_path, "Surprise", "Anything", [RICE], **amounts)[column] == value


def test_zero_components_never_take_a_leaf_back(tmp_path: Path) -> None:
    tags = derive_one(tmp_path, "Surprise", "Anything", [BUTTER, WHEAT, PEANUT], dairy="0", nuts="0")
    assert (tags["contains_dairy"], tags["contains_peanuts"], tags["vegan"]) == ("yes", "yes", "no")


def test_an_unjudged_leaf_or_no_recipe_leaves_everything_unknown(tmp_path: Path) -> None:
    for leaves in (["77777777"], []):
        tags = derive_one(tmp_path, "Mystery", "Anything", leaves)
        assert {tags[column] for column in COLUMNS[:-1]} == {"unknown"}
        assert tags["diet_note"]


def test_foods_outside_fndds(tmp_path: Path) -> None:
    ids = ["sr-11938", "sr-16273", "supplement-calcium", "supplement-vitamin-d3-lichen"]
    tags = derive_diet_tags(tmp_path, ids)
    assert [tags[food_id]["vegan"] for food_id in ids] == ["yes", "unknown", "yes", "yes"]
    assert tags["sr-16273"]["contains_soy"] == "yes"
    assert tags["supplement-calcium"]["diet_note"] == (
        "as labelled vegan and free of allergens; check the label"
    )
    assert list(tags["sr-11938"]) == list(COLUMNS)


def test_an_unknown_food_is_named(tmp_path: Path) -> None:
    raw = write_raw(tmp_path, [("1", "Rice", "Rice", [RICE], {})])
    with pytest.raises(ValueError, match=r"no recipe and no row in diet_extras\.csv for: 2"):
        derive_diet_tags(raw, ["1", "2"])


def write_overrides(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    write_csv(path, [["food_id", "column", "value", "reason"], *map(list, rows)], encoding="utf-8")
    return path


def test_an_override_settles_a_trait_and_the_diets_follow(tmp_path: Path) -> None:
    raw = write_raw(tmp_path, [("1", "Grey paste", "Rice", [RICE, SOY_MILK], {evidence.DAIRY: "1"})])
    assert derive_diet_tags(raw, ["1"])["1"]["vegan"] == "unknown"
    settled = write_overrides(tmp_path / "o.csv", ("1", "contains_dairy", "no", "soy milk"))
    assert derive_diet_tags(raw, ["1"], overrides=settled)["1"]["vegan"] == "yes"
    settled = write_overrides(tmp_path / "o.csv", ("1", "contains_pork", "yes", "a rasher"))
    tags = derive_diet_tags(raw, ["1"], overrides=settled)["1"]
    assert {tags[diet] for diet in tables.DIETS} == {"no"}


def test_an_override_of_a_faith_is_the_last_word(tmp_path: Path) -> None:
    raw = write_raw(tmp_path, [("1", "Steak", "Beef", [BEEF], {})])
    assert derive_diet_tags(raw, ["1"])["1"]["halal"] == "label"
    settled = write_overrides(tmp_path / "o.csv", ("1", "halal", "yes", "a halal butcher's brand"))
    assert derive_diet_tags(raw, ["1"], overrides=settled)["1"]["halal"] == "yes"


@pytest.mark.parametrize("value", ["yes", "unknown"])
def test_an_override_cannot_contradict_the_traits(tmp_path: Path, value: str) -> None:
    raw = write_raw(tmp_path, [("1", "Plain", "Rice", [MILK], {})])
    settled = write_overrides(tmp_path / "o.csv", ("1", "vegan", value, "wishful"))
    with pytest.raises(DietContradictionError, match=r"1: vegan is .* but contains_dairy is yes"):
        derive_diet_tags(raw, ["1"], overrides=settled)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"contains_eggs": "unknown"}, "vegan is yes but contains_eggs is unknown"),
        ({"vegan": "no", "contains_fish": "yes"}, "vegetarian is yes but contains_fish is yes"),
        ({"vegetarian": "unknown"}, "vegan is yes but vegetarian is unknown"),
        ({"vegan": "no", "vegetarian": "no", "contains_pork": "yes"}, "pescatarian is yes but contains_pork"),
    ],
)
def test_consistency(changes: dict[str, str], problem: str) -> None:
    columns = dict.fromkeys(COLUMNS[:-1], "no") | dict.fromkeys(tables.DIETS, "yes") | changes
    problems = check_consistency(columns)
    assert bool(problems) == bool(problem)
    assert any(found.startswith(problem) for found in problems) or not problem


def test_the_note_uses_few_reasons() -> None:
    reasons = {"vegan": ["pan", "brands"], "contains_tree_nuts": ["brands"], "contains_soy": ["oil"]}
    assert build_note(reasons, ["a remark"]) == "vegan, tree nuts unknown: brands; soy unknown: oil; a remark"
    assert build_note({}, []) == ""


HOLDING = ["1", *["no"] * len(tables.HELD), "", ""]
HOLDING_HEADER = ["code", *tables.HELD, "note", "vegan_note"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([HOLDING_HEADER, HOLDING, HOLDING], "line 3: 1 is listed twice"),
        ([HOLDING_HEADER, HOLDING[:-1]], "line 2: the row has too many or too few cells"),
        ([HOLDING_HEADER, ["1", "maybe", *HOLDING[2:]]], "meat is 'maybe', not yes, no or unknown"),
        ([HOLDING_HEADER, ["1", "", *HOLDING[2:]]], "meat is '', not yes, no or unknown"),
        ([HOLDING_HEADER, ["1", "unknown", *HOLDING[2:]]], "meat is unknown but no note says why"),
        ([["code"], ["1"]], "line 1: the column 'meat' is missing"),
    ],
)
def test_a_bad_leaf_table_is_refused(tmp_path: Path, rows: list[list[str]], problem: str) -> None:
    write_csv(tmp_path / "t.csv", rows, encoding="utf-8")
    with pytest.raises(tables.DietTableError, match=problem):
        tables.load_holdings(tmp_path / "t.csv", "code")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["smell", "x", "", "soy=yes", ""], "scope 'smell' is neither name nor category"),
        (["name", "x", "", "tofu=yes", ""], "there is no trait 'tofu'"),
        (["name", "x", "", "soy=some", ""], "soy is 'some'"),
        (["name", "x", "", "soy=unknown", ""], "says why"),
        (["name", "(", "", "soy=yes", ""], "a pattern cannot be read"),
    ],
)
def test_a_bad_word_rule_is_refused(tmp_path: Path, row: list[str], problem: str) -> None:
    write_csv(tmp_path / "w.csv", [["scope", "pattern", "unless", "traits", "note"], row], encoding="utf-8")
    with pytest.raises(tables.DietTableError, match=problem):
        tables.load_word_rules(tmp_path / "w.csv")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("1", "taste", "yes", "why")], "there is no column 'taste'"),
        ([("1", "vegan", "perhaps", "why")], "vegan is 'perhaps'"),
        ([("1", "vegan", "yes", "")], "needs a reason"),
        ([("1", "vegan", "yes", "a"), ("1", "vegan", "no", "b")], "settled twice"),
    ],
)
def test_a_bad_override_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str, str]], problem: str
) -> None:
    with pytest.raises(tables.DietTableError, match=problem):
        tables.load_overrides(write_overrides(tmp_path / "o.csv", *rows))


def test_the_shipped_tables_are_sorted_and_sound() -> None:
    holdings = tables.load_holdings(tables.LEAVES, "leaf_ingredient_code")
    tables.load_word_rules(tables.WORDS)
    tables.load_overrides(tables.OVERRIDES)
    for code, holding in holdings.items():
        if holding.traits["pork"] != "no":
            assert holding.traits["meat"] != "no", code
    for path in (tables.LEAVES, tables.EXTRAS, tables.OVERRIDES):
        with path.open(encoding="utf-8", newline="") as file:
            keys = [row[:2] if path == tables.OVERRIDES else row[:1] for row in csv.reader(file)][1:]
        assert keys == sorted(keys), path.name

"""Published files and tables of ours in miniature, in the published layouts, and a week that is right."""

import csv
import gzip

FPED = ("F_TOTAL (cup eq.)", "V_TOTAL (cup eq.)", "V_LEGUMES (cup eq.)", "G_WHOLE (oz. eq.)",
        "PF_NUTSDS (oz. eq.)", "ADD_SUGARS (tsp. eq.)")  # fmt: skip
FNDDS = ("Energy (kcal)", "Sodium (mg)", "Fatty acids, total polyunsaturated (g)",
         "Fatty acids, total monounsaturated (g)", "Fatty acids, total saturated (g)")  # fmt: skip
IDS = ("energy_kcal", "sodium_mg", "polyunsaturated_fat_g", "monounsaturated_fat_g", "saturated_fat_g",
       "fruit_total_cup", "vegetable_total_cup", "vegetable_legumes_cup", "grain_whole_oz", "nuts_seeds_oz",
       "added_sugars_tsp")  # fmt: skip
BREAD, MILK, STEW, BEANS, PEAR, WATER, RARE, TOFU = (
    "51000000", "11000000", "27000000", "41000000", "63000000", "94000100", "58000000", "sr-1",
)  # fmt: skip
# food: category, FNDDS, FPED, price, reports, helping, most, shares, vegan, ours (helping, shares)
FOODS = {
    BREAD: ("Bread", (250, 400, 1, 1, 1), (0, 0, 0, 2, 0, 0), 0.4, 90, 50, 400, (0.5, 0.3, 0.1, 0.1), "yes"),
    MILK: ("Milk", (50, 50, 0.1, 0.5, 1), (0, 0, 0, 0, 0, 0), 0.1, 90, 200, 900, (0.5, 0.2, 0.2, 0.1), "no"),
    STEW: ("Stews", (100, 200, 1, 2, 2), (0, 0.2, 0, 0, 0, 0), 0.5, 40, 250, 700, (0, 0.4, 0.6, 0), "no"),
    BEANS: ("Beans", (120, 5, 1, 0, 0), (0, 0, 0.5, 0, 0, 0), 0.2, 40, 150, 500, (0, 0.4, 0.6, 0), "yes"),
    PEAR: ("Fruit", (60, 0, 0, 0, 0), (0.6, 0, 0, 0, 0, 0.5), 0.3, 40, 150, 500, (0.3, 0.3, 0, 0.4), "yes"),
    WATER: ("Water", (0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0), 0.05, 90, 300, 3000, (0.2, 0.2, 0.2, 0.2), "yes"),
    RARE: ("Stews", (100, 200, 1, 2, 2), (0, 0, 0, 0, 0, 0), 0.5, 5, 100, 10, (0, 1, 0, 0), "no"),
}  # fmt: skip
MEALS = ("breakfast", "lunch", "dinner", "snack")
STANDARDS = """component,type,max_points,standard_for_max_score,standard_for_zero_score,unit,\
numerator_FPED_or_nutrient
Total Fruits,adequacy,5,0.8,0.0,cup eq / 1000 kcal,F_TOTAL
Total Vegetables,adequacy,5,1.1,0.0,cup eq / 1000 kcal,V_TOTAL+V_LEGUMES
Fatty Acids,adequacy,10,2.5,1.2,ratio (PUFA+MUFA)/SFA,(PUFA_g+MUFA_g)/SFA_g
Sodium,moderation,10,1.1,2.0,g / 1000 kcal,sodium_mg/1000
Added Sugars,moderation,10,6.5,26.0,% of energy,ADD_SUGARS_tsp*16 kcal
"""


def write_rows(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_raw(raw):
    text = ("Food code", "Main food description", "WWEIA Category number", "WWEIA Category description")
    write_rows(
        raw / "fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv",
        [["a title\nin two lines"], [*text, *(name.replace(" (", "\n(") for name in FNDDS)],
         *([food, food, "1", f[0], *f[1]] for food, f in FOODS.items())],
    )  # fmt: skip
    write_rows(
        raw / "fped-2017-2018/FPED_1718.csv",
        [["FOODCODE", "DESCRIPTION", *FPED], *([food, food, *f[2]] for food, f in FOODS.items())],
    )
    write_rows(
        raw / "pp-nap/pp_national_average_prices_csv.csv",
        [["year", "food_code", "price_100gm "], ["2015/2016", BREAD, 99],
         *(["2017/2018", food, f[3]] for food, f in FOODS.items())],
    )  # fmt: skip
    write_rows(
        raw / "nhanes/food_consumption.csv.gz",
        [["food_code", "n_reports", "g_occasion_p50", "g_day_p95", *(f"eo_{m}" for m in MEALS)],
         ["999", 0, "", "", "", "", "", ""],
         *([food, *f[4:7], *f[7]] for food, f in FOODS.items())],
    )  # fmt: skip
    (raw / "hei").mkdir()
    (raw / "hei/hei2020_scoring_standards.csv").write_text(STANDARDS)


def write_data(data):
    write_rows(
        data / "nutrients.csv",
        [["nutrient", "fndds_column"], *zip(IDS, (*FNDDS, *FPED), strict=True)],
    )
    head = ["food_id", "name", "category", "portion_g", "helping_portions", "price_per_100g", *MEALS, "vegan",
            "contains_dairy", *IDS]  # fmt: skip
    ours = (0, 0.5, 0.5, 0)
    rows = [
        [food, food, f[0], 1, 1, 777, *((0, 0.5, 0.5, 0) if food == RARE else f[7]), f[8],
         "yes" if food == MILK else "no", *["999"] * len(IDS)]
        for food, f in FOODS.items()
    ]  # fmt: skip
    rows.append([TOFU, "tofu", "Tofu", 100, 1, 0.5, *ours, "yes", "no", 80, "", 2, 1, 1, *[0] * 6])
    write_rows(data / "foods.csv", [head, *rows])
    write_rows(data / "price_factor.csv", [["factor"], [1.25]])
    write_rows(data / "unknown_values.csv", [["category", "nutrient", "value"], ["Tofu", "sodium_mg", 100]])
    write_rows(data / "roles.csv", [["role", "categories"], ["main dish", "Stews; Beans"]])
    write_rows(data / "meal_needs.csv", [["meal", "role"], ["lunch", "main dish"], ["dinner", "main dish"]])


def make_week():
    """Return a kept result in which nothing is wrong: seven days, each a little different."""
    servings = []
    for day in range(1, 8):
        dish, other = (STEW, BEANS) if day in {1, 2} else (BEANS, STEW) if day in {3, 4} else (TOFU, BREAD)
        menu = [("breakfast", BREAD, 100), ("breakfast", MILK, 200), ("breakfast", WATER, 300),
                ("lunch", dish, 250), ("lunch", PEAR, 150), ("lunch", BREAD, 50 + day),
                ("dinner", other, 200), ("dinner", MILK, 200), ("dinner", WATER, 300)]  # fmt: skip
        servings += [[str(day), meal, food, grams] for meal, food, grams in menu]
    limits = [["energy_kcal", "minimum", 950, 950, "total", 950],
              ["energy_kcal", "maximum", 1800, 1800, "total", 1800],
              ["sodium_mg", "maximum", 2600, 2600, "total", 2600],
              ["added_sugars_tsp", "maximum", 2, 2, "total", 2],
              ["fruit_total_cup", "minimum", 0.9, None, "total", None]]  # fmt: skip
    return {
        "id": "p0", "row": {"diet": "omnivore", "without": ""}, "portions": "whole", "servings": servings,
        "limits": limits, "missed": [], "score": 0.0, "cost": 1.0,
    }  # fmt: skip

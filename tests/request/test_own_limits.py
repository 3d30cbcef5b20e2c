"""A limit of one's own beside the published ones: what gives way is said, what is for safety stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mealopt.cli.targets import build_frame
from mealopt.knowledge.library import customise_knowledge
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.tables.writing import format_csv

WOMAN = Person(34, "female", energy_kcal=2000)


@pytest.mark.parametrize("grams", [60, 100])
def test_few_carbohydrates_take_the_place_of_the_recommended_range(knowledge, grams):
    found = derive_targets(WOMAN, Rules(maximums={"carbohydrate_g": grams}), knowledge)
    assert found.maximum("carbohydrate_g") == grams
    assert found.minimum("carbohydrate_g") is None
    assert found.maximum("fat_g") is None  # 35 % fat and 35 % protein do not make up the rest
    assert found.maximum("saturated_fat_g") is not None
    (said,) = found.warnings
    assert "130.0 g (RDA: the glucose" in said
    assert "225.0 g (AMDR" in said


def test_fewer_carbohydrates_leave_the_other_ranges_alone_where_they_suffice(knowledge):
    found = derive_targets(WOMAN, Rules(maximums={"carbohydrate_g": 200}), knowledge)
    assert found.minimum("carbohydrate_g") == 130
    assert found.maximum("fat_g") is not None


@pytest.mark.parametrize("rules", [{"minimums": {"sodium_mg": 3000}}, {"maximums": {"calcium_mg": 500}}])
def test_neither_an_upper_limit_nor_an_rda_gives_way(knowledge, rules):
    found = derive_targets(WOMAN, Rules(**rules), knowledge)
    assert found.maximum("sodium_mg") == 2300
    assert found.minimum("calcium_mg") == 1000


def test_a_targets_file_is_laid_over_the_published(knowledge, tmp_path):
    path = tmp_path / "low_carb.csv"
    path.write_text("nutrient,minimum,maximum\ncarbohydrate_g,,60\nsodium_mg,,4000\n", encoding="utf-8")
    found = derive_targets(WOMAN, Rules(), customise_knowledge(knowledge, targets=path))
    assert found.maximum("carbohydrate_g") == 60
    assert found.minimum("vitamin_d_ug") == 15
    assert found.maximum("sodium_mg") == 2300  # a looser maximum does not lift one that is for safety
    assert any("hold as well" in text for text in found.warnings)
    alone = customise_knowledge(knowledge, targets=path, only_targets=True)
    found = derive_targets(WOMAN, Rules(), alone)
    assert found.minimum("vitamin_d_ug") is None
    assert any("Vitamin B12, Vitamin D" in text for text in found.warnings)


@pytest.mark.parametrize("diet", ["omnivore", "vegan"])
@pytest.mark.parametrize("conditions", [(), ("smoking",)])
def test_what_targets_writes_is_read_back(knowledge, tmp_path, diet, conditions):
    person = replace(WOMAN, conditions=conditions)
    first = derive_targets(person, Rules(diet=diet), knowledge)
    path = tmp_path / "mine.csv"
    path.write_text(format_csv(build_frame(first, knowledge)), encoding="utf-8")
    for only in (False, True):
        own = customise_knowledge(knowledge, targets=path, only_targets=only)
        again = derive_targets(person, Rules(diet=diet), own)
        assert set(again.limits) == set(first.limits)
        for name, limit in first.limits.items():
            assert again.limits[name].value == pytest.approx(limit.value)
            assert again.limits[name].must == (None if limit.must is None else pytest.approx(limit.must))

"""Energy needs as published."""

from __future__ import annotations

from mealopt.knowledge.intakes import SEXES


def test_equations_and_stand_ins_cover_every_age_once(knowledge):
    for sex in SEXES:
        for age in range(4, 121):
            for level in {row.activity for row in knowledge.stand_ins}:
                assert (
                    sum(
                        row.sex == sex and row.activity == level and row.age_min_y <= age < row.age_max_y
                        for row in knowledge.stand_ins
                    )
                    == 1
                )
            for level in {row.activity for row in knowledge.equations}:
                assert (
                    sum(
                        row.sex == sex
                        and row.life_stage == "general"
                        and row.activity == level
                        and row.age_min_y <= age < row.age_max_y
                        for row in knowledge.equations
                    )
                    == 1
                )

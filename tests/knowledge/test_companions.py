"""What foods are eaten with, and how unlike that is."""

from __future__ import annotations

import numpy as np

from mealopt.knowledge.companions import compare_companions
from mealopt.knowledge.sittings import find_sittings

SAUCE, MEAT, CHIPS = 0, 1, 2
CATEGORY = np.array([SAUCE, SAUCE, SAUCE, MEAT, CHIPS, SAUCE])
GRAVY, GUACAMOLE, GLAZE, LOAF, CRISPS, UNSEEN = range(6)


def test_foods_eaten_with_the_same_are_alike():
    dips = np.array([[GRAVY, LOAF]] * 90 + [[GLAZE, LOAF]] * 90 + [[GUACAMOLE, CRISPS]] * 90)
    unlike = compare_companions([dips], CATEGORY)
    to_glaze, to_guacamole, to_itself, to_unseen = unlike.between(
        np.full(4, GRAVY), np.array([GLAZE, GUACAMOLE, GRAVY, UNSEEN])
    )
    assert to_itself == 0.0
    assert to_glaze < 0.1 < to_unseen < to_guacamole  # of which nothing is known is like its category


def test_alone_is_one_more_companion():
    alone = np.array([[GRAVY, -1]] * 50 + [[GLAZE, LOAF]] * 50)
    unlike = compare_companions([alone], CATEGORY)
    assert unlike.between(np.array([GRAVY]), np.array([GLAZE]))[0] > 0.5


def test_what_nobody_had_is_eaten_like_its_kin():
    dips = np.array([[GRAVY, LOAF]] * 90 + [[GUACAMOLE, CRISPS]] * 90)
    kin = np.array([GRAVY, GUACAMOLE, GLAZE, LOAF, CRISPS, GUACAMOLE])
    unlike = compare_companions([dips], CATEGORY, kin)
    was = np.array([GRAVY, UNSEEN])
    assert (unlike.between(was, np.array([UNSEEN, GRAVY])) > 0.5).all()
    assert (unlike.between(np.array([GUACAMOLE, UNSEEN]), np.array([UNSEEN, GUACAMOLE])) == 0.0).all()


def test_without_sittings_nothing_is_unlike():
    unlike = compare_companions([], CATEGORY)
    assert unlike.between(np.array([GRAVY]), np.array([GUACAMOLE]))[0] == 0.0


def test_guacamole_is_no_gravy(knowledge):
    table, sittings = knowledge.foods, find_sittings(knowledge.foods)

    def between(was, other):
        pair = [table.names.index(name) for name in (was, other)]
        return sittings.unlike.between(np.array(pair[:1]), np.array(pair[1:]))[0]

    beef, chicken, dip = "Gravy, beef", "Gravy, chicken or turkey", "Guacamole"
    assert between(chicken, beef) < between(chicken, dip) / 2

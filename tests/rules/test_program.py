"""Where the foods of a program stand among its columns and rows."""

from __future__ import annotations


def test_food_totals_stand_in_table_order(tiny_program):
    names = tiny_program.layout.column_names[tiny_program.food_columns]
    assert names == [f"food:{food}" for food in tiny_program.table.ids]
    assert tiny_program.heads == tiny_program.food_columns


def test_every_portion_column_is_a_food_at_a_meal(tiny_program):
    layout = tiny_program.layout
    columns = [n for n, name in enumerate(layout.column_names) if name.startswith("portion:")]
    assert [slot[0] for slot in tiny_program.find_slots(range(len(layout.column_names)))] == columns
    for column in columns:
        _, food, meal = layout.column_names[column].split(":")
        assert tiny_program.slot_of[column] == (column, tiny_program.table.position(food), meal, 1.0)
    others = [tiny_program.food_columns.start]
    assert list(tiny_program.find_slots(others)) == []


def test_columns_know_the_rows_they_stand_in(tiny_program):
    layout = tiny_program.layout
    pairs = {(row, column): value for row, found in enumerate(layout.row_pairs) for column, value in found}
    mine = {
        (row, column): value
        for column, found in tiny_program.column_rows.items()
        for row, value in found
    }
    assert mine == pairs


def test_rows_that_give_way_to_a_pin_are_found_by_what_counts_in_them(tiny_program):
    giving = tiny_program.layout.giving_way
    assert {row for found in tiny_program.slot_rows.values() for row, _ in found} <= set(giving)
    assert all(value > 0 for found in tiny_program.slot_rows.values() for _, value in found)

"""Changes made by a click (a food banned, a repair): applied to the panel, undone, and done again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence


# the answers of the panel a click may change, and what they are before anyone answered
START: dict[str, Any] = {
    "diet": None, "goal": None, "without": [], "exclude": [], "include": [], "like": [], "own": [],
    "unknown": False, "supplements": False, "larger": False, "cook_once": False, "budget": None,
    "energy_kcal": None,
}  # fmt: skip
AMOUNTS = "amounts"  # grams a day of locked foods; a food that is wanted without an amount has none
DONE, UNDONE = "changes", "undone"
NAMED = 3  # changes named in the line with the undo button; the lists in the panel have them all


@dataclass(frozen=True)
class Change:
    """One click: what it is called, and the panel's answers before and after."""

    label: str
    before: dict[str, Any]
    after: dict[str, Any]
    amounts: dict[str, float]  # of locked foods, before [g a day]


def read_answer(key: str) -> Any:
    """Return an answer of the panel as it stands."""
    value = st.session_state.get(key, START[key])
    return list(value or ()) if isinstance(START[key], list) else value


def apply_change(label: str, after: dict[str, Any], amounts: dict[str, float] | None = None) -> None:
    """Set answers of the panel, and remember how to undo it; to be called before the panel is drawn."""
    before = {key: read_answer(key) for key in after}
    locked = dict(st.session_state.get(AMOUNTS, {}))
    st.session_state.update(after)
    st.session_state[AMOUNTS] = locked if amounts is None else amounts
    st.session_state[DONE] = (*list_changes(), Change(label, before, after, locked))
    st.session_state[UNDONE] = ()


def undo_change() -> None:
    """Undo the latest change; what was answered by hand since then stays."""
    *rest, last = list_changes()
    st.session_state[DONE] = tuple(rest)
    taken = replace(last, amounts=dict(st.session_state.get(AMOUNTS, {})))
    st.session_state[UNDONE] = (*list_undone(), taken)
    st.session_state[AMOUNTS] = last.amounts
    for key, before in last.before.items():
        now, after = read_answer(key), last.after[key]
        if isinstance(START[key], list):
            kept = [value for value in now if value not in after or value in before]
            back = [value for value in before if value not in after and value not in kept]
            st.session_state[key] = kept + back
        elif now == after:
            st.session_state[key] = before


def redo_change() -> None:
    """Do the change again that was undone last; what was answered by hand since then stays."""
    *rest, last = list_undone()
    again = replace(last, amounts=dict(st.session_state.get(AMOUNTS, {})))
    st.session_state[UNDONE] = tuple(rest)
    st.session_state[DONE] = (*list_changes(), again)
    st.session_state[AMOUNTS] = last.amounts
    for key, after in last.after.items():
        before, now = last.before[key], read_answer(key)
        if isinstance(START[key], list):
            kept = [value for value in now if value in after or value not in before]
            st.session_state[key] = kept + [v for v in after if v not in before and v not in kept]
        else:
            st.session_state[key] = after


def list_undone() -> tuple[Change, ...]:
    """Return the changes undone since the last new one, the latest at the end, with amounts after each."""
    return tuple(st.session_state.get(UNDONE, ()))


def list_changes() -> tuple[Change, ...]:
    """Return the changes that can be undone, the latest at the end."""
    return tuple(st.session_state.get(DONE, ()))


def show_changes() -> None:
    """Show what was changed by clicks, with a button that undoes the latest, and one that does it again."""
    done, undone = list_changes(), list_undone()
    if not done and not undone:
        return
    more = f" and {len(done) - NAMED} more" if len(done) > NAMED else ""
    labels = " · ".join(escape_markdown(change.label) for change in reversed(done[-NAMED:]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if done:
            st.button(
                "Undo", key="undo", icon=":material/undo:", on_click=undo_change,
                help=f"Takes back: {escape_markdown(done[-1].label)}",
            )  # fmt: skip
        if undone:
            st.button(
                "Redo", key="redo", icon=":material/redo:", on_click=redo_change,
                help=f"Does again: {escape_markdown(undone[-1].label)}",
            )  # fmt: skip
        if done:
            st.markdown(f":small[:gray[Changed:] {labels}:gray[{more}]]", width="stretch")


def ban_foods(foods: Sequence[str], name: str) -> None:
    """Leave foods out from now on, which go by one name."""
    apply_change(
        f"no {name}",
        {
            "exclude": [*(food for food in read_answer("exclude") if food not in foods), *foods],
            "include": [food for food in read_answer("include") if food not in foods],
            "like": [food for food in read_answer("like") if food not in foods],
        },
    )


def like_food(food_id: str, name: str) -> None:
    """Have a food often from now on, in weeks of meals."""
    apply_change(
        f"often {name}",
        {
            "like": [*(food for food in read_answer("like") if food != food_id), food_id],
            "exclude": [food for food in read_answer("exclude") if food != food_id],
        },
    )


def forget_liking(food_id: str, name: str) -> None:
    """Have a food as often as anybody again."""
    apply_change(f"{name} as often as anybody", {"like": [f for f in read_answer("like") if f != food_id]})


def lock_food(food_id: str, name: str, grams: float | None) -> None:
    """Have an amount of a food every day from now on; without an amount, one helping."""
    amounts = {food: amount for food, amount in st.session_state.get(AMOUNTS, {}).items() if food != food_id}
    apply_change(
        f"always {name}",
        {
            "include": [*(food for food in read_answer("include") if food != food_id), food_id],
            "exclude": [food for food in read_answer("exclude") if food != food_id],
        },
        amounts if grams is None else {**amounts, food_id: grams},
    )


def unlock_food(food_id: str, name: str) -> None:
    """Leave it to the plan again how much of a food there is."""
    apply_change(f"{name} left open", {"include": [f for f in read_answer("include") if f != food_id]})

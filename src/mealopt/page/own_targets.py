"""Targets of a person's own: those that hold, and a form that adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.knowledge.nutrients import lower_first
from mealopt.page.clicks import apply_change, read_answer

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.page.address import Target

SIDE_WORDS = {
    "minimum": ("at least", "a day"),
    "maximum": ("at most", "a day"),
    "meal_maximum": ("at most", "at each meal"),
}


def say_side(side: str) -> str:
    """Return a side in words: at least … a day."""
    return " … ".join(SIDE_WORDS[side])


def name_target(target: Target, knowledge: Knowledge) -> str:
    """Return a target in words: at most 60 g carbohydrate at each meal."""
    side, nutrient, amount = target
    info = knowledge.nutrients[nutrient]
    bound, when = SIDE_WORDS[side]
    return f"{bound} {info.show(amount)} {lower_first(info.label)}{'' if when == 'a day' else f' {when}'}"


def ask_own_targets(knowledge: Knowledge) -> tuple[Target, ...]:
    """Show the targets that were set, so that they can be taken back, and ask for another."""
    own = [tuple(target) for target in read_answer("own")]
    kept = tuple(
        st.multiselect(
            "Targets of your own", own, format_func=lambda target: name_target(target, knowledge), key="own"
        )
        if own
        else ()
    )
    with st.expander("Set a target of your own", icon=":material/tune:"):
        nutrients = [name for name in knowledge.foods.nutrient_ids if name != knowledge.energy_id]
        nutrient = st.selectbox(
            "Nutrient", sorted(nutrients, key=knowledge.nutrients.rank), key="own_nutrient",
            format_func=lambda name: knowledge.nutrients[name].label,
        )  # fmt: skip
        side = st.selectbox("Target", tuple(SIDE_WORDS), key="own_side", format_func=say_side)
        amount = st.number_input(
            f"Amount, {knowledge.nutrients[nutrient].unit}", 0.0, None, None,
            key=f"own_amount-{nutrient}",  # blank for another nutrient: it may have another unit
        )  # fmt: skip
        st.button(
            "Set it", key="own_set", disabled=amount is None, on_click=set_target,
            args=(side, nutrient, amount, knowledge), width="stretch",
            help="Your own minimum takes the place of the published one; what is there for safety holds.",
        )  # fmt: skip
    return kept


def set_target(side: str, nutrient: str, amount: float, knowledge: Knowledge) -> None:
    """Set a target in place of one of the same side and nutrient."""
    others = [tuple(target) for target in read_answer("own") if tuple(target[:2]) != (side, nutrient)]
    target = (side, nutrient, amount)
    apply_change(name_target(target, knowledge), {"own": [*others, target]})

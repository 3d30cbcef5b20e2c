"""The plan to take along, as the same CSV files the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.plan.writing import format_csv

if TYPE_CHECKING:
    from mealopt.plan.plan import Plan


def show_downloads(plan: Plan) -> None:
    """Offer the plan, its totals and its drivers as files."""
    st.subheader("Take it along", anchor=False)
    with st.container(horizontal=True):
        for label, name, frame in (
            ("The plan", "plan", plan.portions),
            ("Its nutrients", "totals", plan.totals),
            ("What drives it", "drivers", plan.drivers),
        ):
            st.download_button(
                f"{label} (CSV)", format_csv(frame), f"mealopt-{name}.csv", "text/csv", key=f"save-{name}",
                on_click="ignore", icon=":material/download:",
            )  # fmt: skip

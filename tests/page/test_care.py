"""Messages of several lines."""

from __future__ import annotations

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.page.care import lay_out_lines


def test_a_message_of_several_lines_becomes_a_list():
    assert lay_out_lines("It misses:\n  Iron: 2 mg\nTry:\n  spend $3\n") == (
        "It misses\\:\n\n- Iron\\: 2 mg\n\nTry\\:\n\n- spend \\$3"
    )

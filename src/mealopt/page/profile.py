"""A profile: what the address holds, as a file to keep and to open again on any machine that has the page.

A file that is opened becomes an address, so that its answers come back as those of a bookmark do, and what
cannot be so is passed over.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from mealopt.errors import BadInputError, Problem
from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KIND, VERSION = "mealopt profile", 1
LARGEST = 100_000  # bytes: an address is far smaller
FILE = "profile_file"
UNREAD = "This is no profile of mealopt. Save one here first: it is a JSON file with your answers."

Answers = dict[str, list[str]]


def show_profile() -> None:
    """Offer the answers as a file, and take one that was saved; to be called when every answer is there."""
    with st.expander("Your profile", icon=":material/person:"):
        answers = {name: st.query_params.get_all(name) for name in st.query_params}
        st.download_button(
            "Save my answers", write_profile(answers), "mealopt-profile.json", "application/json",
            key="profile", on_click="ignore", icon=":material/download:", width="stretch",
        )  # fmt: skip
        st.file_uploader(
            "Open a profile", "json", key=FILE,
            help="A file saved here. Its answers take the place of those above.",
        )  # fmt: skip
        upload = st.session_state.get(FILE)
        if upload is not None:
            show_opened(upload.name, upload.getvalue())
        st.caption(
            "It holds what the address holds: health data, locked amounts, days made anew. Prices and foods "
            "of your own stay in their files."
        )


def show_opened(name: str, content: bytes) -> None:
    """Show the way to what a file holds, or what is wrong with it."""
    try:
        answers = read_profile(name, content)
    except BadInputError as error:
        st.error("\n\n".join(escape_markdown(str(problem)) for problem in error.problems))
        return
    address = html.escape(write_address(answers), quote=True)
    st.markdown(
        f'<a href="{address}" target="_self">Open the plan of this profile</a>', unsafe_allow_html=True
    )


def write_profile(answers: Mapping[str, Sequence[str]]) -> str:
    """Return answers by name as the text of a profile."""
    kept = {name: [*values] for name, values in sorted(answers.items())}
    profile = {"kind": KIND, "version": VERSION, "answers": kept}
    return json.dumps(profile, ensure_ascii=False, indent=1) + "\n"


def read_profile(name: str, content: bytes) -> Answers:
    """Return the answers of a profile; raises BadInputError for what is none, naming the file."""
    if len(content) > LARGEST:
        raise BadInputError(Problem(name, f"A profile has at most {LARGEST:,} bytes; this has more."))
    try:
        held = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadInputError(Problem(name, UNREAD)) from None
    if not isinstance(held, dict) or held.get("kind") != KIND or not isinstance(held.get("answers"), dict):
        raise BadInputError(Problem(name, UNREAD))
    if held.get("version") != VERSION:
        found = str(held.get("version"))
        raise BadInputError(
            Problem(name, f"This page reads version {VERSION}.", column="version", value=found)
        )
    problems = [
        Problem(name, "Write a list of texts.", column=answer, value=str(values))
        for answer, values in held["answers"].items()
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values)
    ]
    if problems:
        raise BadInputError(problems)
    return {str(answer): values for answer, values in held["answers"].items()}


def write_address(answers: Mapping[str, Sequence[str]]) -> str:
    """Return the address, from its question mark on, that holds some answers."""
    held = {name: [*values] for name, values in answers.items()}
    return "?" + urlencode(held, doseq=True, errors="replace")  # JSON may hold half a character

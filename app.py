"""The page in a browser: `streamlit run app.py`, or `mealopt app`."""

from mealopt.page.main import show_page

show_page()

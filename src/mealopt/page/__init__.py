"""The page: the door for most people, and the only room that knows Streamlit."""

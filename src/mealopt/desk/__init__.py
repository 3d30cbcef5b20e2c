"""What the page asks and is answered, without Streamlit: questions, kept answers, jobs in the background."""

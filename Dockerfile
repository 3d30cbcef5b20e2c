# The page, and whatever else mealopt does: docker build -t mealopt . && docker run -p 8501:8501 mealopt
FROM python:3.11-slim
WORKDIR /opt/mealopt
COPY pyproject.toml constraints.txt README.md LICENSE app.py ./
COPY .streamlit .streamlit
COPY data data
COPY src src
RUN pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".[app,cluster]" \
    && useradd --create-home eater
USER eater
WORKDIR /home/eater
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8501/_stcore/health', timeout=4)"
CMD ["mealopt", "app", "--server.address", "0.0.0.0", "--server.headless", "true"]

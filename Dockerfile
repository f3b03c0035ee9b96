# Stempel in a container: small, not root, and nothing to write to but /data.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/stempel
COPY requirements.txt .
RUN /opt/stempel/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
# Compiled here, since nothing can be written where it runs; what only installs is left behind.
RUN /opt/stempel/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/stempel/bin/pip uninstall --yes setuptools pip \
    && /opt/stempel/bin/python -m compileall -q /opt/stempel

FROM python:3.11-slim
# FriBiDi joins the letters of Arabic, Hindi, Thai and others on cards.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libfribidi0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home stempel
COPY --from=build /opt/stempel /opt/stempel
ENV PATH="/opt/stempel/bin:$PATH" STEMPEL_HOST=0.0.0.0
USER stempel
# The database (unless it is a PostgreSQL), the key beside it, and a .env if there is one.
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["stempel"]
CMD ["serve"]

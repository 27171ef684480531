# Milepost as an image: small, for a user without rights, made from the lock of what runs. docs/running/README.md says how it is used.
# Where images are pinned, give BASE with its digest: --build-arg BASE=python:3.11-slim-bookworm@sha256:...
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS built
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
RUN python -m venv /opt/milepost
# What Milepost needs comes first: it changes seldom, so that this layer is kept.
COPY requirements.run.lock ./
RUN /opt/milepost/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.run.lock
COPY LICENSE README.md THIRD_PARTY.md pyproject.toml ./
COPY adapters ./adapters
COPY bot ./bot
COPY prompts ./prompts
COPY seed ./seed
COPY store ./store
# What only makes the wheel goes again, pip last of all: nothing is installed where Milepost runs.
RUN /opt/milepost/bin/python -m pip install --no-deps --no-build-isolation . \
    && /opt/milepost/bin/python -m pip uninstall --yes hatchling pathspec pluggy tomlkit trove-classifiers \
    && /opt/milepost/bin/python -m pip check \
    && /opt/milepost/bin/python -m pip uninstall --yes setuptools pip

FROM ${BASE}
# pg_restore, for `milepost restore`, and pg_dump.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 milepost \
    && useradd --uid 10001 --gid milepost --home-dir /data --no-create-home --shell /usr/sbin/nologin milepost \
    && install --directory --owner=milepost --group=milepost --mode=0750 /data
COPY --from=built /opt/milepost /opt/milepost
# The file system may be read-only but for /data and /tmp. Settings and secrets come from outside, at the start.
ENV PATH=/opt/milepost/bin:${PATH} \
    HOST=0.0.0.0 \
    PORT=8080 \
    METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9090 \
    MILEPOST_LOG_FORMAT=json \
    MPLCONFIGDIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /data
USER 10001:10001
# People and platforms come to the first; who watches Milepost to the second, which is not for the outside.
EXPOSE 8080 9090
# Asked to stop, Milepost ends within 10 seconds: give it 15 before it is killed.
STOPSIGNAL SIGTERM
# A worker answers there too. Asked straight, not through a proxy that the environment may name.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "import http.client, os, sys; line = http.client.HTTPConnection('127.0.0.1', int(os.environ['METRICS_PORT']), timeout=4); line.request('GET', '/healthz'); sys.exit(line.getresponse().status != 200)"]
ENTRYPOINT ["milepost"]
CMD ["serve"]

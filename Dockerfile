# Built in one stage, run in another: no compiler, no package manager's cache, no root. Nothing but /watch/state and /tmp is written,
# so the root file system may be read-only (deploy/compose.yaml). tests/shipping carries these steps out in a clean root.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements/ requirements/
RUN python -m venv /opt/watcher \
 && /opt/watcher/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE sources.yaml concerns.yaml alerts.yaml people.yaml bodies.yaml ./
COPY templates/ templates/
COPY watcher/ watcher/
RUN python -m venv /opt/wheel \
 && /opt/wheel/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && /opt/wheel/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /build/dist . \
 && /opt/watcher/bin/pip install --no-cache-dir --no-deps /build/dist/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /watch --shell /usr/sbin/nologin watcher \
 && mkdir -p /watch/state && chown -R watcher /watch
COPY --from=build /opt/watcher /opt/watcher
COPY --chown=watcher sources.yaml concerns.yaml alerts.yaml people.yaml bodies.yaml /watch/
COPY --chown=watcher seeds/ /watch/seeds/
ENV PATH=/opt/watcher/bin:$PATH PYTHONUNBUFFERED=1 WATCHER_DIR=/watch
USER 10001
WORKDIR /watch
VOLUME /watch/state
HEALTHCHECK --interval=1m --timeout=10s --start-period=2m CMD ["watcher", "status", "--ask", "http://127.0.0.1:8787/healthz"]
ENTRYPOINT ["watcher"]
CMD ["daemon"]

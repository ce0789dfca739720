# The service, its bundles, and nothing else.
#
#   build   the hashed wheels, trimmed, and the service's own wheel
#   last    the base without pip  <-  wheels  <-  service  <-  models
#
# What changes most comes last: a new release of the service is a layer of some MB,
# which a weak link carries. A hospital pins the base by digest: docs/operators.md says how.
ARG BASE_IMAGE=python:3.13-slim-trixie

FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ONLY_BINARY=:all: \
    PIP_REQUIRE_VIRTUALENV=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONHASHSEED=0
COPY requirements /requirements
# A mirror and its certificates come as secrets, which leave no trace in the image.
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    python3 -m venv /build \
    && /build/bin/pip install --quiet --require-hashes -r /requirements/build.txt \
    && python3 -m venv --without-pip /opt/packages \
    && /build/bin/pip --python /opt/packages/bin/python install --quiet --no-compile \
        --require-hashes -r /requirements/service.txt
COPY image/trim.py /
RUN python3 /trim.py /opt/packages \
    && python3 -m compileall -q -f --invalidation-mode unchecked-hash /opt/packages/lib
COPY LICENSE README.md pyproject.toml /source/
COPY service /source/service
RUN /build/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels /source \
    && /build/bin/pip --python /opt/packages/bin/python install --quiet --no-compile --no-deps \
        --no-index --target /opt/service /wheels/*.whl \
    && python3 -m compileall -q -f --invalidation-mode unchecked-hash /opt/service

FROM ${BASE_IMAGE}
RUN --mount=type=bind,source=image/finish.py,target=/finish.py python3 /finish.py
COPY --from=build /opt/packages /opt/packages
COPY --from=build /opt/service /opt/service
COPY models /models
# Nothing is written beside a module, so the root may be read-only. ONNX Runtime would
# otherwise report its use to its makers.
ENV PATH=/opt/service/bin:/opt/packages/bin:$PATH \
    PYTHONPATH=/opt/service \
    PYTHONDONTWRITEBYTECODE=1 \
    ORT_DISABLE_TELEMETRY=1 \
    DIABETES_RISK_MODELS=/models
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
# No HEALTHCHECK: the kubelet probes, and another process would cost memory.
CMD ["diabetes-risk", "serve"]
# Last, because they change with every commit and the layers above need not.
ARG BASE_IMAGE
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="diabetes-risk" \
    org.opencontainers.image.description="Calibrated, explained type 2 diabetes risk" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.base.name="${BASE_IMAGE}" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"

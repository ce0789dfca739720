"""Keys of a file: exchanged while serving, kept when the file is spoilt."""

import asyncio
from pathlib import Path

import pytest

from service.access.keys import FileKeys
from service.observability.metrics import Metrics
from tests.access import key_set


def found(keys: FileKeys, kid: str) -> bool:
    return asyncio.run(keys.find(kid, "ES384")) is not None


def fetches(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_fetches_total", {"what": "keys", "outcome": outcome}
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(key_set("old"))
    return path


def test_a_new_key_is_known_when_the_file_is_written(
    file: Path, metrics: Metrics
) -> None:
    keys = FileKeys(file, metrics)
    assert found(keys, "old")
    assert not found(keys, "new")

    file.write_text(key_set("old", "new"))
    assert found(keys, "new")

    file.write_text(key_set("new"))
    assert not found(keys, "old")
    assert fetches(metrics, "ok") == 2


def test_a_new_key_is_known_when_a_link_points_to_another_file(
    file: Path, metrics: Metrics
) -> None:
    """As Kubernetes exchanges the files of a secret."""
    link = file.with_name("link.json")
    link.symlink_to(file)
    keys = FileKeys(link, metrics)

    file.with_name("other.json").write_text(key_set("new"))
    file.with_name("next.json").symlink_to("other.json")
    file.with_name("next.json").replace(link)

    assert found(keys, "new")


@pytest.mark.parametrize("spoilt", ["", "{}", '{"keys": []}', None])
def test_a_spoilt_file_leaves_the_keys_there_were(
    file: Path, metrics: Metrics, spoilt: str | None
) -> None:
    keys = FileKeys(file, metrics)
    if spoilt is None:
        file.unlink()
    else:
        file.write_text(spoilt)

    assert found(keys, "old")
    assert found(keys, "old")
    assert fetches(metrics, "failed") == 1  # not for each request

    file.write_text(key_set("new"))
    assert found(keys, "new")

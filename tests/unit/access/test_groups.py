"""Which OAuth scope opens which routes."""

import pytest

from service.access.groups import groups_of


@pytest.mark.parametrize("group", ["risk.read", "fhir", "cds", "ops"])
def test_a_scope_of_ours_opens_its_group(group: str) -> None:
    assert groups_of(f"openid {group}") == {group}


@pytest.mark.parametrize(
    "scope",
    [
        "system/*.read",
        "system/*.*",
        "system/*.rs",
        "system/*.cruds",
        "system/RiskAssessment.read",
        "system/RiskAssessment.r",
        "system/RiskAssessment.cruds",
        "user/*.rs",
        "user/RiskAssessment.crs",
    ],
)
def test_smart_scopes_that_read_assessments_open_the_fhir_routes(scope: str) -> None:
    assert groups_of(f"launch {scope}") == {"fhir"}


@pytest.mark.parametrize(
    "scope",
    [
        "",
        "system/*.write",
        "system/*.c",
        "system/*.s",
        "system/*.sr",
        "system/*.",
        "system/Observation.rs",
        "system/RiskAssessments.r",
        "system/*.rs?category=laboratory",
        "patient/*.rs",
        "system/*.READ",
        "asystem/*.read",
        "risk",
        "risk.read.all",
        "fhir\tcds",
        "FHIR",
    ],
)
def test_no_other_scope_opens_anything(scope: str) -> None:
    assert groups_of(scope) == frozenset()


def test_each_scope_counts_for_itself() -> None:
    assert groups_of("system/*.rs cds patient/*.rs ops") == {"fhir", "cds", "ops"}

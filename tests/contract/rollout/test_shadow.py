"""Another version is compared with what is answered, and heard by nobody."""

from tests.contract.rollout.following import metric, serving, until, versions
from tests.steady_load import PEOPLE
from tests.two_versions import INCIDENT, OLD, TwoVersions


def test_every_patient_asked_for_alone_is_compared_and_none_is_answered(
    placed: TwoVersions,
) -> None:
    placed.old(more="shadow = '3.1.0'")
    count = f'diabetes_risk_shadow_difference_count{{bundle="{INCIDENT}"'
    with serving(placed) as client:
        assert metric(client, count) == 0

        found = [versions(client, {"patient": one}) for one in PEOPLE]
        versions(client, {"patient": PEOPLE[0]}, "/page/assess")
        client.post("/v1/risk/batch", json=PEOPLE)
        until(lambda: metric(client, count) == len(PEOPLE) + 1)

        assert set(found) == {OLD}
        info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="shadow"'
        assert metric(client, info) == 1
        placed.old()
        until(lambda: metric(client, info) == 0)
        versions(client, {"patient": PEOPLE[0]})

        assert metric(client, count) == len(PEOPLE) + 1

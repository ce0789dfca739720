"""What the CDS service says of itself: its hook, and the data it asks for.

One hook, `patient-view`: the risk does not depend on what is being ordered, and a card
at `encounter-start` or `order-select` would only repeat that of the open chart. The
prefetch templates keep to the subset of FHIR search that the specification recommends
(section "Prefetch query restrictions"), so that any EHR can execute them.
"""

from collections.abc import Mapping

from msgspec import Struct

from service.clinical.language import Language, Text
from service.clinical.variables import PERSON, VARIABLES

SERVICE_ID = "diabetes-risk"
HOOK = "patient-view"

# An EHR keeps both pressures in one Observation, which a search finds by its own code.
BLOOD_PRESSURE_PANELS = ("85354-9", "55284-4", "35094-2")
# The newest values of a year of monthly visits; further pages are read if there are.
NEWEST_OBSERVATIONS = 250
PATIENT = "patient"
OBSERVATIONS = "observations"
CONDITIONS = "conditions"
ORDERS = "orders"
REQUIRED = (PATIENT, OBSERVATIONS, CONDITIONS)

_TITLE = Text("Risk of type 2 diabetes", "Nguy cơ đái tháo đường típ 2")
_DESCRIPTION = Text(
    "Risk of type 2 diabetes with its reasons, and the chance that it is there"
    " undiagnosed; at most one card, and none where there is nothing to do.",
    "Nguy cơ mắc đái tháo đường típ 2 kèm lý do, và khả năng đang mắc mà chưa được chẩn"
    " đoán; nhiều nhất một thẻ, không hiện thẻ khi không có việc cần làm.",
)
_USAGE = Text(
    "Adults of 20 years and more without known diabetes, not pregnant. Needs birth"
    " date, sex, observations and conditions, prefetched or readable on a FHIR server"
    " that the operator of this service has listed. Not a diagnosis.",
    "Người từ 20 tuổi trở lên, chưa được chẩn đoán đái tháo đường, không mang thai. Cần"
    " ngày sinh, giới tính, các chỉ số và chẩn đoán, gửi kèm (prefetch) hoặc đọc được"
    " từ máy chủ FHIR mà người vận hành dịch vụ này đã cho phép. Không phải chẩn đoán.",
)


def _of_patient(resource_type: str, *parameters: str) -> str:
    return "&".join(
        [resource_type + "?patient={{context.patientId}}", *parameters],
    )


def _observation_codes() -> str:
    from_patient = {variable.name for variable in PERSON}
    codes = [
        code
        for name, variable in VARIABLES.items()
        if name not in from_patient
        for code in variable.loinc
    ]
    return ",".join(dict.fromkeys([*codes, *BLOOD_PRESSURE_PANELS]))


# Without a system in `code`: a bar in a URL is what many EHRs stumble over.
PREFETCH: Mapping[str, str] = {
    PATIENT: "Patient/{{context.patientId}}",
    OBSERVATIONS: _of_patient(
        "Observation",
        f"code={_observation_codes()}",
        "_sort=-date",
        f"_count={NEWEST_OBSERVATIONS}",
    ),
    CONDITIONS: _of_patient("Condition", "_count=500"),
    "medicationRequests": _of_patient(
        "MedicationRequest", "status=active", "_count=200"
    ),
    "medicationStatements": _of_patient(
        "MedicationStatement", "status=active", "_count=200"
    ),
    "family": _of_patient("FamilyMemberHistory", "_count=100"),
    ORDERS: _of_patient("ServiceRequest", "status=draft,active,on-hold", "_count=200"),
}


class Service(Struct, rename="camel"):
    """A CDS service and the FHIR queries whose answers it wants with every call."""

    hook: str
    title: str
    description: str
    id: str
    prefetch: dict[str, str]
    usage_requirements: str


class Services(Struct):
    """The CDS services that there are."""

    services: list[Service]


def discover(language: Language) -> Services:
    """The answer to `GET /cds-services`."""
    service = Service(
        hook=HOOK,
        title=_TITLE[language],
        description=_DESCRIPTION[language],
        id=SERVICE_ID,
        prefetch=dict(PREFETCH),
        usage_requirements=_USAGE[language],
    )
    return Services([service])

"""What a drug is given for, where its prescription says so.

A prescription may name diagnoses that stand nowhere else in what was sent: a drug given
for diabetes, whichever it is and whatever became of it, means that diabetes is known.
"""

from collections.abc import Iterator
from datetime import date

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.intake.fhir.concepts import DIABETES
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.medications import model, written_on
from service.intake.fhir.models import read
from service.intake.fhir.said import Said

VARIABLE = "known_diabetes"


def reasons(entry: Entry) -> list[Said]:
    """The reasons (`reasonCode`) of a MedicationRequest or MedicationStatement.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    return [Said.by(concept) for concept in read(entry, model(entry)).reason_code]


def findings(entry: Entry, today: date) -> Iterator[Finding | Ignored]:
    """What the reasons of one such resource say, as of `today`.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    if not any(map(DIABETES.found_in, reasons(entry))):
        return
    on = written_on(entry, today)
    if entry.resource.get("status") == "entered-in-error":
        yield Ignored(
            source=entry,
            code="entered_in_error",
            text=_IN_ERROR,
            variable=VARIABLE,
            on=on,
        )
    else:
        yield Finding(
            variable=VARIABLE,
            value=True,
            source=entry,
            on=on,
            notice=Notice(VARIABLE, "reason_of_drug", _REASON),
        )


_IN_ERROR = Text("This medication was entered in error.", "Thuốc này đã được ghi nhầm.")
_REASON = Text(
    "Known diabetes: read from the reason of a prescription.",
    "Đã được chẩn đoán đái tháo đường: lấy từ chẩn đoán ghi trên đơn thuốc.",
)

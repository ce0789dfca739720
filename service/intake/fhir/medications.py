"""What prescriptions and medication statements say of the clinical table.

A blood-pressure drug that is being taken, and a glucose-lowering one, which means that
diabetes is known unless the record has another reason for it (see indications.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.variables import VARIABLES
from service.intake.fhir.dates import read_date
from service.intake.fhir.drugs import Drug, drugs
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.models import (
    CodeableConcept,
    Medication,
    MedicationRequest,
    MedicationStatement,
    read,
)

TYPES = ("MedicationRequest", "MedicationStatement")
IMPLIED_BY_DRUG = "implied_by_drug"

# https://hl7.org/fhir/R4/valueset-medicationrequest-status.html and
# valueset-medication-statement-status.html; on hold is a halt that is meant to end.
_LASTING = {"active", "on-hold"}
_PLANNED = {"draft", "intended"}
# Orders that nobody has given yet, of valueset-medicationrequest-intent.html.
_SUGGESTED = {"proposal", "plan", "option"}
# Three months of a drug at a time are prescribed at most (26/2025/TT-BYT); after that it
# was renewed, or is no longer taken. Counts where no status says that it goes on.
_SUPPLY = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What the two types of resource have in common."""

    status: str | None
    planned: bool
    forbidden: bool
    dispensed: bool
    """Whether it was completed by handing out the drug, not by ending it."""
    on: date | None
    last: date | None


def findings(entry: Entry, today: date) -> Iterator[Finding | Ignored]:
    """What one MedicationRequest or MedicationStatement says, as of `today`.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    order = _order(entry, today)
    unused = _unused(order, today)
    by_variable: dict[str, list[Drug]] = {}
    for drug in drugs_of(entry):
        by_variable.setdefault(_variable(drug), []).append(drug)
    for variable, found in by_variable.items():
        if unused is None:
            yield Finding(
                variable=variable,
                value=True,
                source=entry,
                on=order.on,
                notice=_notice(variable, found),
            )
        else:
            code, text = unused
            yield Ignored(
                source=entry, code=code, text=text, variable=variable, on=order.on
            )


def written_on(entry: Entry, today: date) -> date | None:
    """The day of one such resource.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    return _order(entry, today).on


def drugs_of(entry: Entry) -> list[Drug]:
    """The drugs of one such resource that say something.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    return [drug for product in _products(entry) for drug in drugs(product)]


def _products(entry: Entry) -> list[CodeableConcept]:
    """How the resource names what was prescribed: directly, or contained in it."""
    medication = read(entry, model(entry))
    products = []
    if medication.medication_codeable_concept is not None:
        products.append(medication.medication_codeable_concept)
    reference = medication.medication_reference
    for number, resource in enumerate(medication.contained):
        identity = f"#{resource.get('id')}"
        if reference is None or reference.reference != identity:
            continue
        place = f"{entry.expression}.contained[{number}]"
        inner = read(Entry(resource=resource, expression=place), Medication)
        products.append(inner.code)
        products += [
            ingredient.item_codeable_concept
            for ingredient in inner.ingredient
            if ingredient.item_codeable_concept is not None
        ]
    return products


def model(entry: Entry) -> type[MedicationRequest] | type[MedicationStatement]:
    """Which of the two types it is read as."""
    is_request = entry.type == "MedicationRequest"
    return MedicationRequest if is_request else MedicationStatement


def _order(entry: Entry, today: date) -> _Order:
    medication = read(entry, model(entry))
    if isinstance(medication, MedicationRequest):
        authored = _day(today, medication.authored_on)
        return _Order(
            status=medication.status,
            planned=medication.status in _PLANNED or medication.intent in _SUGGESTED,
            forbidden=medication.do_not_perform is True,
            dispensed=medication.status == "completed" and authored is not None,
            on=authored,
            last=authored,
        )
    period = medication.effective_period
    start, end = (period.start, period.end) if period else (None, None)
    stated = (medication.effective_date_time, medication.date_asserted)
    return _Order(
        status=medication.status,
        planned=medication.status in _PLANNED,
        forbidden=medication.status == "not-taken",
        dispensed=False,
        on=_day(today, start, *stated),
        last=_day(today, end, *stated, start),
    )


def _day(today: date, *written: str | None) -> date | None:
    """The first of these that is a date."""
    for text in written:
        if text and (found := read_date(text)):
            return found.day(today)
    return None


def _unused(order: _Order, today: date) -> tuple[str, Text] | None:
    """Why the drug does not count as taken now: a code and its words."""
    if order.status == "entered-in-error":
        return "entered_in_error", Text(
            "This medication was entered in error.", "Thuốc này đã được ghi nhầm."
        )
    if order.planned:
        return "unconfirmed", Text(
            "This medication is planned or suggested, not prescribed.",
            "Thuốc này mới được dự kiến hoặc đề xuất, chưa kê đơn.",
        )
    recent = order.last is None or today - order.last <= _SUPPLY
    unsaid = order.status in {None, "unknown"} or order.dispensed
    if not order.forbidden and (order.status in _LASTING or (unsaid and recent)):
        return None
    return "not_active", Text(
        "This medication is not, or no longer, being taken.",
        "Thuốc này không dùng hoặc không còn dùng.",
    )


def _variable(drug: Drug) -> str:
    if drug.kind == "antihypertensive":
        return "antihypertensive_drug"
    return "known_diabetes"


def _notice(variable: str, found: Sequence[Drug]) -> Notice | None:
    """How it was concluded; None where a code says it outright."""
    names = ", ".join(dict.fromkeys(drug.name for drug in found))
    by_name = any(drug.by_name for drug in found)
    if variable == "known_diabetes":
        code, text = IMPLIED_BY_DRUG, _IMPLIED
    elif by_name:
        code, text = "read_from_name", _READ
    else:
        return None
    label = VARIABLES[variable].label
    return Notice(variable, code, text.format(label=label, names=names))


_IMPLIED = Text(
    "{label}: concluded from a glucose-lowering drug ({names}); please confirm.",
    "{label}: suy ra từ thuốc hạ đường huyết ({names}); xin xác nhận.",
)
_READ = Text(
    "{label}: read from the name of a drug ({names}).",
    "{label}: xác định từ tên thuốc ({names}).",
)

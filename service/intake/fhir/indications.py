"""Why a glucose-lowering drug may be given to somebody without diabetes.

Metformin, SGLT2 inhibitors and GLP-1 agonists have other uses. Where the record states
one of these and the drug is all that points to diabetes, diabetes is not concluded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from service.clinical.language import Text
from service.intake.fhir.concepts import (
    GESTATIONAL_DIABETES,
    HEART_FAILURE,
    KIDNEY_DISEASE,
    OBESITY,
    POLYCYSTIC_OVARIES,
    PREDIABETES,
    Concept,
)
from service.intake.fhir.conditions import LONGEST_PREGNANCY
from service.intake.fhir.diagnosis import read_diagnosis
from service.intake.fhir.drugs import Drug, Kind
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.medications import (
    IMPLIED_BY_DRUG,
    TYPES,
    drugs_of,
    written_on,
)
from service.intake.fhir.reasons import reasons
from service.intake.fhir.said import Said

# Vietnam's guideline gives metformin in prediabetes (3087/QD-BYT, 2020); labels of the
# others name heart failure and kidney disease, and obesity. Diabetes of a pregnancy
# explains a drug only while that pregnancy can go on: later it is how diabetes begins.
_OTHER_REASONS: Mapping[Kind, tuple[Concept, ...]] = {
    "metformin": (PREDIABETES, POLYCYSTIC_OVARIES, GESTATIONAL_DIABETES),
    "insulin": (GESTATIONAL_DIABETES,),
    "sglt2": (HEART_FAILURE, KIDNEY_DISEASE),
    "glp1": (OBESITY,),
}
_ANOTHER_REASON = Text(
    "A glucose-lowering drug ({names}) beside a recorded diagnosis that is another"
    " reason to give it: diabetes was not concluded. If the patient has diabetes, no"
    " risk applies.",
    "Có thuốc hạ đường huyết ({names}) nhưng hồ sơ có chẩn đoán khác giải thích việc"
    " dùng thuốc: không kết luận đái tháo đường. Nếu bệnh nhân bị đái tháo đường thì"
    " không tính nguy cơ.",
)


def without_other_reason(
    found: Iterable[Finding | Ignored], entries: Sequence[Entry], today: date
) -> Iterator[Finding | Ignored]:
    """Conclude diabetes from drugs only where nothing else says or explains it.

    A diagnosis of diabetes needs no drug beside it; another diagnosis that explains the
    drug makes it ambiguous.

    Args:
        found: What all readers found in the record.
        entries: The record, of this patient only.
        today: The day asked about.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    found = list(found)
    prescribed = [_glucose_lowering(one) for one in found]
    diagnosed = any(map(_is_diagnosis, found))
    unsaid = any(prescribed) and not diagnosed
    explained = _explained(_diagnoses(entries, today)) if unsaid else frozenset()
    for one, its_drugs in zip(found, prescribed, strict=True):
        if not its_drugs:
            yield one
        elif diagnosed:
            continue
        elif all(drug.kind in explained for drug in its_drugs):
            names = ", ".join(dict.fromkeys(drug.name for drug in its_drugs))
            yield Ignored(
                source=one.source,
                code="ambiguous",
                text=_ANOTHER_REASON.format(names=names),
                variable="known_diabetes",
                on=one.on,
            )
        else:
            yield one


def _diagnoses(entries: Sequence[Entry], today: date) -> Iterator[tuple[Said, bool]]:
    """What the record's diagnoses say that are in no doubt, and if they are recent.

    So say the reasons that prescriptions give.
    """
    for entry in entries:
        if entry.type == "Condition":
            diagnosis = read_diagnosis(entry, today)
            if diagnosis.doubt is None:
                yield Said.by(diagnosis.concept), _is_recent(diagnosis.on, today)
        elif entry.type in TYPES:
            on = written_on(entry, today)
            yield from ((said, _is_recent(on, today)) for said in reasons(entry))


def _is_recent(on: date | None, today: date) -> bool:
    return on is not None and today - on <= LONGEST_PREGNANCY


def _explained(diagnoses: Iterable[tuple[Said, bool]]) -> frozenset[Kind]:
    """The kinds of drugs that these diagnoses are another reason to give."""
    return frozenset(
        kind
        for said, recent in diagnoses
        for kind, reasons in _OTHER_REASONS.items()
        for reason in reasons
        if (recent or reason is not GESTATIONAL_DIABETES) and reason.found_in(said)
    )


def _is_diagnosis(found: Finding | Ignored) -> bool:
    return (
        isinstance(found, Finding)
        and found.variable == "known_diabetes"
        and not _is_implied(found)
    )


def _is_implied(found: Finding) -> bool:
    return found.notice is not None and found.notice.code == IMPLIED_BY_DRUG


def _glucose_lowering(found: Finding | Ignored) -> list[Drug]:
    """The drugs from which diabetes was concluded; none: it was not, or not so."""
    if isinstance(found, Ignored) or not _is_implied(found):
        return []
    return [drug for drug in drugs_of(found.source) if drug.kind != "antihypertensive"]

"""`card.xml`: the CHAI Applied Model Card, version 0.2.

Coalition for Health AI, mc-schema: every element is filled, figures are JSON objects as
in its published examples ("single" and "estimate_ci"), the bibliography is BibTeX.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from training.card import words
from training.card.chai_metrics import Tree, fairness, safety, usefulness
from training.card.markdown import bullets
from training.card.record import Card
from training.card.references import bibtex

NAMESPACE = "https://mc.chai.org/v0.2/schema.xsd"


def xml(card: Card) -> bytes:
    """The content of `card.xml`."""
    root = ET.Element(f"{{{NAMESPACE}}}AppliedModelCard")
    _fill(root, _content(card).items())
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode", default_namespace=NAMESPACE)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _fill(
    parent: ET.Element,
    parts: Iterable[tuple[str, "str | Tree | list[tuple[str, str | Tree]]"]],
) -> None:
    for name, content in parts:
        element = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        match content:
            case str():
                element.text = content
            case list():
                _fill(element, content)
            case _:
                _fill(element, content.items())


def _content(card: Card) -> Tree:
    facts = card.facts
    return {
        "BasicInfo": {
            "ModelName": card.name,
            "ModelDeveloper": facts.maker.developer,
            "DeveloperContact": facts.maker.contact,
        },
        "ReleaseInfo": {
            "ReleaseStage": facts.release.stage,
            "ReleaseDate": facts.release.date,
            "ReleaseVersion": card.version,
            "GlobalAvailability": facts.release.availability,
            "EHRCompatibility": [("EHR", one) for one in facts.release.health_records],
            "RegulatoryApproval": facts.release.approval,
        },
        "ModelSummary": {
            "Summary": f"{facts.use.summary.en}\n\n{facts.use.summary.vi}",
            "Keywords": [("Keyword", word) for word in facts.use.keywords],
        },
        "UsesAndDirections": {
            "IntendedUseAndWorkflow": f"{facts.use.intended} {facts.use.role}",
            "PrimaryIntendedUsers": facts.use.users,
            "HowToUse": f"{facts.use.directions} {facts.use.expertise}",
            "TargetedPatientPopulation": facts.use.population,
            "CautionedOutOfScopeSettings": bullets(
                one.en for one in facts.use.cautioned
            ),
        },
        "Warnings": {
            "KnownRisksAndLimitations": bullets(one.en for one in facts.caveats.limits),
            "KnownBiasesOrEthicalConsiderations": bullets(facts.caveats.biases),
            "ClinicalRiskLevel": facts.caveats.level,
        },
        "TrustIngredients": _trust(card),
        "KeyMetrics": {
            "UsefulnessUsabilityEfficacy": usefulness(card),
            "FairnessEquity": fairness(card),
            "SafetyReliability": safety(card),
        },
        "Resources": {
            "EvaluationReferences": "The tables of card.md and the figures of card.json, "
            "beside this file.",
            "ClinicalTrial": facts.release.trial,
            "PeerReviewedPublications": facts.release.publications,
            "ReimbursementStatus": facts.release.reimbursement,
            "PatientConsentOrDisclosure": facts.release.consent,
        },
        "Bibliography": "\n\n".join(map(bibtex, facts.references)),
    }


def _trust(card: Card) -> Tree:
    facts = card.facts
    return {
        "AISystemFacts": {
            "OutcomesAndOutputs": f"{card.outcome}; {words.horizons(card)}. "
            f"{facts.evidence.outcome} {facts.method.output}",
            "ModelType": facts.method.model,
            "FoundationModels": "None",
            "InputDataSource": "What a clinician enters or a record system sends: "
            "demographics, measurements and laboratory values of routine care, history.",
            "OutputAndInputDataTypes": f"In: numbers with units, codes, yes or no "
            f"({words.inputs(card)}). Out: probabilities, intervals, contributions, text.",
            "DevelopmentDataCharacterization": f"{facts.evidence.source} "
            f"{words.counts(card.training)}. {words.demographics(card.training)} "
            f"{facts.evidence.representativeness} {facts.evidence.dates}",
            "BiasMitigationApproaches": f"{facts.method.fairness} {facts.method.bias}",
            "OngoingMaintenance": f"{facts.upkeep.validity} {facts.upkeep.local_validity} "
            f"{facts.upkeep.updates} {facts.upkeep.corrections}",
            "Security": facts.upkeep.security,
            "Transparency": f"{facts.method.access} Reasons and gaps are in every answer.",
        },
        "TransparencyInformation": {
            "FundingSource": facts.maker.funding,
            "ThirdPartyInformation": facts.maker.third_parties,
            "StakeholdersConsulted": facts.maker.stakeholders,
        },
    }

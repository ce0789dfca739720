"""What this service calls its own things in FHIR.

Canonical URLs must stay the same on every hospital's server (R4, references.html
#canonical), and the project owns no domain: they are URNs, as its problem types are.
"""

NAMESPACE = "urn:diabetes-risk:fhir:"
FHIR_VERSION = "4.0.1"
FHIR_JSON = "application/fhir+json"
OPERATION_ID = "diabetes-risk"
OPERATION = f"{NAMESPACE}OperationDefinition:{OPERATION_ID}"

# Of the definitions below, not of the process that serves them.
RELEASED = "2026-11-22"

SNOMED_CT = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
RISK_PROBABILITY = "http://terminology.hl7.org/CodeSystem/risk-probability"
SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def structure_definition(identity: str) -> str:
    """The canonical URL of one of our extensions."""
    return f"{NAMESPACE}StructureDefinition:{identity}"


def code_system(identity: str) -> str:
    """The URI of one of our lists of codes."""
    return f"{NAMESPACE}CodeSystem:{identity}"

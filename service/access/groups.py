"""The groups of routes, and which OAuth scope opens which.

A token's scope opens the group of the same name. SMART on FHIR's own scopes open the
FHIR routes, because an authorization server of a hospital has those and no others.
"""

import re
from collections.abc import Iterable
from typing import Literal, get_args

Group = Literal["risk.read", "fhir", "cds", "ops"]
GROUPS: tuple[Group, ...] = get_args(Group)

# SMART App Launch 2.2, "Scopes for requesting FHIR resources": version 1 says `read`
# or `*`, version 2 a part of `cruds` in this order. The operation reads an assessment:
# `r` is needed, of RiskAssessment or of everything. A scope of one patient
# (`patient/`) or narrowed by a query opens nothing: the service keeps no records that
# it could hold such a token to.
SMART_FHIR = re.compile(r"(?:system|user)/(?:\*|RiskAssessment)\.(?:read|\*|c?ru?d?s?)")


def groups_of(scope: str | Iterable[str]) -> frozenset[Group]:
    """The groups that a token's `scope` claim opens.

    Args:
        scope: Scopes separated by spaces (RFC 8693, section 4.2), or each for itself.
    """
    named = scope.split(" ") if isinstance(scope, str) else list(scope)
    opened: set[Group] = {group for group in GROUPS if group in named}
    if any(SMART_FHIR.fullmatch(name) for name in named):
        opened.add("fhir")
    return frozenset(opened)

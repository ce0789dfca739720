"""Every generated block by its name."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from docs.generated import (
    card,
    cds_hooks,
    codes,
    commands,
    dirt,
    examples,
    guidance,
    metrics,
    performance,
    protocols,
    reading,
    refusals,
    scores,
    settings,
    sizing,
    training,
    trust,
    uncertainty,
    variables,
)
from service.clinical.language import LANGUAGES

_IN_BOTH_LANGUAGES = {
    "advice": guidance.advice,
    "status": guidance.status,
    "bands": guidance.bands,
    "contributions": reading.contributions,
    "diagnostic-criteria": codes.diagnostic_criteria,
    "narrative": reading.narrative,
    "not-assessed": codes.not_assessed,
    "observed": trust.observed,
    "ranking": trust.ranking,
}

BLOCKS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "added-sd": uncertainty.added_sd,
        "advice-codes": guidance.advice_codes,
        "cds-hooks-requirements": cds_hooks.requirements,
        "cleaning": training.cleaning,
        "coverage": uncertainty.coverage,
        "cli": commands.service_commands,
        "error-codes": refusals.error_codes,
        "example": examples.abridged,
        "example-batch": examples.batch,
        "example-both": examples.both,
        "example-bundles": examples.bundles,
        "example-card": protocols.card,
        "example-conclusion": examples.concluded,
        "example-inference": protocols.inference,
        "example-record": protocols.record,
        "example-not-assessed": examples.not_assessed,
        "example-refused": examples.refused,
        "example-scores": examples.scores,
        "example-unlike": examples.unlike,
        "example-what-if": examples.what_if,
        "example-whole": examples.whole,
        "ignored-codes": dirt.ignored_codes,
        "fhir-extensions": protocols.extensions,
        "fhir-parameters": protocols.parameters,
        "headline": performance.headline,
        "limits": card.limits,
        "manifest": training.manifest,
        "maximum-ages": dirt.maximum_ages,
        "metrics": metrics.metrics,
        "missingness": training.missingness,
        "notices": refusals.notice_codes,
        "parity": training.parity,
        "performance": performance.performance,
        "problem-types": refusals.problem_types,
        "recipe": training.recipe,
        "record-notices": dirt.record_notices,
        "scores": scores.scores,
        "settings": settings.settings,
        "sizing": sizing.sizing,
        "status-codes": guidance.statuses,
        "time-exponents": card.time_exponents,
        "training-cli": commands.training_commands,
        "transfer": uncertainty.transfer,
        "variables": variables.variables,
    }
    | {
        f"{name}-{language}": partial(block, language)
        for name, block in _IN_BOTH_LANGUAGES.items()
        for language in LANGUAGES
    }
)

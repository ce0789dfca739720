"""What the browser's engine knows: the numbers and texts of the service's own modules.

The browser repeats what the service decides; it has no threshold, limit or sentence of
its own. Each part here is named after the module whose public constants it carries, in
one language.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType

from service.clinical import (
    advice,
    answered,
    bands,
    conclusion,
    eligibility,
    glycaemia,
    problems,
    reading,
    units,
)
from service.clinical.advice import Advice
from service.clinical.language import LANGUAGES, Language, Text
from service.clinical.point_score import PointScore
from service.clinical.reference_scores import ASKED_BY_SCORES, REFERENCE_SCORES
from service.clinical.scores import items
from service.clinical.variables import VARIABLES, listing
from service.engine import familiarity, interval, narrative, peers, unfamiliar, unused
from service.engine.engine import RiskEngine
from service.transports import digits, requests, what_if

_WORDED: Mapping[str, ModuleType] = {
    "answered": answered,
    "eligibility": eligibility,
    "glycaemia": glycaemia,
    "interval": interval,
    "narrative": narrative,
    "peers": peers,
    "problems": problems,
    "reading": reading,
    "requests": requests,
    "unfamiliar": unfamiliar,
    "unused": unused,
}


def clinical_table(
    engine: RiskEngine, language: Language, *, interval: bool
) -> dict[str, object]:
    """The rules and texts of one language.

    Args:
        engine: Its bundles are those that the browser will have.
        language: That of the texts.
        interval: Whether a request that does not say gets ranges of the risk.
    """
    parts: dict[str, dict[str, object]] = {
        name: {"texts": _texts(module, language)} for name, module in _WORDED.items()
    }
    for name, rules in _rules(engine).items():
        parts[name] = parts.get(name, {}) | {
            rule: written(value, language) for rule, value in rules.items()
        }
    parts["requests"]["interval"] = interval
    labels = {name: listing([name])[language] for name in VARIABLES}
    return {
        **parts,
        "within_a_sentence": labels,
        "bands": written(bands.BANDS, language),
        "scores": [_score(score, language) for score in REFERENCE_SCORES.values()],
    }


def _rules(engine: RiskEngine) -> dict[str, dict[str, object]]:
    """Numbers, lists and criteria, by the part that they belong to."""
    return {
        "advice": {**_steps(advice), **_steps(answered), **_steps(eligibility)},
        "conclusion": {
            "progressing_history": conclusion.PROGRESSING_HISTORY,
            "raised_random_glucose": conclusion.RAISED_RANDOM_GLUCOSE,
            "upper_prediabetes": conclusion.UPPER_PREDIABETES,
            "warning_history": conclusion.WARNING_HISTORY,
        },
        "eligibility": {
            "adult_age": eligibility.ADULT_AGE,
            "criteria": eligibility.DIAGNOSTIC_CRITERIA,
            "confirming": eligibility.CONFIRMING,
            "known_diabetes": eligibility.KNOWN_DIABETES,
            "pregnant": eligibility.PREGNANT,
            "too_young": eligibility.TOO_YOUNG,
        },
        "glycaemia": {
            "prediabetes": glycaemia.PREDIABETES,
            "status": glycaemia.STATUS,
        },
        "familiarity": {"last_score": familiarity.LAST_SCORE},
        "interval": {
            "rounding": interval.ROUNDING,
            "deviations": {
                name: interval.deviations_of(bundle.manifest.interval.level)
                for name, bundle in engine.bundles.items()
            },
        },
        "items": {"tolerance": items.TOLERANCE},
        "narrative": {
            "mentioned": narrative.MENTIONED,
            "worth_mentioning": narrative.WORTH_MENTIONING,
            "whole_people": narrative.WHOLE_PEOPLE,
            "yes": narrative.YES_NO[True],
            "no": narrative.YES_NO[False],
        },
        "peers": {"whom": peers.WHOM},
        "present": {
            "digits": digits.DIGITS,
            "odds_decimals": digits.ODDS_DECIMALS,
            "value_decimals": digits.VALUE_DECIMALS,
        },
        "problems": {
            "expected": problems.EXPECTED,
            "limit_decimals": problems.LIMIT_DECIMALS,
            "longest_shown": problems.LONGEST_SHOWN,
            "of_women_alone": problems.OF_WOMEN_ALONE,
        },
        "reading": {
            "bmi_rounding": reading.BMI_ROUNDING,
            "max_suggestions": reading.MAX_SUGGESTIONS,
            "nearness": reading.NEARNESS,
        },
        "requests": {"fields": requests.FIELDS, "languages": LANGUAGES},
        "unfamiliar": {
            "stands_out": unfamiliar.STANDS_OUT,
            "together": unfamiliar.TOGETHER,
        },
        "units": {"spellings": units.SPELLINGS},
        "unused": {
            "asked_by_scores": ASKED_BY_SCORES,
            "counted_with": unused.COUNTED_WITH,
            "decides_eligibility": unused.DECIDES_ELIGIBILITY,
            "gestational_diabetes": unused.GESTATIONAL_DIABETES,
            "strong_history": unused.STRONG_HISTORY,
            "very_old": unused.VERY_OLD,
        },
        "what_if": {"caution": what_if.CAUTION, "not_undone": what_if.NOT_UNDONE},
    }


def _steps(module: ModuleType) -> dict[str, Advice]:
    """Every step of a module by its name."""
    return {
        name.lower(): value
        for name, value in vars(module).items()
        if isinstance(value, Advice)
    }


def _texts(module: ModuleType, language: Language) -> dict[str, str]:
    """Every public text of a module by its name."""
    return {
        name.lower(): value[language]
        for name, value in vars(module).items()
        if isinstance(value, Text) and not name.startswith("_")
    }


def _score(score: PointScore, language: Language) -> dict[str, object]:
    """A published score; whom it is for is said in words beside the numbers."""
    return {
        "code": score.code,
        "name": score.name[language],
        "citation": score.citation,
        "outcome": score.outcome[language],
        "from_age": score.ages.start,
        "to_age": score.ages.end,
        "ages": score.ages.text[language],
        "ancestries": list(score.ancestries),
        "meant_for": score.meant_for[language],
        "items": written(score.items, language),
        "bands": written(score.bands, language),
    }


def written(value: object, language: Language) -> object:
    """A value as JSON has it, texts in one language.

    A dataclass is an object with its `type`; a mapping by answers, of which some are
    no texts, a list of pairs.
    """
    match value:
        case Text():
            return value[language]
        case Mapping():
            pairs = [(key, written(one, language)) for key, one in value.items()]
            named = all(isinstance(key, str) for key, _ in pairs)
            return dict(pairs) if named else [list(pair) for pair in pairs]
        case set() | frozenset():
            return sorted(value)
        case Collection() if not isinstance(value, str):
            return [written(one, language) for one in value]
        case _ if is_dataclass(value):
            parts = {f.name: getattr(value, f.name) for f in fields(value)}
            told = {name: written(one, language) for name, one in parts.items()}
            return {"type": type(value).__name__, **told}
        case _:
            return value

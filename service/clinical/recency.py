"""How old a value may be and still stand for the patient of today.

A record keeps values for decades; the models were made from values of one day. The
limits are ours, after how often guidelines repeat a test (3087/QD-BYT, 2020: glucose
every year at raised risk); a hospital may set its own. What has no limit, such as a
family history, does not expire.
"""

from collections.abc import Mapping
from types import MappingProxyType

from service.clinical.variables import VARIABLES

_YEARLY = (
    "weight",
    "bmi",
    "waist",
    "systolic_bp",
    "diastolic_bp",
    "fasting_glucose",
    "random_glucose",
    "ogtt_2h",
    "hba1c",
)
_EVERY_TWO_YEARS = (
    "total_cholesterol",
    "hdl_cholesterol",
    "ldl_cholesterol",
    "triglycerides",
    "alt",
    "ast",
    "ggt",
    "creatinine",
    "urea",
    "uric_acid",
    "smoking",
    "alcohol",
    "physically_active",
    "daily_fruit_or_vegetables",
)

MAXIMUM_AGE_YEARS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(_YEARLY, 1.0),
        **dict.fromkeys(_EVERY_TWO_YEARS, 2.0),
        "height": 10.0,
        "pregnant": 0.8,  # 42 weeks
    }
)


def maximum_ages(chosen: Mapping[str, float]) -> Mapping[str, float]:
    """The limits in years by variable, a hospital's own before ours.

    Raises:
        KeyError: A name is not in the clinical table.
    """
    if unknown := sorted(set(chosen) - set(VARIABLES)):
        raise KeyError(", ".join(unknown))
    return MappingProxyType({**MAXIMUM_AGE_YEARS, **chosen})

"""A published point score: items, bands, ages and citation, and its computation.

A score of an incomplete patient is a range, with the bands that range can fall in and
the variables that would settle it; it is never made complete by assuming a no.
"""

from dataclasses import dataclass

from service.clinical.language import Text
from service.clinical.scores.items import Item, Values
from service.clinical.variables import choices_named

_FROM = Text("For people of {start} years and more.", "Dùng cho người từ {start} tuổi.")
_BETWEEN = Text(
    "For people of {start} to {end} years.", "Dùng cho người từ {start} đến {end} tuổi."
)
_ANCESTRY = Text("For people of this ancestry: {names}.", "Dùng cho người {names}.")


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """A band and the points it begins at; it ends where the next begins."""

    code: str
    start: int
    label: Text


@dataclass(frozen=True, slots=True)
class Ages:
    """The completed years of age a score is for; no end where none was set."""

    start: int
    end: int | None = None

    def include(self, age: float) -> bool:
        """Whether a person of this age, in years, may be scored."""
        return self.start <= age and (self.end is None or age < self.end + 1)

    @property
    def text(self) -> Text:
        return (_FROM if self.end is None else _BETWEEN).format(
            start=self.start, end=self.end
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointScore:
    """A published score as data.

    Attributes:
        code: Its name in every interface.
        name: What clinicians call it.
        citation: Where the points and bands are published.
        outcome: What it predicts, when and where it was derived.
        ages: Whom it is for.
        ancestries: Codes of the ancestry it was made for; empty: any.
        items: The questions; their points are added up.
        bands: In rising order, the first from 0.
    """

    code: str
    name: Text
    citation: str
    outcome: Text
    ages: Ages
    ancestries: tuple[str, ...] = ()
    items: tuple[Item, ...]
    bands: tuple[ScoreBand, ...]

    @property
    def variables(self) -> frozenset[str]:
        """What it asks, and what decides whom it is for."""
        decide = ("age", "ancestry") if self.ancestries else ("age",)
        return frozenset(decide).union(*(item.variables for item in self.items))

    @property
    def meant_for(self) -> Text:
        """Whose ancestry it was made for, in words."""
        return _ANCESTRY.format(names=choices_named("ancestry", self.ancestries))

    def assess(self, values: Values) -> "ScoreResult":
        """Score one person.

        Args:
            values: Canonical values by variable name, derived ones (bmi) included;
                an absent variable is unknown. Codes for choices, bool for yes/no.

        Raises:
            KeyError: A choice has a code that the clinical table does not know.
        """
        low = high = 0
        missing: dict[str, None] = {}
        for item in self.items:
            found = item.points(values)
            low += found.low
            high += found.high
            if found.missing:
                missing.update(dict.fromkeys(found.missing))
        return ScoreResult(
            score=self,
            low=low,
            high=high,
            missing=tuple(missing),
            not_applicable=self._not_applicable(values),
        )

    def band_at(self, points: int) -> ScoreBand:
        """The band that a number of points falls in."""
        return next(band for band in reversed(self.bands) if points >= band.start)

    def _not_applicable(self, values: Values) -> Text | None:
        age = values.get("age")
        if age is not None and not self.ages.include(float(age)):
            return self.ages.text
        ancestry = values.get("ancestry")
        if ancestry is None or not self.ancestries or ancestry in self.ancestries:
            return None
        return self.meant_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreResult:
    """A person's score.

    Attributes:
        score: Which one.
        low: The points if every unknown is at its most favourable.
        high: The points if every unknown is at its least favourable.
        missing: Variables that would settle the score; empty if it is settled.
        not_applicable: Why the score is not meant for this person, None if it is. The
            points are there all the same, for comparing scores in a cohort.
    """

    score: PointScore
    low: int
    high: int
    missing: tuple[str, ...]
    not_applicable: Text | None

    @property
    def value(self) -> int | None:
        """The points, None while an unknown could change them."""
        return self.low if self.low == self.high else None

    @property
    def band(self) -> ScoreBand | None:
        """The band, None while an unknown could change it."""
        possible = self.possible_bands
        return possible[0] if len(possible) == 1 else None

    @property
    def possible_bands(self) -> tuple[ScoreBand, ...]:
        """The bands that the score may fall in, in rising order."""
        lowest, highest = self.score.band_at(self.low), self.score.band_at(self.high)
        return tuple(
            band
            for band in self.score.bands
            if lowest.start <= band.start <= highest.start
        )

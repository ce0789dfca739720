"""From a cohort to everything that is compiled into one graph."""

import math
from dataclasses import dataclass, replace

from training import cross_validation
from training.boosters import Boosters
from training.cohort import Cohort, Floats
from training.compiler import Compiled, compile_model
from training.definition import Definition
from training.learnt_abroad import Teacher, drawn_values, draws, with_curve
from training.model import Model, train
from training.recipe import Recipe, load_recipe
from training.sources import Source
from training.threads import one_thread
from training.time_offset import TimeCourse, no_time
from training.transferred import Retargeted, retarget
from training.uncertainty.between_centres import added_sd
from training.uncertainty.if_known import train_if_known
from training.uncertainty.replicates import train_replicates
from training.validated import AtHome, validate_at_home


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """What a run makes of a cohort before anything is validated abroad.

    Attributes:
        replicates: The same model on other draws of the centres, before any transfer.
        teachers: Of the inputs whose curves were learnt on the external cohort.
        target: The transfer to another population, where there is one.
    """

    cohort: Cohort
    recipe: Recipe
    time: TimeCourse
    home: AtHome
    boosters: Boosters
    replicates: tuple[Model, ...]
    teachers: tuple[Teacher, ...]
    target: Retargeted | None
    compiled: Compiled
    graph: bytes

    @property
    def compared(self) -> Cohort:
        """Whom a reader is compared with: the target's people, else the cohort's."""
        return self.target.samples.pooled if self.target else self.cohort

    @property
    def described(self) -> Cohort:
        """Those of them who know every input."""
        return self.target.samples.kin if self.target else self.cohort


@one_thread()
def train_bundle(
    source: Source, cohort: Cohort, external: Cohort | None, target: Cohort | None
) -> Trained:
    """Train, cross-validate and compile, with what belongs into the graph.

    Args:
        source: What is made.
        cohort: The people to train on.
        external: Those on whom the curves of inputs that the cohort lacks are learnt.
        target: The people of the population to which the model is transferred.
    """
    definition = source.definition
    recipe = load_recipe(definition.recipe)
    time = time_course(cohort, definition, recipe)
    home = validate_at_home(source, cohort, recipe, time)
    recalibration = home.shrinkage.recalibration
    seed = definition.seed
    model = train(cohort, recipe, time, definition, definition.gaps, seed=seed)
    replicates = train_replicates(cohort, recipe, time, definition, seed=seed)
    teachers = []
    complete = cohort
    for name in definition.learnt_abroad if external is not None else ():
        assert external is not None  # noqa: S101 - for the type checker
        teacher = Teacher.of(
            external, model, definition, recalibration, time, name=name
        )
        model = with_curve(model, teacher, recalibration, teacher.everybody())
        people = draws(teacher, len(replicates), seed)
        replicates = [
            with_curve(replicate, teacher, recalibration, rows)
            for replicate, rows in zip(replicates, people, strict=True)
        ]
        teachers.append(teacher)
        complete = _with_input(
            complete, name, drawn_values(external, cohort, name, seed)
        )
    retargeted = None
    shipped, drawn = model, tuple(replicates)
    if target is not None:
        retargeted = retarget(
            source,
            cohort,
            target,
            home,
            recipe=recipe,
            model=model,
            replicates=replicates,
        )
        shipped, drawn = retargeted.model, retargeted.replicates
    boosters = Boosters(
        inputs=cohort.inputs,
        main=shipped.booster,
        smooth=shipped.smooth,
        replicates=tuple(it.booster for it in drawn),
        replicate_smooths=tuple(it.smooth for it in drawn),
        if_known=train_if_known(complete, shipped, definition, seed=seed),
        tiers=definition.tiers,
        recalibration=recalibration,
        horizon_offsets=time.horizon_offsets(definition.horizons_years),
    )
    compiled = compile_boosters(boosters)
    return Trained(
        cohort=cohort,
        recipe=recipe,
        time=time,
        home=home,
        boosters=boosters,
        replicates=tuple(replicates),
        teachers=tuple(teachers),
        target=retargeted,
        compiled=compiled,
        graph=compiled.to_bytes(),
    )


def compile_boosters(boosters: Boosters) -> Compiled:
    """The graph of boosters and curves."""
    return compile_model(
        boosters.main,
        smooth=boosters.smooth,
        inputs=boosters.inputs,
        horizon_offsets=boosters.horizon_offsets,
        replicates=boosters.replicates,
        replicate_smooths=boosters.replicate_smooths,
        if_known=boosters.if_known,
        tiers=[tier.any_of for tier in boosters.tiers],
        recalibration=boosters.recalibration,
    )


def _with_input(cohort: Cohort, name: str, values: Floats) -> Cohort:
    x = cohort.x.copy()
    x[:, cohort.inputs.index(name)] = values
    return replace(cohort, x=x)


def uncertain_levels(
    cohort: Cohort, definition: Definition, made: Trained
) -> dict[str, float]:
    """By tier, how uncertain the level of the log-odds is beyond the replicates.

    The spread between centres and, where the model is transferred, a share of how far
    the two samples of its population are apart.
    """
    apart = made.target.level_sd if made.target else {}
    spread = added_sd(cohort, definition, made.home.scores, made.time)
    return {
        tier: round(math.hypot(sd, apart.get(tier, 0.0)), 4)
        for tier, sd in spread.items()
    }


def time_course(cohort: Cohort, definition: Definition, recipe: Recipe) -> TimeCourse:
    """Time's part of the log-odds; none for an outcome that is the present state."""
    if not definition.timed:
        return no_time([tier.code for tier in definition.tiers])
    return cross_validation.estimate_time(cohort, definition, recipe)

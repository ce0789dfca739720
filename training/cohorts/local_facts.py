"""The words of a local bundle's card: what its TOML file says, and what it does not.

Nothing is claimed for a hospital that it did not say itself; what the project says of
its own method holds for every bundle it makes.
"""

from dataclasses import dataclass, replace

from service.clinical.language import Text
from training.card import project
from training.card.facts import Caveats, Evidence, Facts, Maker, Use

NOT_SAID = "Not stated by the developer of this local bundle."


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What only the hospital knows.

    Attributes:
        outcome: What the probability is the probability of.
        population: Who the people are.
        place: The hospital or region.
        developer: Who makes the bundle.
        contact: How to reach them.
        assessed: How and when the outcome was looked for.
        ethics: The approval under which the records are used.
        date: Of the release, YYYY-MM-DD.
        inputs: The model's.
        centres: Whether people come with the centre that saw them.
    """

    outcome: Text
    population: Text
    place: str
    developer: str
    contact: str
    assessed: str
    ethics: str
    date: str
    inputs: tuple[str, ...]
    centres: bool


def local_facts(words: Words) -> Facts:
    """The facts of a bundle made from a hospital's own cohort."""
    return Facts(
        maker=Maker(
            developer=words.developer,
            contact=words.contact,
            funding=NOT_SAID,
            interests=NOT_SAID,
            stakeholders=NOT_SAID,
            third_parties="Made with the open-source program `diabetes-risk`, whose "
            "authors neither saw the records nor endorse the bundle.",
        ),
        release=replace(
            project.RELEASE,
            stage="Made by a hospital for its own use; no medical device by itself",
            date=words.date,
            availability=f"Kept by its developer, for use at {words.place}.",
            publications=NOT_SAID,
            protocol=NOT_SAID,
        ),
        use=_use(words),
        caveats=_caveats(words),
        evidence=_evidence(words),
        method=replace(
            project.METHOD,
            tuning="Not tuned on these records: as given by the developer, or those of the "
            "project's bundle of incident diabetes.",
            sample_size="All eligible people of the records were used; the card says how "
            "many had the outcome.",
            partition=_PARTITION[words.centres],
            external_process="There was no external validation.",
            access="The bundle holds the whole model as an ONNX graph, with golden rows to "
            "check it; the program that made it is open source. The records are not "
            "public.",
        ),
        upkeep=project.UPKEEP,
        references=project.METHODS,
    )


_PARTITION = {
    True: "Cross-validation leaves out whole centres; the final model is trained on "
    "everybody.",
    False: "Cross-validation leaves out people of the one centre, drawn at random; the "
    "final model is trained on everybody.",
}


def _use(words: Words) -> Use:
    return Use(
        summary=Text(
            f"For an adult without known diabetes: {words.outcome.en}, as a probability "
            "with an interval, the contribution of every value and what is not known. "
            f"Made from records of {words.place}.",
            f"Dành cho người trưởng thành chưa được chẩn đoán đái tháo đường: "
            f"{words.outcome.vi}, kèm khoảng tin cậy, mức đóng góp của từng chỉ số và "
            f"những gì còn chưa biết. Xây dựng từ hồ sơ của {words.place}.",
        ),
        keywords=("type 2 diabetes", "risk prediction", "local model"),
        context=f"A local model, made from the records of {words.place}.",
        intended="At a visit or a check-up of an adult without known diabetes, to decide "
        "with the patient what to do next.",
        role=project.ROLE,
        users=project.USERS,
        directions="Send what is known, leave out what is not; read the figure with its "
        "interval and its gaps; then follow the guideline.",
        expertise=project.EXPERTISE,
        population="Adults of 20 years and more without diagnosed diabetes, not pregnant, "
        f"like these: {words.population.en}.",
        cautioned=project.CAUTIONED,
        inequalities=project.INEQUALITIES,
    )


def _caveats(words: Words) -> Caveats:
    return Caveats(
        limits=(
            Text(
                f"Made from records of {words.place} and not validated elsewhere.",
                f"Xây dựng từ hồ sơ của {words.place}, chưa được kiểm định ở nơi khác.",
            ),
            Text(
                "Contributions explain the model, not the body: a change of a value is "
                "not proof of a change of risk.",
                "Mức đóng góp giải thích mô hình, không giải thích cơ thể: thay đổi một "
                "chỉ số không chứng tỏ nguy cơ thay đổi theo.",
            ),
        ),
        biases=project.BIASES,
        level=project.LEVEL,
    )


def _evidence(words: Words) -> Evidence:
    personal = ", ".join(name for name in ("age", "sex") if name in words.inputs)
    return Evidence(
        source=f"Records of {words.place}: {words.population.en}.",
        dates=NOT_SAID,
        setting=words.place,
        eligibility="Included: adults of 20 years and more with age, sex and outcome "
        "recorded. Excluded: known diabetes, a diagnostic value, pregnancy.",
        treatments=NOT_SAID,
        outcome=words.assessed,
        assessors=NOT_SAID,
        predictors=f"Chosen by the developer: {', '.join(words.inputs)}. Defined with "
        "unit and limits in the clinical table.",
        personal=f"Of these only {personal} and the health values listed are inputs.",
        representativeness=NOT_SAID,
        relevance=f"Meant for patients of {words.place} itself.",
        ethics=words.ethics,
        external_source="None.",
        external_party="Nobody.",
        external_representativeness="There are no external data.",
        differences="Development and evaluation use the same records, by "
        "cross-validation.",
    )

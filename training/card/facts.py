"""The words of a card: all that CHAI, HTI-1 and TRIPOD+AI ask and no figure answers.

Every field is required, so a card cannot leave a question out; "none" is an answer
when it is the truth. Figures are not typed here: they come from the run.
"""

from dataclasses import dataclass

from service.clinical.language import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who stands behind a bundle.

    Attributes:
        developer: The organisation.
        contact: How to reach it.
        funding: Who paid, or that nobody did.
        interests: Conflicts of interest.
        stakeholders: Who was asked, and who was not; patients too.
        third_parties: Whose data, schemas and libraries are in it.
    """

    developer: str
    contact: str
    funding: str
    interests: str
    stakeholders: str
    third_parties: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How far a bundle has come.

    Attributes:
        stage: Such as "research use".
        date: Of this version, YYYY-MM-DD: a constant, since bytes repeat.
        availability: Where and under what licence.
        health_records: Systems or interfaces that it works with.
        approval: By a regulator.
        trial: A clinical trial of its use.
        protocol: A protocol or registration made before the study.
        publications: Of this model, reviewed by peers.
        reimbursement: By an insurer.
        consent: What patients are told.
    """

    stage: str
    date: str
    availability: str
    health_records: tuple[str, ...]
    approval: str
    trial: str
    protocol: str
    publications: str
    reimbursement: str
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What it is for.

    Attributes:
        summary: For a clinician, in two or three sentences.
        keywords: To be found by.
        context: Health-care context, the models that exist, why another.
        intended: Task and place in the pathway of care.
        role: Whether it informs, augments or replaces a clinician's decision.
        users: Who reads it.
        directions: What they do with it.
        expertise: What they must know, and what they must do with poor input.
        population: Who may be scored.
        cautioned: Tasks, situations and people it is not for.
        inequalities: What is known of them in this disease and its care.
    """

    summary: Text
    keywords: tuple[str, ...]
    context: str
    intended: str
    role: str
    users: str
    directions: str
    expertise: str
    population: str
    cautioned: tuple[Text, ...]
    inequalities: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveats:
    """What a user has to know before a patient is harmed.

    Attributes:
        limits: What is not known or not supported.
        biases: And ethical questions.
        level: Clinical risk level, with the reason.
    """

    limits: tuple[Text, ...]
    biases: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The people the model was made from and tested on.

    Attributes:
        source: Of the training data: design, setting, dates.
        dates: First and last year of baseline and of follow-up.
        setting: Kind of care, number and place of centres.
        eligibility: Who was included and excluded.
        treatments: Received, and how they were handled.
        outcome: How and when it was assessed, by whom, and how alike for all.
        assessors: Of the outcome: whether it needed subjective interpretation.
        predictors: How they were chosen and measured.
        personal: Which of ancestry, ethnicity, language, orientation, gender identity,
            sex, date of birth, social determinants, health status are inputs.
        representativeness: Who is over- and under-represented.
        relevance: Of these people to the place of use.
        ethics: Approval and consent of the studies whose data were used.
        external_source: Of the external data; that there are none, if so.
        external_party: Who did the external validation.
        external_representativeness: As above, of the external data.
        differences: Between development and evaluation.
    """

    source: str
    dates: str
    setting: str
    eligibility: str
    treatments: str
    outcome: str
    assessors: str
    predictors: str
    personal: str
    representativeness: str
    relevance: str
    ethics: str
    external_source: str
    external_party: str
    external_representativeness: str
    differences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What was done, as far as it is the same whatever the figures.

    Attributes:
        model: Kind, and why this kind.
        tuning: How hyperparameters were chosen.
        sample_size: Why it is enough.
        missing: How missing values are handled.
        partition: How the data were used to train and to test.
        external_process: How the external validation was done.
        fairness: How fair output is sought.
        bias: How bias is managed or reduced.
        imbalance: Of the classes.
        output: What comes out, and where thresholds come from.
        access: How to compute, re-use and check it.
    """

    model: str
    tuning: str
    sample_size: str
    missing: str
    partition: str
    external_process: str
    fairness: str
    bias: str
    imbalance: str
    output: str
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What happens after the release.

    Attributes:
        validity: How and how often validity is watched.
        local_validity: The same in the data of the place of use.
        fairness: How and how often fairness is watched.
        local_fairness: The same in the data of the place of use.
        updates: How and how often the model is updated.
        corrections: How and how often poor performance is corrected.
        security: How the artefact and the data are protected.
        research: What should be found out next.
    """

    validity: str
    local_validity: str
    fairness: str
    local_fairness: str
    updates: str
    corrections: str
    security: str
    research: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication or a data set.

    Attributes:
        key: Such as "chen2018".
        kind: BibTeX's, such as "article".
        authors: The first ones, then "others".
        title: As published.
        where: Journal with volume and pages, or publisher.
        year: Of publication.
        doi: Without an address; empty where there is none.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    title: str
    where: str
    year: int
    doi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All the words of one bundle's card.

    Attributes:
        references: The bibliography.
    """

    maker: Maker
    release: Release
    use: Use
    caveats: Caveats
    evidence: Evidence
    method: Method
    upkeep: Upkeep
    references: tuple[Reference, ...]

"""What is the same in the card of every bundle that this project publishes."""

from service.clinical.language import Text
from training.card.facts import Maker, Method, Reference, Release, Upkeep

MAKER = Maker(
    developer="The developers of the open-source project `diabetes-risk`",
    contact="The project's public issue tracker; no telephone or e-mail address is given",
    funding="None declared: no grant, company or hospital paid for this work.",
    interests="None declared.",
    stakeholders="None consulted formally so far: no patients, members of the public, "
    "clinicians or hospitals took part in design, conduct or reporting. A hospital that "
    "takes the bundle into use should ask its own before it does.",
    third_parties="Training and external data are published by others, who neither "
    "took part nor endorse the bundle: see the bibliography. XGBoost trains, ONNX Runtime "
    "computes; the layout of the XML is the CHAI Applied Model Card's.",
)

RELEASE = Release(
    stage="Research and pilot use; not cleared as a medical device anywhere",
    date="2026-11-22",
    availability="Worldwide under Apache-2.0, as source and as a bundle. Built for "
    "hospitals in Vietnam, where it has not been validated.",
    health_records=("Any record system that can send JSON over HTTP",),
    approval="None: no regulator, in Vietnam or elsewhere, has approved or reviewed it.",
    trial="None: no trial of its use has been done or registered.",
    protocol="No protocol was published and the study was not registered.",
    publications="None of this bundle. The studies whose data it uses are reviewed by "
    "peers: see the bibliography.",
    reimbursement="None.",
    consent="The bundle itself asks nothing of patients. A hospital should tell them that "
    "a computed estimate is used, what it is for, and that a clinician decides; local law "
    "says whether consent is needed. Values are not stored and not sent elsewhere.",
)

ROLE = (
    "Informs: a clinician decides, with the figure, its reasons and its gaps in view."
)
USERS = (
    "Physicians, nurses and physician assistants of hospitals, clinics and commune health "
    "stations who see adults; indirectly those who run screening programmes."
)
EXPERTISE = (
    "Clinical training is needed to act on the answer, none in statistics or computing. "
    "Values that no patient has, unknown units and contradictions are refused with the "
    "likely cause, converted units and doubtful values are notices, and nothing is "
    "guessed; whoever entered a value corrects it at its source. What is not known is "
    "left out, never filled with a normal value; the answer says which unknown value "
    "matters most, how wide the interval is, and whether the patient is unlike the people "
    "the model learnt from."
)
INEQUALITIES = (
    "Diabetes and its late detection are commoner among people with less income and "
    "schooling and where care is far; Asian people get it at a lower body mass index than "
    "people of European descent. The data hold neither income, schooling, occupation nor "
    "distance to care, so none of these can be examined here."
)

CAUTIONED = (
    Text(
        "To diagnose, or in place of a glucose or HbA1c test.",
        "Để chẩn đoán, hoặc thay cho xét nghiệm đường huyết hay HbA1c.",
    ),
    Text(
        "In people with known diabetes or a diagnostic value, in pregnancy, below 20 years, "
        "and in acute illness.",
        "Ở người đã mắc đái tháo đường hoặc có trị số đạt ngưỡng chẩn đoán, phụ nữ mang "
        "thai, người dưới 20 tuổi, người đang mắc bệnh cấp tính.",
    ),
    Text(
        "To deny care, for insurance, employment or any decision without a clinician.",
        "Để từ chối điều trị, dùng cho bảo hiểm, tuyển dụng hoặc bất kỳ quyết định nào "
        "không có bác sĩ.",
    ),
    Text(
        "As proof of cause: a contribution is what the model makes of a value, not what "
        "changing it would do.",
        "Làm bằng chứng về nguyên nhân: mức đóng góp cho biết mô hình đánh giá một chỉ số "
        "thế nào, không phải hiệu quả của việc thay đổi chỉ số đó.",
    ),
    Text(
        "As an exact percentage in a new place before observed and expected cases were "
        "compared there.",
        "Dùng con số phần trăm như trị số chính xác ở một nơi mới khi chưa so sánh số ca "
        "quan sát với số ca dự báo tại đó.",
    ),
)

LEVEL = (
    "Moderate, by the developers' own judgement: a wrong figure can delay a test or lead to "
    "a needless one, but does not by itself start or stop a treatment. No regulator has "
    "classified it."
)
CONTRIBUTIONS = Text(
    "Contributions explain the model, not the body: they are associations, and a "
    "change of a value is not proof of a change of risk.",
    "Mức đóng góp giải thích mô hình, không giải thích cơ thể: đó là mối liên quan; "
    "thay đổi một chỉ số không chứng tỏ nguy cơ thay đổi theo.",
)

BIASES = (
    (
        "A model learns who was tested and recorded: where an item was seldom asked, its "
        "contribution may be too small."
    ),
    (
        "Groups that the data do not name cannot be shown to be treated fairly: ethnic groups "
        "of Vietnam, city and countryside, income, disability, gender identity."
    ),
    "A risk that is read as fate can harm; one that reassures wrongly can delay a test.",
)

FAIRNESS = (
    "Ranking, calibration and the share of people flagged are estimated by sex, age, body "
    "mass index by Asian cut-offs and centre, and by whatever else the data name, each with "
    "its interval, and printed whether they please or not. No threshold is set by group: "
    "who is at the same risk is treated alike."
)
BIAS = (
    "Age and sex are the only personal characteristics that must be known. Every other "
    "input is blanked in training, alone and with its panel, so that a poor record does "
    "not by itself raise or lower the risk. Inputs that only mark a centre were left out. "
    "Risk can only rise with age, body mass index or glucose. Recalibration to local "
    "outcomes is part of the program."
)
METHOD = Method(
    model="Smooth curves of single inputs (a penalised generalised additive model, one set "
    "for each tier of what is known) and, on what they leave, gradient-boosted decision "
    "trees of depth 3 (XGBoost); logistic loss, monotone where medicine is certain; "
    "compiled with their exact Shapley values into one ONNX graph. Chosen because no risk "
    "jumps where a value moves by less than it can be measured, one model serves every set "
    "of known inputs, and its reasons add up to its score. No foundation or generative "
    "model.",
    tuning="Chosen by the out-of-fold log loss, averaged over the subsets of inputs, with "
    "the folds of the cross-validation. The log-odds of each tier are then drawn together "
    "by their out-of-fold calibration slope; the figures use the slope of the other folds.",
    sample_size="All people of the published data were used; no size was calculated "
    "beforehand. There are dozens of events or more for each input; minima for "
    "regression are given by Riley et al. (2019), none is agreed for trees. Subgroups with "
    "few events are shown without estimates.",
    missing="Nothing is imputed. A missing value has a constant of its own in its curve and "
    "follows the branch that the trees learnt for it, and each person also enters training with the gaps of everyday records, "
    "weighing 1 in all. Validation blanks whole panels in people who have them.",
    partition="Cross-validation leaves out whole groups of people; hyperparameters were "
    "searched on the same folds; the final model is trained on everybody.",
    external_process="Nothing was fitted, chosen or recalibrated on the external cohort; "
    "the final model scored it as it is.",
    fairness=FAIRNESS,
    bias=BIAS,
    imbalance="No resampling that changes the prevalence: where people without the outcome "
    "are drawn to save time they weigh accordingly more.",
    output="Probabilities, an interval, contributions in log-odds that add up to the score, "
    "the range if missing values were known, and a band. Where the bands end is this "
    "project's own choice, and the net benefit of acting at thresholds is reported.",
    access="The bundle holds the whole model as an ONNX graph, with golden rows to check "
    "it; the training, validation and serving code is in the same repository under "
    "Apache-2.0. The data are public: see the data scientist's guide.",
)

UPKEEP = Upkeep(
    validity="The project watches nothing by itself: it sees no patients. It validates "
    "each release again, on all data named here, before it is published.",
    local_validity="Not known for any place of use. `python -m training monitor` compares "
    "predictions with outcomes that arrived later, by quarter, with control limits; run it "
    "every quarter.",
    fairness="With each release, by the subgroups above.",
    local_fairness="Not known for any place of use. Give the monitor the outcomes of each "
    "group that matters locally, at least once a year.",
    updates="A new version when data, methods or guidelines change; no fixed dates. Versions "
    "are never changed after release, and the changelog says what differs.",
    corrections="When the monitor says that a recalibration is due, `python -m training "
    "recalibrate` writes a new version from local outcomes. A fault in the model itself is "
    "mended by a new release as soon as it is understood.",
    security="The manifest holds the SHA-256 of every file and the service re-scores golden "
    "rows before it serves. One process without internet or database; no patient value is "
    "logged or stored. The bundle holds no record of a person.",
    research="Validation and recalibration in Vietnam, by city and countryside, by ethnic "
    "group and level of care; whether its use changes what is done and helps patients.",
)

PUBLISHED_SCORES = (
    Reference(
        key="lindstrom2003",
        kind="article",
        authors=("Lindström, Jaana", "Tuomilehto, Jaakko"),
        title="The Diabetes Risk Score: a practical tool to predict type 2 diabetes risk",
        where="Diabetes Care 26:725-731",
        year=2003,
        doi="10.2337/diacare.26.3.725",
    ),
    Reference(
        key="bang2009",
        kind="article",
        authors=("Bang, Heejung", "others"),
        title="Development and validation of a patient self-assessment score for diabetes "
        "risk",
        where="Annals of Internal Medicine 151:775-783",
        year=2009,
        doi="10.7326/0003-4819-151-11-200912010-00005",
    ),
    Reference(
        key="zhou2013",
        kind="article",
        authors=("Zhou, Xianghai", "others"),
        title="Nonlaboratory-based risk assessment algorithm for undiagnosed type 2 "
        "diabetes developed on a nation-wide diabetes survey",
        where="Diabetes Care 36:3944-3952",
        year=2013,
        doi="10.2337/dc13-0593",
    ),
)
METHODS = (
    Reference(
        key="collins2024",
        kind="article",
        authors=("Collins, Gary S", "others"),
        title="TRIPOD+AI statement: updated guidance for reporting clinical prediction "
        "models that use regression or machine learning methods",
        where="BMJ 385:e078378",
        year=2024,
        doi="10.1136/bmj-2023-078378",
    ),
    Reference(
        key="chen2016",
        kind="inproceedings",
        authors=("Chen, Tianqi", "Guestrin, Carlos"),
        title="XGBoost: a scalable tree boosting system",
        where="Proceedings of KDD 2016, 785-794",
        year=2016,
        doi="10.1145/2939672.2939785",
    ),
    Reference(
        key="lundberg2020",
        kind="article",
        authors=("Lundberg, Scott M", "others"),
        title="From local explanations to global understanding with explainable AI for "
        "trees",
        where="Nature Machine Intelligence 2:56-67",
        year=2020,
        doi="10.1038/s42256-019-0138-9",
    ),
    Reference(
        key="vickers2006",
        kind="article",
        authors=("Vickers, Andrew J", "Elkin, Elena B"),
        title="Decision curve analysis: a novel method for evaluating prediction models",
        where="Medical Decision Making 26:565-574",
        year=2006,
        doi="10.1177/0272989X06295361",
    ),
    Reference(
        key="austin2019",
        kind="article",
        authors=("Austin, Peter C", "Steyerberg, Ewout W"),
        title="The Integrated Calibration Index (ICI) and related metrics for quantifying "
        "the calibration of logistic regression models",
        where="Statistics in Medicine 38:4051-4065",
        year=2019,
        doi="10.1002/sim.8281",
    ),
    Reference(
        key="riley2019",
        kind="article",
        authors=("Riley, Richard D", "others"),
        title="Minimum sample size for developing a multivariable prediction model: PART II "
        "- binary and time-to-event outcomes",
        where="Statistics in Medicine 38:1276-1296",
        year=2019,
        doi="10.1002/sim.7992",
    ),
)

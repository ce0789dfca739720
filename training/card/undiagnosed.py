"""The words of the card of `undiagnosed-diabetes`."""

from dataclasses import replace

from service.clinical.language import Text
from training.card import project
from training.card.facts import Caveats, Evidence, Facts, Reference, Use

USE = Use(
    summary=Text(
        "For an adult with no diagnosis of diabetes: the chance of having it now without "
        "knowing, estimated without any glucose value, with an interval and the exact "
        "contribution of every value. It says whom to test first. Trained on a US national "
        "survey and calibrated for people of Asian ancestry; never yet validated in "
        "Vietnam.",
        "Dành cho người trưởng thành chưa được chẩn đoán đái tháo đường: khả năng hiện đang "
        "mắc bệnh mà chưa biết, ước tính không cần kết quả đường huyết, kèm khoảng tin cậy "
        "và mức đóng góp chính xác của từng chỉ số. Kết quả giúp chọn người nên được xét "
        "nghiệm trước. Mô hình được huấn luyện từ điều tra quốc gia của Hoa Kỳ, hiệu chỉnh "
        "cho người gốc Á, chưa được kiểm định tại Việt Nam.",
    ),
    keywords=(
        "undiagnosed diabetes",
        "diagnosis",
        "screening",
        "primary care",
        "Vietnam",
        "missing values",
        "explanation",
    ),
    context="Diagnostic. Many people with diabetes do not know it. Testing everybody is "
    "costly, and questionnaires such as FINDRISC or the ADA risk test choose whom to test; "
    "they need all their items and make no use of routine laboratory values.",
    intended="At any contact with an adult who has no diagnosis of diabetes and no recent "
    "glucose or HbA1c value, to decide whom to test, and whom first.",
    role=project.ROLE,
    users=project.USERS,
    directions="Send what is known, leave out what is not. At or above the threshold that "
    "the hospital chose, measure fasting glucose or HbA1c; the test outranks the score, and "
    "the answer says so when one is known. Below it, follow the guideline's intervals.",
    expertise=project.EXPERTISE,
    population="Adults of 20 years and more without diagnosed diabetes, not pregnant, who "
    "take no drug for diabetes.",
    cautioned=project.CAUTIONED,
    inequalities=project.INEQUALITIES,
)

CAVEATS = Caveats(
    limits=(
        Text(
            "Not a diagnosis: a test of glucose or HbA1c decides, and where one is known "
            "it outranks the score.",
            "Không phải chẩn đoán: xét nghiệm đường huyết hoặc HbA1c mới quyết định; khi đã "
            "có xét nghiệm thì kết quả xét nghiệm được ưu tiên hơn điểm số.",
        ),
        Text(
            "Never validated in Vietnam. It was calibrated for people of Asian ancestry in "
            "the United States, of many countries of origin, few of them with undiagnosed "
            "diabetes. For other ancestries the shipped figures are too high.",
            "Chưa được kiểm định tại Việt Nam. Mô hình được hiệu chỉnh cho người gốc Á tại "
            "Hoa Kỳ, đến từ nhiều quốc gia, trong đó ít người mắc bệnh chưa được chẩn đoán. "
            "Với người gốc khác, con số này cao hơn thực tế.",
        ),
        Text(
            "The outcome is one HbA1c and one fasting glucose, neither repeated; no OGTT. "
            "Some of those counted as ill would not be confirmed, and some of the others "
            "are ill.",
            "Kết cục dựa trên một lần HbA1c và một lần đường huyết lúc đói, không xét "
            "nghiệm lại; không có nghiệm pháp dung nạp glucose. Một số ca sẽ không được xác "
            "nhận khi xét nghiệm lại, và có ca bị bỏ sót.",
        ),
        Text(
            "HbA1c misleads in anaemia, haemoglobin disorders (frequent in South-East "
            "Asia) and kidney disease, and so does a model that learnt from it.",
            "HbA1c sai lệch khi thiếu máu, bệnh huyết sắc tố (thường gặp ở Đông Nam Á) và "
            "bệnh thận; mô hình học từ HbA1c cũng sai lệch theo.",
        ),
        Text(
            "Told of high glucose or prediabetes is the strongest answer. Without it and "
            "without laboratory values, a long questionnaire such as CANRISK, which asks "
            "for it and for ancestry, ranks people better than the model.",
            "Từng được báo đường huyết cao hoặc tiền đái tháo đường là thông tin có giá trị "
            "nhất. Nếu thiếu thông tin này và thiếu xét nghiệm, một bảng hỏi chi tiết như "
            "CANRISK (có hỏi điều đó và nguồn gốc dân tộc) xếp hạng tốt hơn mô hình.",
        ),
        Text(
            "There is no external cohort: cycles of one survey were left out in turn. No "
            "hospital was measured, so the interval shows how years of one country differ, "
            "not how hospitals do.",
            "Không có dữ liệu kiểm định ngoài: lần lượt để riêng từng chu kỳ của cùng một "
            "điều tra. Chưa đo ở bệnh viện nào, nên khoảng tin cậy phản ánh khác biệt giữa "
            "các năm của một quốc gia, không phải giữa các bệnh viện.",
        ),
        project.CONTRIBUTIONS,
    ),
    biases=(
        *project.BIASES,
        (
            "Ancestry is what people of the survey called themselves; Asian is a category "
            "of its own only since 2011. It stands for what the survey did not measure, not "
            "for biology, and is used to mend calibration, never for a decision of its own."
        ),
    ),
    level=project.LEVEL,
)

EVIDENCE = Evidence(
    source="National Health and Nutrition Examination Survey of the US Centers for Disease "
    "Control and Prevention (public domain), cycles of 2005-2006 to 2017-2018: a "
    "cross-sectional sample of households with interview, examination and laboratory, "
    "weighted to the population. Chosen because it measures glucose and HbA1c in people who "
    "were not selected by a physician. The agency does not endorse this work.",
    dates="Interviews and examinations from 2005 to 2018; no follow-up.",
    setting="General population of the United States, outside institutions; mobile "
    "examination centres.",
    eligibility="Included: adults of 20 years and more of the half of those examined that "
    "was drawn to fast, with fasting glucose and HbA1c measured, at the weights of that "
    "half: in the others the outcome is known by half. Excluded: diagnosed diabetes, "
    "insulin or tablets for it, pregnancy.",
    treatments="People on drugs for diabetes are excluded. Drugs for blood pressure are an "
    "input. Other treatment is not modelled.",
    outcome="HbA1c of 6.5 % or more, or fasting glucose of 7.0 mmol/L or more, at the "
    "examination; both are known of everybody. Central laboratories, the same methods for "
    "everybody within a cycle, without knowledge of any model.",
    assessors="No subjective interpretation: laboratory values, by the survey's protocol.",
    predictors="Items of the survey that a Vietnamese hospital visit commonly yields, "
    "without any glucose value; chosen for leanness by leaving out one cycle at a time. "
    "Measured or asked at the same examination as the outcome, by trained staff to a "
    "protocol; defined with unit and limits in the clinical table. History is what people "
    "say; the rest needs no subjective interpretation.",
    personal="Sex and age are inputs and required. The trees see no ancestry; the shipped "
    "bundle adds one constant for people of Asian ancestry, estimated from self-reported "
    "ancestry. Ethnicity beyond that, language, sexual orientation, gender identity and "
    "social determinants of health are not used. Health status: history of high glucose, "
    "hypertension and its drugs, smoking.",
    representativeness="Weighted to adults of the United States outside institutions. "
    "People of Asian ancestry are few, more so before 2011, and of many origins; how many "
    "are of Vietnamese origin is not published.",
    relevance="Another country and heavier people than in Vietnam; the same tests and the "
    "same definition of the disease. The term for Asian ancestry mends the mean, not every "
    "difference.",
    ethics="The survey is approved by the ethics review board of the National Center for "
    "Health Statistics, with documented consent. This project used its public files and "
    "sought no approval of its own.",
    external_source="None: validity and fairness were assessed on cycles of the same survey "
    "that were left out of training, not on another source.",
    external_party="Nobody so far: neither the developers nor an independent party.",
    external_representativeness="No external data, so none to describe.",
    differences="Cycles left out are other people and years of the same survey: setting, "
    "criteria, outcome and predictors are the same.",
)

REFERENCES = (
    Reference(
        key="nhanes",
        kind="misc",
        authors=("{Centers for Disease Control and Prevention}",),
        title="National Health and Nutrition Examination Survey data, 2005-2006 to "
        "2017-2018",
        where="National Center for Health Statistics, Hyattsville",
        year=2020,
    ),
)

FACTS = Facts(
    maker=project.MAKER,
    release=project.RELEASE,
    use=USE,
    caveats=CAVEATS,
    evidence=EVIDENCE,
    method=replace(
        project.METHOD,
        partition="Each cycle of the survey is left out in turn: a person's risk comes from "
        "a model that saw nobody of that cycle. The term for ancestry is left out of the "
        "tables of the whole survey; for the people for whom the bundle is shipped the term "
        "of the other cycles is added. That test is not wholly apart: the term was estimated "
        "on scores by models that had seen the cycle it is tested on, though not its own "
        "people's. Estimates and intervals use the survey's weights and sampling units. "
        "Hyperparameters were searched on the same cycles; the final model is trained on "
        "all.",
        external_process="There was none. The plan: score people of a Vietnamese hospital "
        "who are then tested, as they come, with nothing fitted on them.",
        bias=project.BIAS
        + " A model of US people gives Asians too low a risk: a term mends the mean, and "
        "each cycle is judged by the term of the others.",
    ),
    upkeep=project.UPKEEP,
    references=(*REFERENCES, *project.PUBLISHED_SCORES, *project.METHODS),
)

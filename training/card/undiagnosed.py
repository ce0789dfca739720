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
        "survey and revised on a nation-wide sample of Malaysia; never yet validated in "
        "Vietnam.",
        "Dành cho người trưởng thành chưa được chẩn đoán đái tháo đường: khả năng hiện đang "
        "mắc bệnh mà chưa biết, ước tính không cần kết quả đường huyết, kèm khoảng tin cậy "
        "và mức đóng góp chính xác của từng chỉ số. Kết quả giúp chọn người nên được xét "
        "nghiệm trước. Mô hình được huấn luyện từ điều tra quốc gia của Hoa Kỳ, điều chỉnh "
        "theo một mẫu toàn quốc của Malaysia, chưa được kiểm định tại Việt Nam.",
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
            "Never validated in Vietnam. Level, ages and slopes are those of one nation-wide "
            "sample of Malaysia, of which a random half was at hand; most are women. Its "
            "sampling units and weights are not published, so that intervals of its figures "
            "may be too narrow. For people of other than Asian ancestry the figures are too "
            "high.",
            "Chưa được kiểm định tại Việt Nam. Mức nguy cơ, ảnh hưởng của tuổi và của các chỉ "
            "số lấy theo một mẫu toàn quốc của Malaysia (chỉ có một nửa ngẫu nhiên), phần lớn "
            "là nữ. Đơn vị chọn mẫu và trọng số không được công bố nên khoảng tin cậy có thể "
            "quá hẹp. Với người không phải gốc Á, con số này cao hơn thực tế.",
        ),
        Text(
            "Americans of Asian ancestry have undiagnosed diabetes less often than the model "
            "says, the young above all, and for them the model before the transfer ranks "
            "better. Which of the two Vietnamese people resemble is not known; a part of the "
            "difference is in the interval.",
            "Người gốc Á tại Hoa Kỳ mắc bệnh chưa được chẩn đoán ít hơn mô hình dự báo, nhất "
            "là người trẻ, và với họ mô hình trước khi điều chỉnh xếp hạng tốt hơn. Chưa biết "
            "người Việt giống nhóm nào hơn; một phần khác biệt này đã tính vào khoảng tin "
            "cậy.",
        ),
        Text(
            "In Malaysia glucose and HbA1c agree poorly: many have one in the range of "
            "diabetes and not the other, and some would not have it again. The ranking is "
            "better, and the risk much lower, where both are asked for.",
            "Tại Malaysia, đường huyết và HbA1c ít tương đồng: nhiều người chỉ đạt ngưỡng ở "
            "một xét nghiệm và có thể không đạt khi xét nghiệm lại. Nếu đòi hỏi cả hai xét "
            "nghiệm, mô hình xếp hạng tốt hơn và nguy cơ thấp hơn nhiều.",
        ),
        Text(
            "What high glucose in the past, family history, a blood-pressure drug, ALT and "
            "GGT say was learnt in the United States alone; Malaysia did not publish them.",
            "Ý nghĩa của tiền sử đường huyết cao, tiền sử gia đình, thuốc hạ áp, ALT và GGT "
            "chỉ học được từ dữ liệu Hoa Kỳ; dữ liệu Malaysia không có.",
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
            "without laboratory values, a long questionnaire such as CANRISK or AUSDRISK, "
            "which asks for it and for ancestry, ranks Americans better than the model.",
            "Từng được báo đường huyết cao hoặc tiền đái tháo đường là thông tin có giá trị "
            "nhất. Nếu thiếu thông tin này và thiếu xét nghiệm, một bảng hỏi chi tiết như "
            "CANRISK hoặc AUSDRISK (có hỏi điều đó và nguồn gốc dân tộc) xếp hạng người Mỹ "
            "tốt hơn mô hình.",
        ),
        Text(
            "No cohort was left that the model had not learnt from: parts of the same data "
            "were left out in turn, and settings were chosen on the same parts. No hospital "
            "was measured, so the interval shows how years and samples differ, not how "
            "hospitals do.",
            "Không còn dữ liệu nào mà mô hình chưa học: lần lượt để riêng từng phần của cùng "
            "dữ liệu, và các thiết lập cũng được chọn trên các phần đó. Chưa đo ở bệnh viện "
            "nào, nên khoảng tin cậy phản ánh khác biệt giữa các năm và các mẫu, không phải "
            "giữa các bệnh viện.",
        ),
        project.CONTRIBUTIONS,
    ),
    biases=(
        *project.BIASES,
        (
            "Ancestry is what people of the survey called themselves; Asian is a category "
            "of its own only since 2011. It stands for what the survey did not measure, not "
            "for biology, and is used to choose whom the model is revised on, never for a "
            "decision of its own. The Malaysian sample publishes no ethnicity, though Malays, "
            "Chinese and Indians differ."
        ),
    ),
    level=project.LEVEL,
)

EVIDENCE = Evidence(
    source="National Health and Nutrition Examination Survey of the US Centers for Disease "
    "Control and Prevention (public domain), cycles of 2005-2006 to 2017-2018: a "
    "cross-sectional sample of households with interview, examination and laboratory, "
    "weighted to the population. Chosen because it measures glucose and HbA1c in people who "
    "were not selected by a physician. The agency does not endorse this work. Then a "
    "nation-wide sample of Malaysian adults with fasting glucose and HbA1c (Wan Nazaimoon "
    "et al. 2013; Mohamud et al. 2011), a random half of what a co-author published in the "
    "GitHub repository drkamarul/multivar_data_analysis, data/metabolic_syndrome.csv. That "
    "repository says CC0-1.0, perhaps inherited from its template; the same author's package "
    "data4medic says GPL-3. The study's own terms were not seen.",
    dates="Interviews and examinations from 2005 to 2018; no follow-up. The Malaysian "
    "publications are of 2011 and 2013; the file has no dates.",
    setting="General population of the United States, outside institutions; mobile "
    "examination centres. General population of Malaysia, city and countryside.",
    eligibility="Included: adults of 20 years and more of the half of those examined that "
    "was drawn to fast, with fasting glucose and HbA1c measured, at the weights of that "
    "half: in the others the outcome is known by half. Excluded: diagnosed diabetes, "
    "insulin or tablets for it, pregnancy. In Malaysia: adults of 20 years and more with "
    "both tests and no diagnosed diabetes.",
    treatments="People on drugs for diabetes are excluded. Drugs for blood pressure are an "
    "input. Other treatment is not modelled.",
    outcome="HbA1c of 6.5 % or more, or fasting glucose of 7.0 mmol/L or more, at the "
    "examination; both are known of everybody, in both countries. Central laboratories, the "
    "same methods for everybody within a cycle, without knowledge of any model.",
    assessors="No subjective interpretation: laboratory values, by the survey's protocol.",
    predictors="Items of the survey that a Vietnamese hospital visit commonly yields, "
    "without any glucose value; chosen by leaving out one cycle at a time and by their "
    "contributions: creatinine ran against clinical sense, diastolic pressure and smoking "
    "add nothing. "
    "Measured or asked at the same examination as the outcome, by trained staff to a "
    "protocol; defined with unit and limits in the clinical table. History is what people "
    "say; the rest needs no subjective interpretation.",
    personal="Sex and age are inputs and required. Ancestry is no input; it chose which "
    "Americans the model is revised on. Ethnicity, language, sexual orientation, gender "
    "identity and social determinants of health are not used. Health status: history of "
    "high glucose, hypertension and its drugs.",
    representativeness="Weighted to adults of the United States outside institutions. "
    "People of Asian ancestry are few, more so before 2011, and of many origins; how many "
    "are of Vietnamese origin is not published. The Malaysian sample is nation-wide but has "
    "no published weights, and women are over-represented.",
    relevance="Malaysia is the nearest country with both tests and open data: South-East "
    "Asian adults, but heavier and with more diabetes than in Vietnam. The same tests and "
    "the same definition of the disease.",
    ethics="The survey is approved by the ethics review board of the National Center for "
    "Health Statistics, with documented consent. The Malaysian publications report their "
    "own. This project used published files and sought no approval of its own.",
    external_source="None that the model had not learnt from: validity and fairness were "
    "assessed on cycles of the survey, and on Malaysians, that were left out in turn.",
    external_party="Nobody so far: neither the developers nor an independent party.",
    external_representativeness="No external data, so none to describe.",
    differences="Cycles left out are other people and years of the same survey: setting, "
    "criteria, outcome and predictors are the same. Malaysia is another country with the "
    "same outcome; it lacks high glucose in the past, family history, drugs, ALT and GGT.",
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
    Reference(
        key="wannazaimoon2013",
        kind="article",
        authors=("Wan Nazaimoon, W M", "others"),
        title="Prevalence of diabetes in Malaysia and usefulness of HbA1c as a diagnostic "
        "criterion",
        where="Diabetic Medicine 30:825-828",
        year=2013,
        doi="10.1111/dme.12161",
    ),
    Reference(
        key="mohamud2011",
        kind="article",
        authors=("Mohamud, Wan Nazaimoon Wan", "others"),
        title="Prevalence of metabolic syndrome and its risk factors in adult Malaysians: "
        "results of a nationwide survey",
        where="Diabetes Research and Clinical Practice 91:239-245",
        year=2011,
        doi="10.1016/j.diabres.2010.11.025",
    ),
    Reference(
        key="steyerberg2004",
        kind="article",
        authors=("Steyerberg, Ewout W", "others"),
        title="Validation and updating of predictive logistic regression models: a study on "
        "sample size and shrinkage",
        where="Statistics in Medicine 23:2567-2586",
        year=2004,
        doi="10.1002/sim.1844",
    ),
    Reference(
        key="tian2023",
        kind="article",
        authors=("Tian, Ye", "Feng, Yang"),
        title="Transfer learning under high-dimensional generalized linear models",
        where="Journal of the American Statistical Association 118:2684-2697",
        year=2023,
        doi="10.1080/01621459.2022.2071278",
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
        model=project.METHOD.model
        + " The curves were then revised on the people for whom "
        "the bundle is made, by logistic regression with a penalty on every change "
        "(transfer learning). Contributions are against their average; those of the few "
        "small trees, which stay as they were, against the average American.",
        tuning="Chosen by the out-of-fold log loss, averaged over the subsets of inputs, "
        "with the folds of the cross-validation; the penalties of the transfer with those "
        "of the cross-fitting.",
        partition="Each cycle of the survey is left out in turn: a person's risk comes from "
        "a model that saw nobody of that cycle. For the people for whom the bundle is made, "
        "the transfer is fitted on nine tenths of them and scores the last tenth, and a "
        "person's score is the mean of three such partitions; the regression fitted to "
        "these people alone is judged on the same folds. Estimates and intervals use the "
        "survey's weights and sampling units; of Malaysia, people. Settings were chosen on "
        "the same cycles and partitions; the final model is trained on all.",
        external_process="There was none. The plan: score people of a Vietnamese hospital "
        "who are then tested, as they come, with nothing fitted on them.",
        bias=project.BIAS
        + " A model of US people gives Asians too low a risk, most of all the young: level, "
        "ages and slopes are those of Malaysians, and each is judged by what was fitted on "
        "others.",
    ),
    upkeep=project.UPKEEP,
    references=(*REFERENCES, *project.PUBLISHED_SCORES, *project.METHODS),
)

"""The words of the card of `incident-diabetes`."""

from dataclasses import replace

from service.clinical.language import Text
from training.card import project
from training.card.facts import Caveats, Evidence, Facts, Reference, Use

USE = Use(
    summary=Text(
        "For an adult without diabetes: the risk of developing type 2 diabetes within 3 and "
        "within 5 years, with an interval, the exact contribution of every value and what "
        "is not known. Age and sex are enough; every further value sharpens the answer. "
        "Trained at health check-ups in China, checked in Japan, never yet in Vietnam.",
        "Dành cho người trưởng thành chưa mắc đái tháo đường: nguy cơ mắc đái tháo đường "
        "típ 2 trong 3 năm và 5 năm tới, kèm khoảng tin cậy, mức đóng góp chính xác của "
        "từng chỉ số và những gì còn chưa biết. Chỉ cần tuổi và giới tính; mỗi chỉ số thêm "
        "vào làm kết quả chính xác hơn. Mô hình được huấn luyện từ dữ liệu khám sức khỏe tại "
        "Trung Quốc, kiểm tra tại Nhật Bản, chưa được kiểm định tại Việt Nam.",
    ),
    keywords=(
        "type 2 diabetes",
        "prognosis",
        "risk prediction",
        "primary care",
        "Vietnam",
        "missing values",
        "explanation",
    ),
    context="Prognostic. Lifestyle change delays type 2 diabetes, and who to offer it to is "
    "decided mostly by glucose alone or by point scores such as FINDRISC, the ADA risk test "
    "or the New Chinese Diabetes Risk Score. Those need all their items, none of them uses "
    "whatever a hospital happens to know, and few say how sure they are.",
    intended="At a visit or a check-up of an adult without diabetes, to decide with the "
    "patient when to measure glucose next and how strongly to support lifestyle change.",
    role=project.ROLE,
    users=project.USERS,
    directions="Send what is known, leave out what is not. Read the figure as people out of "
    "100, with its interval; look at the strongest contributions, at what is missing and at "
    "the notices; then follow the guideline. Where glucose is not known and the risk is "
    "high, measure it.",
    expertise=project.EXPERTISE,
    population="Adults of 20 years and more without diagnosed diabetes, without a "
    "diagnostic glucose or HbA1c value, not pregnant.",
    cautioned=project.CAUTIONED,
    inequalities=project.INEQUALITIES,
)

CAVEATS = Caveats(
    limits=(
        Text(
            "Not a diagnosis, and not for people with known diabetes, diagnostic glucose or "
            "HbA1c values, pregnancy, or an age below 20 years.",
            "Không phải chẩn đoán; không dùng cho người đã mắc đái tháo đường, có đường "
            "huyết hoặc HbA1c đạt ngưỡng chẩn đoán, phụ nữ mang thai hoặc người dưới 20 "
            "tuổi.",
        ),
        Text(
            "Never validated in Vietnam. Calibration does not travel: where outcomes are "
            "known locally, compare observed and expected events before use, and "
            "recalibrate.",
            "Chưa được kiểm định tại Việt Nam. Độ chuẩn không tự giữ nguyên khi sang nơi "
            "khác: nơi nào đã có số liệu kết cục, hãy so sánh số ca quan sát với số ca dự "
            "báo trước khi dùng và hiệu chỉnh lại.",
        ),
        Text(
            "Nobody was followed for less than 2 years: a risk for 1 year is not given.",
            "Không ai được theo dõi dưới 2 năm nên không có nguy cơ 1 năm.",
        ),
        Text(
            "Diabetes was seen at one follow-up visit, by fasting glucose or the patient's "
            "word; HbA1c and OGTT were not used, so some cases were missed.",
            "Bệnh được xác định tại một lần tái khám, bằng đường huyết lúc đói hoặc lời khai; "
            "không dùng HbA1c và nghiệm pháp dung nạp glucose, nên có ca bị bỏ sót.",
        ),
        Text(
            "HbA1c was not measured in China. What it adds was learnt in Japan, on few "
            "events, and HbA1c of 6.5 % or more is part of how diabetes was defined there, "
            "which flatters it. HbA1c misleads with haemoglobin E, thalassaemia, anaemia, "
            "kidney failure and after a transfusion.",
            "Dữ liệu Trung Quốc không có HbA1c. Mức đóng góp của HbA1c được học từ dữ liệu "
            "Nhật Bản với số ca ít, và HbA1c từ 6,5% trở lên cũng là một phần của định nghĩa "
            "đái tháo đường ở đó nên kết quả có phần lạc quan. HbA1c dễ sai lệch khi có "
            "huyết sắc tố E, thalassemia, thiếu máu, suy thận hoặc sau truyền máu.",
        ),
        Text(
            "Family history was seldom recorded as present and without degree: a yes counts "
            "as a parent, sibling or child. A second-degree relative counts three fifths of "
            "that, as in FINDRISC; no cohort here measured it.",
            "Tiền sử gia đình ít khi được ghi nhận và không phân biệt mức độ huyết thống: câu "
            "trả lời có được tính là cha mẹ, anh chị em ruột hoặc con. Họ hàng bậc hai được "
            "tính bằng ba phần năm mức đó, theo FINDRISC; chưa có dữ liệu nào ở đây đo được.",
        ),
        Text(
            "Gestational diabetes, diabetes-inducing drugs and competing causes of death are "
            "not counted.",
            "Chưa tính đến đái tháo đường thai kỳ, thuốc gây tăng đường huyết và tử vong do "
            "nguyên nhân khác.",
        ),
        Text(
            "In the Japanese cohort linear logistic regression ranks people about as well: "
            "the gain over it is at home.",
            "Ở Nhật Bản, hồi quy logistic tuyến tính xếp hạng nguy cơ tốt tương đương: ưu thế "
            "của mô hình chỉ thấy ở dữ liệu Trung Quốc.",
        ),
        project.CONTRIBUTIONS,
    ),
    biases=(
        *project.BIASES,
        (
            "People who pay for, or are sent to, health check-ups in cities are healthier and "
            "better off than most."
        ),
    ),
    level=project.LEVEL,
)

EVIDENCE = Evidence(
    source="Retrospective cohort of health check-ups, published as open data (CC0) by Chen "
    "et al. (2018). Chosen because it is the largest open cohort of incident diabetes in "
    "East Asia.",
    dates="Check-ups from 2010 to 2016. In the external cohort from 2004 to 2015.",
    setting="Health screening, not hospital care: 32 sites in 11 cities of China, 15 codes of "
    "centres in the published data. External: one hospital's check-up programme in Gifu, "
    "Japan.",
    eligibility="Included: adults of 20 years and more without diabetes at baseline, seen "
    "again after 2 years or more. Excluded here: a diagnostic fasting glucose at baseline, no "
    "age, sex or outcome. The study's authors had excluded extreme body mass index and "
    "records without weight, height or fasting glucose.",
    treatments="Not recorded. Nobody was treated for diabetes at baseline, since all were "
    "without it; treatment of blood pressure or lipids is unknown and not modelled.",
    outcome="Diabetes at the follow-up visit: fasting glucose of 7.0 mmol/L or more or the "
    "patient's word. The same for everybody, without subjective judgement and by staff who "
    "did not know the model, which did not exist; not blinded to earlier values. Externally "
    "HbA1c of 6.5 % or more, fasting glucose of 7.0 mmol/L or more, or the patient's word.",
    assessors="No subjective interpretation: laboratory values, or the patient's own word.",
    predictors="All items that a hospital visit commonly yields and the cohort holds were "
    "considered; HDL, LDL and AST were left out because they are missing by centre, smoking "
    "because it is too and adds nothing, diastolic pressure and total cholesterol because "
    "their contributions ran against clinical sense. Measured "
    "or asked at the baseline visit, years before the outcome, by usual care; defined with "
    "unit and limits in the clinical table. None needs subjective interpretation.",
    personal="Sex and age are inputs and required. Ancestry, ethnicity, language, sexual "
    "orientation, gender identity and social determinants of health are not inputs and not "
    "in the data; of health status only the measurements listed are used.",
    representativeness="City dwellers of China at check-ups, of working age for the most "
    "part. Rural people, the oldest, the poorest and ethnic minorities are under-represented "
    "or absent.",
    relevance="East Asian adults with body mass indices like those in Vietnam; another "
    "country, another health system and a healthier sample than hospital patients.",
    ethics="The studies report their own approval and consent in their publications. This "
    "project used de-identified open data and sought no approval of its own.",
    external_source="Half, drawn at random, of a health check-up cohort in Gifu, Japan "
    "(NAGALA; Okamura et al. 2019), published as open data (CC0); censored follow-up.",
    external_party="The developers themselves; no independent party has validated it.",
    external_representativeness="Japanese adults at check-ups in one city, fasting glucose "
    "below 6.1 mmol/L at baseline; more men than women. No ancestry, schooling or income.",
    differences="Country and years; one centre instead of many; fasting glucose below 6.1 "
    "mmol/L at baseline abroad; outcome also by HbA1c abroad and with time to event; family "
    "history not recorded abroad, so it is missing for everybody there.",
)

REFERENCES = (
    Reference(
        key="chen2018",
        kind="article",
        authors=("Chen, Ying", "Zhang, Xiao-Ping", "Yuan, Jie", "others"),
        title="Association of body mass index and age with incident diabetes in Chinese "
        "adults: a population-based cohort study",
        where="BMJ Open 8:e021768",
        year=2018,
        doi="10.1136/bmjopen-2018-021768",
    ),
    Reference(
        key="chen2018data",
        kind="misc",
        authors=("Chen, Ying", "others"),
        title="Data of: Association of body mass index and age with incident diabetes in "
        "Chinese adults",
        where="Dryad, CC0-1.0",
        year=2018,
        doi="10.5061/dryad.ft8750v",
    ),
    Reference(
        key="okamura2019",
        kind="article",
        authors=("Okamura, Takuro", "Hashimoto, Yoshitaka", "others"),
        title="Ectopic fat obesity presents the greatest risk for incident type 2 diabetes: a "
        "population-based longitudinal study",
        where="International Journal of Obesity 43:139-148",
        year=2019,
        doi="10.1038/s41366-018-0076-3",
    ),
    Reference(
        key="okamura2019data",
        kind="misc",
        authors=("Okamura, Takuro", "others"),
        title="Data of: Ectopic fat obesity presents the greatest risk for incident type 2 "
        "diabetes",
        where="Dryad, CC0-1.0",
        year=2019,
        doi="10.5061/dryad.8q0p192",
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
        partition="Five folds of whole centres: a person's risk comes from a model that saw "
        "nobody of that centre. Hyperparameters were searched on the same folds; the final "
        "model is trained on everybody. On the external cohort only the curve of HbA1c is "
        "learnt, and judged there by cross-fitting; all else is judged without learning.",
    ),
    upkeep=project.UPKEEP,
    references=(*REFERENCES, *project.PUBLISHED_SCORES, *project.METHODS),
)

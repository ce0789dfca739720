"""What a clinician may do next, and how soon.

One list of steps for everybody: what is advised beside a risk, instead of one, or in
the conclusion about a patient is a step of this list, so that no two of them can ask
for different things. Codes are part of the contract; they are added to, never renamed.

Sources: 5481/QD-BYT and 3087/QD-BYT (Ministry of Health of Vietnam, 2020), ADA
Standards of Care, sections 2 (diagnosis, repeated tests) and 3 (prevention).
"""

from dataclasses import dataclass

from service.clinical.language import Text


@dataclass(frozen=True, slots=True)
class Advice:
    """One step; `within_days` is when at the latest, None where no date is asked."""

    code: str
    within_days: int | None
    text: Text


RESCREEN_WITHIN_3_YEARS = Advice(
    "rescreen_within_3_years",
    1095,
    Text(
        "Healthy habits; measure glucose again within 1 to 3 years, sooner if weight"
        " or health changes.",
        "Duy trì lối sống lành mạnh; xét nghiệm lại đường huyết trong vòng 1 đến 3 năm,"
        " sớm hơn nếu cân nặng hoặc sức khỏe thay đổi.",
    ),
)
RESCREEN_YEARLY = Advice(
    "rescreen_yearly",
    365,
    Text(
        "Work on weight, activity and diet; measure fasting glucose or HbA1c every"
        " year.",
        "Can thiệp cân nặng, vận động và chế độ ăn; xét nghiệm đường huyết lúc đói hoặc"
        " HbA1c hằng năm.",
    ),
)
MEASURE_GLUCOSE = Advice(
    "measure_glucose",
    30,
    Text(
        "Measure fasting glucose, HbA1c or OGTT now, within a month at the latest, then"
        " assess again.",
        "Làm ngay xét nghiệm đường huyết lúc đói, HbA1c hoặc OGTT, chậm nhất trong vòng"
        " một tháng, rồi đánh giá lại.",
    ),
)
# Below the guidelines' own reasons to test: at any occasion of the interval after
# which they repeat a normal test.
MEASURE_AT_A_CHECK_UP = Advice(
    "measure_glucose",
    1095,
    Text(
        "Measure fasting glucose, HbA1c or OGTT at the next check-up, within 1 to 3"
        " years at the latest, then assess again.",
        "Làm xét nghiệm đường huyết lúc đói, HbA1c hoặc OGTT ở lần khám sức khỏe tới,"
        " chậm nhất trong vòng 1 đến 3 năm, rồi đánh giá lại.",
    ),
)
TEST_NOW_AND_INTERVENE = Advice(
    "test_now_and_intervene",
    30,
    Text(
        "High risk although the one test known is normal: do a second, different test"
        " within a month (fasting glucose, HbA1c or OGTT) and begin structured lifestyle"
        " change; treat the other risk factors.",
        "Nguy cơ cao dù xét nghiệm duy nhất đã có là bình thường: làm thêm một xét"
        " nghiệm khác trong vòng một tháng (đường huyết lúc đói, HbA1c hoặc OGTT) và bắt"
        " đầu can thiệp lối sống tích cực; điều trị các yếu tố nguy cơ khác.",
    ),
)
PREDIABETES_CARE = Advice(
    "prediabetes_care",
    365,
    Text(
        "Prediabetes: structured lifestyle change (weight loss if overweight, 150"
        " minutes of activity a week) and a glucose test at least every year.",
        "Tiền đái tháo đường: can thiệp lối sống tích cực (giảm cân nếu thừa cân, vận"
        " động 150 phút mỗi tuần) và xét nghiệm đường huyết ít nhất mỗi năm.",
    ),
)
INTENSIVE_PREDIABETES_CARE = Advice(
    "intensive_prediabetes_care",
    180,
    Text(
        "Prediabetes with a particularly high risk of diabetes: intensive lifestyle"
        " change now (weight loss of 7 % if overweight, 150 minutes of activity a week),"
        " consider metformin, treat the other risk factors, and test glucose again within"
        " 3 to 6 months, then at least every year.",
        "Tiền đái tháo đường với nguy cơ tiến triển đặc biệt cao: can thiệp lối sống"
        " tích cực ngay (giảm 7 % cân nặng nếu thừa cân, vận động 150 phút mỗi tuần),"
        " cân nhắc metformin, điều trị các yếu tố nguy cơ khác và xét nghiệm lại đường"
        " huyết sau 3 đến 6 tháng, sau đó ít nhất mỗi năm.",
    ),
)
CONFIRM_DIABETES = Advice(
    "confirm_diabetes",
    14,
    Text(
        "Without symptoms of high glucose, diagnosis needs a second abnormal result:"
        " repeat the test, or do another, within two weeks. With classic symptoms, refer"
        " without waiting.",
        "Nếu không có triệu chứng tăng đường huyết, chẩn đoán cần thêm một kết quả bất"
        " thường: làm lại xét nghiệm hoặc làm xét nghiệm khác trong vòng hai tuần. Nếu"
        " có triệu chứng điển hình, chuyển khám ngay.",
    ),
)
REPEAT_ABNORMAL_TEST = Advice(
    "repeat_abnormal_test",
    14,
    Text(
        "The tests disagree: repeat the one in the range of diabetes within two weeks."
        " Abnormal again, it makes the diagnosis, whatever the other says. With classic"
        " symptoms, refer without waiting.",
        "Các xét nghiệm không thống nhất: làm lại xét nghiệm có kết quả ở ngưỡng đái"
        " tháo đường trong vòng hai tuần. Nếu vẫn bất thường thì đủ để chẩn đoán, dù xét"
        " nghiệm kia thế nào. Nếu có triệu chứng điển hình, chuyển khám ngay.",
    ),
)
DIAGNOSE_DIABETES = Advice(
    "diagnose_diabetes",
    14,
    Text(
        "Two criteria are reached. A clinician should confirm that both results are of"
        " this patient and recent, and then diagnose and treat.",
        "Đạt hai tiêu chuẩn. Bác sĩ cần xác nhận cả hai kết quả là của bệnh nhân này và"
        " còn mới, rồi chẩn đoán và điều trị.",
    ),
)
REFER_PREGNANT = Advice(
    "refer_same_day",
    0,
    Text(
        "Pregnant, with a value in the range of diabetes: refer to obstetric and"
        " diabetes care the same day.",
        "Đang mang thai và có chỉ số ở ngưỡng đái tháo đường: chuyển khám sản khoa và"
        " nội tiết trong ngày.",
    ),
)
REFER_YOUNG = Advice(
    "refer_same_day",
    0,
    Text(
        "Under 20 years, with a value in the range of diabetes: refer to paediatric or"
        " diabetes care the same day.",
        "Dưới 20 tuổi và có chỉ số ở ngưỡng đái tháo đường: chuyển khám nhi hoặc nội"
        " tiết trong ngày.",
    ),
)
DIABETES_CARE = Advice(
    "diabetes_care",
    None,
    Text(
        "Continue treatment and follow-up of diabetes.",
        "Tiếp tục điều trị và theo dõi đái tháo đường.",
    ),
)
ANTENATAL_SCREENING = Advice(
    "antenatal_screening",
    None,
    Text(
        "Screen for gestational diabetes as antenatal care prescribes.",
        "Tầm soát đái tháo đường thai kỳ theo quy trình chăm sóc thai sản.",
    ),
)
PAEDIATRIC_GUIDELINE = Advice(
    "paediatric_guideline",
    None,
    Text(
        "Assess by the guideline for children and adolescents.",
        "Đánh giá theo hướng dẫn dành cho trẻ em và vị thành niên.",
    ),
)

ADVICE = (
    RESCREEN_WITHIN_3_YEARS,
    RESCREEN_YEARLY,
    MEASURE_GLUCOSE,
    MEASURE_AT_A_CHECK_UP,
    PREDIABETES_CARE,
    INTENSIVE_PREDIABETES_CARE,
    TEST_NOW_AND_INTERVENE,
    CONFIRM_DIABETES,
    REPEAT_ABNORMAL_TEST,
    DIAGNOSE_DIABETES,
    REFER_PREGNANT,
    REFER_YOUNG,
    DIABETES_CARE,
    ANTENATAL_SCREENING,
    PAEDIATRIC_GUIDELINE,
)
"""Every step that the conclusion about a patient may end in."""
ADVICE_CODES = tuple(dict.fromkeys(advice.code for advice in ADVICE))

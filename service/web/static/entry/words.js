/* What records call the values of the clinical table, Vietnamese and English, without
   accents. Longer names win over shorter ones: "cholesterol hdl" is no cholesterol. */

/**
 * @typedef {object} Meaning What a name in a record stands for.
 * @property {string} variable A variable, or one of: pressure (two numbers), glucose
 *   (when it was taken is not said), birth, sex, nothing (known, but not asked here).
 * @property {string[]} [units] The units it can be in, if fewer than the variable's.
 * @property {boolean} [unitNeeded] Whether it is a name only before a written unit.
 */

/** @type {[string, string][]} */
const NAMES = [
  ["age", "tuoi; age; age years"],
  ["sex", "gioi; gioi tinh; phai; sex; gender"],
  ["birth", "sinh; nam sinh; sinh nam; ns; ngay sinh; sinh ngay; ngay thang nam sinh; born;"
    + "dob; yob; date of birth; year of birth; birth year; birth date; birthdate"],
  ["height", "cao; chieu cao; height; body height"],
  ["weight", "nang; can nang; the trong; weight; body weight"],
  ["bmi", "bmi; chi so bmi; chi so khoi; chi so khoi co the; body mass index"],
  ["waist", "vong eo; vong bung; vong eo bung; eo; waist; waist circumference"],
  ["pressure", "ha; huyet ap; bp; blood pressure; nibp"],
  ["systolic_bp", "tam thu; huyet ap tam thu; ha tam thu; hatt; ha tt; sbp; systolic;"
    + "systolic bp; systolic blood pressure; bp systolic"],
  ["diastolic_bp", "tam truong; huyet ap tam truong; ha tam truong; hattr; ha ttr; dbp;"
    + "diastolic; diastolic bp; diastolic blood pressure; bp diastolic"],
  ["glucose", "glucose; glucoza; glu; glucose mau; duong huyet; duong mau; dh; dmmm;"
    + "duong mau mao mach; blood glucose; plasma glucose; serum glucose; blood sugar;"
    + "glycemia; glucose huyet tuong"],
  ["fasting_glucose", "fpg; fbg; fbs; dhld; fasting glucose; fasting plasma glucose;"
    + "fasting blood glucose; fasting blood sugar; go; g0"],
  ["random_glucose", "rbs; rpg; rbg; random glucose; random plasma glucose;"
    + "random blood glucose; random blood sugar; casual glucose"],
  ["ogtt_2h", "ogtt; ogtt 2h; 2h pg; 2hpg; 2h glucose; 2 hour glucose; glucose 2h; g2h; npdng;"
    + "npdng 2h; nghiem phap dung nap glucose; nghiem phap dung nap glucose 2h"],
  ["hba1c", "hba1c; hb a1c; a1c; hemoglobin a1c; haemoglobin a1c; glycated hemoglobin"],
  ["total_cholesterol", "cholesterol; cholesterol tp; cholesterol toan phan; cholesterol total;"
    + "total cholesterol; cholesterol t; chol; chol tp; tc; cholest"],
  ["hdl_cholesterol", "hdl; hdl c; hdlc; hdl chol; hdl cholesterol; cholesterol hdl;"
    + "cholesterol hdl c; chol hdl"],
  ["ldl_cholesterol", "ldl; ldl c; ldlc; ldl chol; ldl cholesterol; cholesterol ldl;"
    + "cholesterol ldl c; chol ldl"],
  ["triglycerides", "tg; triglycerid; triglyceride; triglycerides; triglicerid; trigly"],
  ["alt", "alt; gpt; sgpt; alat; alt gpt; alt sgpt; gpt alt; sgpt alt"],
  ["ast", "ast; got; sgot; asat; ast got; ast sgot; got ast; sgot ast"],
  ["ggt", "ggt; gamma gt; gama gt; g gt; gamma glutamyl transferase"],
  ["creatinine", "creatinin; creatinine; crea; cre; creat; creatinin mau"],
  ["urea", "ure; urea; ure mau; blood urea"],
  ["bun", "bun; urea nitrogen; blood urea nitrogen; ure nitrogen"],
  ["uric_acid", "acid uric; axit uric; a uric; uric acid; uric; acid uric mau"],
  ["nothing", "non hdl; non hdl c; non hdl cholesterol; vldl; vldl c; anti tg; ldl oxy;"
    + "do loc cau than; muc loc cau than; egfr; glucose 6 phosphat; glucose 1h; g1h; 1h pg;"
    + "cholesterol ester; microalbumin creatinin; albumin creatinin; acr; can nang luc sinh;"
    + "can nang con; vong dau; vong co; vong nguc; vong dui"],
];

/* Too short to trust without the unit: CC is also an emergency, CN a Sunday. */
/** @type {[string, string][]} */
const ABBREVIATIONS = [
  ["height", "cc; ht"],
  ["weight", "cn; wt"],
  ["waist", "vb; ve; wc"],
  ["total_cholesterol", "ct"],
  ["uric_acid", "au; ua"],
];

/* Pounds, inches, kilopascals and microkatals are written wherever they are meant. */
/** @type {Record<string, string[]>} */
export const UNITS_LEFT_OUT = {
  height: ["cm", "m"],
  weight: ["kg"],
  waist: ["cm"],
  systolic_bp: ["mm[Hg]", "cm[Hg]"],
  diastolic_bp: ["mm[Hg]", "cm[Hg]"],
  alt: ["U/L"],
  ast: ["U/L"],
  ggt: ["U/L"],
};

/** What may stand between a name and its value. */
export const FILLERS = words(
  "la; of; is; mau; huyet; thanh; tuong; huyet tuong; plasma; serum; blood; dinh; luong;"
    + "ket; qua; kq; result; value; level; test; khoang; luc; gan; nhat; hien; tai; do;"
    + "duoc; ngsp; ifcc; dcct; total; toan; phan; tp; mao; mach; tinh; ngoai; vi",
);

/** How laboratories mark what is outside its range, and what stands before the range. */
export const FLAGS = words(
  "h; l; hh; ll; n; cao; thap; tang; giam; high; low; normal; binh; thuong; bt; csbt; ref;"
    + "tham; chieu; tri; so; range; reference; nhe; vua; bthg",
);

/** What stands before a name in lists of tests, or before a person. */
export const PREFIXES = words(
  "dinh; luong; do; hoat; xet; nghiem; xn; nong; chi; so; ket; qua; kq; bn; benh; nhan;"
    + "nguoi; patient; ong; ba; a; the; test; sinh; hoa",
);

/** When a glucose was taken, said behind its name. */
/** @type {Record<string, string>} */
export const TIMINGS = {
  doi: "fasting_glucose",
  fasting: "fasting_glucose",
  "bat ky": "random_glucose",
  "ngau nhien": "random_glucose",
  random: "random_glucose",
  "2h": "ogtt_2h",
  ogtt: "ogtt_2h",
};

/** What makes another test of a name: in the urine, in other fluids, a ratio, a goal. */
export const ANOTHER_TEST = words(
  "nieu; nuoc; tieu; urine; urinary; dich; csf; ratio; ty; ti; le; muc; goal; target; sau;"
    + "an; 1h; post; prandial; pp; meal; con; tre; birth",
);

/** Before an age, these say that it is not the patient's of today. */
export const NOT_AN_AGE = words(
  "tu; tren; duoi; luc; khi; hon; truoc; sau; at; since; from; over; under; after; before",
);

export const SEXES = new Map([
  ["nu", "female"],
  ["female", "female"],
  ["woman", "female"],
  ["f", "female"],
  ["nam", "male"],
  ["male", "male"],
  ["man", "male"],
  ["m", "male"],
]);

/** @param {string} list */
function words(list) {
  return new Set(list.split(";").map((one) => one.trim()));
}

/**
 * @typedef {{next: Map<string, Names>, meaning?: Meaning}} Names Names by their words.
 */

/** @type {Names} */
export const ALL_NAMES = { next: new Map() };

for (const [list, unitNeeded] of /** @type {const} */ ([[NAMES, false], [ABBREVIATIONS, true]])) {
  for (const [variable, names] of list) {
    for (const name of words(names)) {
      learn(name.split(" "), meaningOf(variable, unitNeeded));
    }
  }
}

/**
 * @param {string} variable
 * @param {boolean} unitNeeded
 * @returns {Meaning}
 */
function meaningOf(variable, unitNeeded) {
  return variable === "bun"
    ? { variable: "urea", units: ["mmol/L", "mg{BUN}/dL"] }
    : { variable, unitNeeded };
}

/**
 * @param {string[]} name
 * @param {Meaning} meaning
 */
function learn(name, meaning) {
  let place = ALL_NAMES;
  for (const word of name) {
    const next = place.next.get(word) ?? { next: new Map() };
    place.next.set(word, next);
    place = next;
  }
  place.meaning = meaning;
}

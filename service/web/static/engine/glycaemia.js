/* Glycaemic status: what the known glucose tests say, before any score is asked; as the
   service's clinical/glycaemia.py, which says why. */

import { compare, isReached } from "./criteria.js";
import { isDiscordant } from "./eligibility.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./criteria.js").Comparison} Comparison
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {object} ClassifiedTest
 * @property {string} code
 * @property {Comparison} compared
 *
 * @typedef {object} GlycaemicStatus
 * @property {string} code
 * @property {string} label
 * @property {string} text
 * @property {ClassifiedTest[]} tests
 * @property {string | null} caution
 */

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @returns {GlycaemicStatus} Of any patient who can be read.
 */
export function glycaemicStatus(know, patient) {
  const rules = know.rules.glycaemia;
  const tests = classifiedTests(know, patient);
  const code = codeOf(know, patient, tests);
  const wanted = code === "discordant" ? "diabetes_range" : code;
  const deciding = tests.filter((one) => one.code === wanted);
  const misled = restsOnHba1c(know, code, tests, deciding);
  return {
    code,
    label: fill(rules.status[code], { names: know.listing(namesOf(deciding)) }),
    text: textOf(know, code, tests),
    tests,
    caution: misled ? fill(rules.texts.hba1c_misleads, {}) : null,
  };
}

/**
 * Every known test in its class; a random value counts once it is diagnostic.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 * @returns {ClassifiedTest[]}
 */
export function classifiedTests(know, patient) {
  return know.rules.eligibility.criteria.flatMap((criterion) => {
    const compared = compare(criterion, patient);
    if (compared === null) {
      return [];
    }
    if (isReached(compared)) {
      return [{ code: "diabetes_range", compared }];
    }
    const below = know.rules.glycaemia.prediabetes.find(
      ({ variable }) => variable === criterion.variable,
    );
    const lower = below === undefined ? null : compare(below, patient);
    return lower === null
      ? []
      : [{ code: isReached(lower) ? "prediabetes" : "normal", compared: lower }];
  });
}

/**
 * Results in a row, as they stand inside a sentence.
 *
 * @param {Knowledge} know
 * @param {ClassifiedTest[]} tests
 * @returns {string}
 */
export function results(know, tests) {
  const { texts } = know.rules.glycaemia;
  /** @type {Record<string, string | undefined>} */
  const classes = {
    diabetes_range: texts.diabetes_range,
    prediabetes: texts.prediabetes_range,
    normal: texts.normal,
  };
  const told = tests.map(({ code, compared }) => {
    const { units } = know.variable(compared.variable);
    const unit = units.find((one) => one.code === compared.unit);
    return fill(classes[code], {
      label: know.listing([compared.variable]),
      value: know.withUnit(compared.value, unit),
      threshold: know.withUnit(compared.threshold, unit),
    });
  });
  return told.join("; ");
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {ClassifiedTest[]} tests
 * @returns {string}
 */
function codeOf(know, patient, tests) {
  if (patient.found.get("known_diabetes")?.value) {
    return "known_diabetes";
  }
  const met = tests.filter(({ code }) => code === "diabetes_range");
  if (met.length > 0) {
    const values = met.map(({ compared }) => compared);
    return isDiscordant(know, patient, values) ? "discordant" : "diabetes_range";
  }
  if (patient.found.get("pregnant")?.value || tests.length === 0) {
    return "not_known";
  }
  return tests.some(({ code }) => code === "prediabetes") ? "prediabetes" : "normal";
}

/**
 * Whether another answer would follow if HbA1c misled.
 *
 * @param {Knowledge} know
 * @param {string} code
 * @param {ClassifiedTest[]} tests
 * @param {ClassifiedTest[]} deciding
 * @returns {boolean}
 */
function restsOnHba1c(know, code, tests, deciding) {
  const { confirming } = know.rules.eligibility;
  const names = namesOf(code === "discordant" ? tests : deciding).filter((name) =>
    confirming.includes(name),
  );
  return names.includes("hba1c") && (code === "discordant" || names.length === 1);
}

/**
 * @param {Knowledge} know
 * @param {string} code
 * @param {ClassifiedTest[]} tests
 * @returns {string}
 */
function textOf(know, code, tests) {
  const { texts } = know.rules.glycaemia;
  if (code === "known_diabetes") {
    return fill(texts.diagnosed, {});
  }
  if (code === "not_known") {
    return fill(tests.length > 0 ? texts.in_pregnancy : texts.no_test, {});
  }
  const told = results(know, tests);
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
}

/** @param {ClassifiedTest[]} tests */
function namesOf(tests) {
  return tests.map(({ compared }) => compared.variable);
}

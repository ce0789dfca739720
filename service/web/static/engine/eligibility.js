/* Who must not be given a risk score, and what to do instead; as the service's
   clinical/eligibility.py. */

import { criteriaMet } from "./criteria.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./criteria.js").Comparison} Comparison
 * @typedef {import("./knowledge.js").Advice} Advice
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Reason} Reason
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {Reason & {criteria: Comparison[]}} Ineligibility
 */

/**
 * The first reason not to score a patient: a known diagnosis before diagnostic values,
 * these before pregnancy and age, in the order that decides what happens next.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 * @returns {Ineligibility | null}
 */
export function ineligibility(know, patient) {
  const rules = know.rules.eligibility;
  if (patient.found.get("known_diabetes")?.value) {
    return { ...rules.known_diabetes, criteria: [] };
  }
  const criteria = criteriaMet(rules.criteria, patient);
  if (criteria.length > 0) {
    const next = settling(know, patient, criteria);
    const text = fill(rules.texts.diagnostic_text, {});
    return { code: "diagnostic_value", text, next_step: next, criteria };
  }
  if (isPregnant(patient)) {
    return { ...rules.pregnant, criteria: [] };
  }
  return isYoung(know, patient) ? { ...rules.too_young, criteria: [] } : null;
}

/**
 * What settles whether values in the range of diabetes are diabetes.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {Comparison[]} met
 * @returns {Advice}
 */
function settling(know, patient, met) {
  const { advice, eligibility } = know.rules;
  if (isPregnant(patient)) {
    return advice.refer_pregnant;
  }
  if (isYoung(know, patient)) {
    return advice.refer_young;
  }
  const confirming = met.filter(({ variable }) =>
    eligibility.confirming.includes(variable),
  );
  if (confirming.length > 1) {
    return advice.diagnose_diabetes;
  }
  return confirming.length > 0 && isDiscordant(know, patient, met)
    ? advice.repeat_abnormal_test
    : advice.confirm_diabetes;
}

/**
 * Whether a known test contradicts the values that reach a diagnostic criterion.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {Comparison[]} met
 * @returns {boolean}
 */
export function isDiscordant(know, { found }, met) {
  const { confirming } = know.rules.eligibility;
  const abnormal = met.map(({ variable }) => variable);
  const below = confirming.filter((name) => !abnormal.includes(name) && found.has(name));
  const made = abnormal.filter((name) => confirming.includes(name)).length > 1;
  return !made && below.length > 0;
}

/** @param {Patient} patient */
function isPregnant({ found }) {
  return found.get("pregnant")?.value === true;
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 */
function isYoung(know, { found }) {
  const age = found.get("age");
  return age !== undefined && age.number < know.rules.eligibility.adult_age;
}

/**
 * The reason for not scoring with a bundle whose required inputs are unknown.
 *
 * @param {Knowledge} know
 * @param {string[]} names
 * @returns {Ineligibility}
 */
export function lacks(know, names) {
  const { texts } = know.rules.eligibility;
  return {
    code: "missing_required_input",
    text: fill(texts.not_known, { names: know.listing(names) }),
    next_step: know.rules.advice.measure_or_ask,
    criteria: [],
  };
}

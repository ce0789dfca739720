/* Who must not be given a risk score, and what to do instead; as the service's
   clinical/eligibility.py and clinical/criteria.py. */

import { fill } from "./knowledge.js";

/**
 * @typedef {import("./knowledge.js").Criterion} Criterion
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Reason} Reason
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {object} CriterionMet
 * @property {string} variable
 * @property {number} value In the unit sent.
 * @property {string} unit
 * @property {number} threshold
 *
 * @typedef {Reason & {criteria: CriterionMet[]}} Ineligibility
 */

/**
 * The criteria that a patient's known values reach, in their order.
 *
 * @param {Criterion[]} criteria
 * @param {Patient} patient
 * @returns {CriterionMet[]}
 */
export function criteriaMet(criteria, { found }) {
  return criteria.flatMap(({ variable, at_least: atLeast }) => {
    const measurement = found.get(variable);
    const unit = (measurement?.unit ?? measurement?.variable.units[0])?.code;
    if (measurement === undefined || unit === undefined) {
      return [];
    }
    const value = measurement.sent ?? measurement.number;
    const threshold = atLeast[unit];
    if (threshold === undefined) {
      throw new Error(`no threshold of ${variable} is known in ${unit}`);
    }
    return value >= threshold ? [{ variable, value, unit, threshold }] : [];
  });
}

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
  const pregnant = patient.found.get("pregnant")?.value === true;
  const age = patient.found.get("age");
  const young = age !== undefined && age.number < rules.adult_age;
  if (patient.found.get("known_diabetes")?.value) {
    return { ...rules.known_diabetes, criteria: [] };
  }
  const criteria = criteriaMet(rules.criteria, patient);
  if (criteria.length > 0) {
    const { texts } = rules;
    const confirming = criteria.filter((met) =>
      rules.confirming.includes(met.variable),
    );
    let next = confirming.length > 1 ? texts.two_abnormal : texts.confirm;
    if (pregnant) {
      next = texts.refer_pregnant;
    } else if (young) {
      next = texts.refer_young;
    }
    const text = fill(texts.diagnostic_text, {});
    return { code: "diagnostic_value", text, next_step: fill(next, {}), criteria };
  }
  if (pregnant) {
    return { ...rules.pregnant, criteria: [] };
  }
  return young ? { ...rules.too_young, criteria: [] } : null;
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
    next_step: fill(texts.measure_or_ask, {}),
    criteria: [],
  };
}

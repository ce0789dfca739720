/* Which band a probability falls in, and what is advised there; as the service's
   clinical/bands.py. */

import { criteriaMet } from "./eligibility.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Patient} Patient
 */

/**
 * @param {number} probability
 * @param {{code: string, below: number | null}[]} levels
 * @returns {string} The code of the band.
 */
export function bandOf(probability, levels) {
  const level = levels.find(({ below }) => below === null || probability < below);
  if (level === undefined) {
    throw new Error("the last band has an end");
  }
  return level.code;
}

/**
 * The advice for a band, given what is known of the patient's glucose.
 *
 * @param {Knowledge} know
 * @param {string} band
 * @param {Patient} patient
 * @param {string[]} answeredBy Tests that answer the score's question themselves.
 * @returns {{code: string, text: string}}
 */
export function advise(know, band, patient, answeredBy) {
  const rules = know.rules.advice;
  const { found } = patient;
  const answered = answeredBy.some((name) => found.has(name));
  const known =
    answered || rules.prediabetes.some(({ variable }) => found.has(variable));
  const warned = rules.warning_history.some((name) => found.get(name)?.value);
  const raised = criteriaMet(rules.raised_random_glucose, patient).length > 0;
  let code = known ? "rescreen_yearly" : "measure_glucose";
  if (!answered && (band === "high" || band === "very_high")) {
    code = known ? "test_now_and_intervene" : "measure_glucose";
  } else if (criteriaMet(rules.prediabetes, patient).length > 0) {
    code = "prediabetes_care";
  } else if (band === "low" && !warned && (known || !raised)) {
    code = "rescreen_within_3_years";
  }
  return { code, text: fill(rules.texts[code], {}) };
}

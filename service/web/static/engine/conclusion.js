/* The one conclusion about a patient: status, next step, and the risk that adds to it;
   as the service's clinical/conclusion.py, which says why. */

import { severity } from "./bands.js";
import { criteriaMet } from "./criteria.js";
import { ineligibility } from "./eligibility.js";
import { glycaemicStatus } from "./glycaemia.js";

/**
 * @typedef {import("./engine.js").Assessed} Assessed
 * @typedef {import("./glycaemia.js").GlycaemicStatus} GlycaemicStatus
 * @typedef {import("./knowledge.js").Advice} Advice
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {object} Conclusion
 * @property {GlycaemicStatus} status
 * @property {Advice} nextStep
 * @property {Assessed | null} risk The assessment whose figure adds to the status.
 */

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {Assessed[]} assessed
 * @returns {Conclusion}
 */
export function conclude(know, patient, assessed) {
  const status = glycaemicStatus(know, patient);
  return {
    status,
    nextStep: nextStep(know, patient, status.code, assessed),
    risk: leading(know, status.code, assessed),
  };
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {string} status
 * @param {Assessed[]} assessed
 * @returns {Advice}
 */
function nextStep(know, patient, status, assessed) {
  const { advice, conclusion } = know.rules;
  const reason = ineligibility(know, patient);
  if (reason !== null) {
    return reason.next_step;
  }
  const [band = null] = assessed
    .map((one) => one.band)
    .sort((one, other) => severity(know, other) - severity(know, one));
  if (status === "prediabetes") {
    return band === "very_high" || progresses(know, patient)
      ? advice.intensive_prediabetes_care
      : advice.prediabetes_care;
  }
  if (status === "normal") {
    return afterNormalTests(know, patient, band);
  }
  const calm = band === "low" && !isWarned(know, patient);
  const raised = criteriaMet(conclusion.raised_random_glucose, patient).length > 0;
  return calm && !raised ? advice.measure_at_a_check_up : advice.measure_glucose;
}

/**
 * Whether tests or history say so, whatever the score says.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 */
function progresses({ rules: { conclusion } }, patient) {
  const told = patient.found.get(conclusion.progressing_history)?.value === true;
  return told || criteriaMet(conclusion.upper_prediabetes, patient).length > 0;
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {string | null} band
 * @returns {Advice}
 */
function afterNormalTests(know, patient, band) {
  const { advice, conclusion } = know.rules;
  const tests = conclusion.upper_prediabetes.filter(({ variable }) =>
    patient.found.has(variable),
  );
  if ((band === "high" || band === "very_high") && tests.length === 1) {
    return advice.test_now_and_intervene;
  }
  const calm = (band === null || band === "low") && !isWarned(know, patient);
  return calm ? advice.rescreen_within_3_years : advice.rescreen_yearly;
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 */
function isWarned({ rules }, { found }) {
  return rules.conclusion.warning_history.some((name) => found.get(name)?.value);
}

/**
 * What may be there now while no test says it, else what may come.
 *
 * @param {Knowledge} know
 * @param {string} status
 * @param {Assessed[]} assessed
 * @returns {Assessed | null}
 */
function leading(know, status, assessed) {
  /** @param {Assessed} one */
  const isAsked = ({ manifest }) =>
    (manifest.bands.horizon_years === 0) === (status === "not_known");
  const [first = null] = assessed.toSorted(
    (one, other) =>
      Number(isAsked(other)) - Number(isAsked(one)) ||
      severity(know, other.band) - severity(know, one.band),
  );
  return first;
}

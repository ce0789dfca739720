/* The reason for not scoring where a test answers a bundle's question itself; as the
   service's clinical/answered.py. */

import { classifiedTests, results } from "./glycaemia.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./eligibility.js").Ineligibility} Ineligibility
 * @typedef {import("./knowledge.js").Advice} Advice
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Patient} Patient
 */

/**
 * The reason if one of the named tests is known.
 *
 * @param {Knowledge} know
 * @param {Patient} patient
 * @param {string[]} names The tests that answer the bundle's question.
 * @returns {Ineligibility | null}
 */
export function answered(know, patient, names) {
  const { texts } = know.rules.answered;
  const known = names.filter((name) => patient.found.has(name));
  if (known.length === 0) {
    return null;
  }
  const tests = classifiedTests(know, patient).filter(({ compared }) =>
    known.includes(compared.variable),
  );
  const told = tests.length > 0 ? results(know, tests) : know.listing(known);
  return {
    code: "answered_by_test",
    text: fill(texts.answered, { results: told }),
    next_step: secondTest(know, patient),
    criteria: [],
  };
}

/**
 * @param {Knowledge} know
 * @param {Patient} patient
 * @returns {Advice}
 */
function secondTest({ rules: { advice, eligibility } }, { found }) {
  const known = eligibility.confirming.filter((name) => found.has(name));
  if (known.length > 1) {
    return advice.nothing_more;
  }
  /** @type {Record<string, Advice | undefined>} */
  const asWell = {
    fasting_glucose: advice.hba1c_as_well,
    hba1c: advice.glucose_as_well,
  };
  return asWell[known[0] ?? ""] ?? advice.nothing_more;
}

/* Values of which the reader must know what a bundle makes of them; as the service's
   engine/unused.py. */

import { fill } from "./knowledge.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").Notice} Notice
 */

/**
 * Every notice in the order of its weight; a test that outranks a score first.
 *
 * @param {Knowledge} know
 * @param {Manifest[]} assessed Of the bundles that gave a risk.
 * @param {Patient} patient
 * @param {Set<string>} inputsOfAny The inputs of every bundle served.
 * @returns {Notice[]}
 */
export function told(know, assessed, patient, inputsOfAny) {
  return [
    ...assessed.flatMap((one) => outranked(know, one, patient)),
    ...assessed.flatMap((one) => otherAncestry(know, one, patient)),
    ...patient.notices,
    ...assessed.flatMap((one) => notUsed(know, one, patient, inputsOfAny)),
  ];
}

/**
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {string[]} The known tests that answer the bundle's question themselves.
 */
export function testsKnown({ outcome }, { found }) {
  return outcome.answered_by.filter((name) => found.has(name));
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {Notice[]}
 */
function outranked(know, manifest, patient) {
  return testsKnown(manifest, patient).map((name) => {
    // A label begins the English sentence and stands within the Vietnamese one.
    const label =
      know.language === "en" ? know.variable(name).label : know.listing([name]);
    const text = fill(know.rules.unused.texts.test_known, {
      label,
      outcome: manifest.outcome.label[know.language],
      bundle: manifest.name,
    });
    return { variable: name, code: "test_known", text, bundle: manifest.name };
  });
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {Notice[]} One if the bundle is calibrated for people of another ancestry.
 */
function otherAncestry(know, { calibrated_for: meant, name }, patient) {
  const ancestry = patient.found.get("ancestry")?.value;
  if (
    ancestry === undefined ||
    meant.length === 0 ||
    meant.includes(String(ancestry))
  ) {
    return [];
  }
  const names = know.choicesNamed("ancestry", meant);
  const text = fill(know.rules.unused.texts.other_ancestry, { bundle: name, names });
  return [{ variable: "ancestry", code: "other_ancestry", text, bundle: name }];
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @param {Set<string>} inputsOfAny
 * @returns {Notice[]} One for each known value that is no input, nor a source of one.
 */
function notUsed(know, { name: bundle, inputs, outcome }, patient, inputsOfAny) {
  const rules = know.rules.unused;
  const used = new Set([
    ...inputs,
    ...outcome.answered_by,
    ...rules.decides_eligibility,
    ...rules.asked_by_scores.filter((name) => !inputsOfAny.has(name)),
    ...inputs.flatMap((name) => know.variable(name).derived_from),
  ]);
  return [...patient.found.values()]
    .filter(({ variable }) => !used.has(variable.name))
    .map(({ variable: { name, label } }) => {
      const text = fill(rules.texts.not_used, { label, bundle });
      return { variable: name, code: "not_used", text, bundle };
    });
}

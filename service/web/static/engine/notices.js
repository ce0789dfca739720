/* What a bundle's figure leaves out, told to whoever reads it; as the service's
   engine/unused.py. */

import { criteriaMet } from "./criteria.js";
import { figureOf } from "./interval.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").Notice} Notice
 */

/**
 * Every notice in the order of its weight; what a figure leaves out first.
 *
 * @param {Knowledge} know
 * @param {Manifest[]} assessed Of the bundles that gave a risk.
 * @param {Patient} patient
 * @param {Set<string>} inputsOfAny The inputs of every bundle served.
 * @returns {Notice[]}
 */
export function told(know, assessed, patient, inputsOfAny) {
  return [
    ...assessed.flatMap((one) => notCounted(know, one, patient)),
    ...assessed.flatMap((one) => otherAncestry(know, one, patient)),
    ...assessed.flatMap((one) => competingDeath(know, one, patient)),
    ...patient.notices,
    ...assessed.flatMap((one) => notUsed(know, one, patient, inputsOfAny)),
  ];
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {Notice[]} One for each strong risk factor that the figure leaves out.
 */
function notCounted(know, manifest, patient) {
  const { texts, gestational_diabetes: gestational } = know.rules.unused;
  const { name: bundle, bands } = manifest;
  return strong(know, manifest, patient).map((name) => {
    const later = name === gestational && bands.horizon_years;
    const text = fill(later ? texts.gestational_not_counted : texts.not_counted, {
      label: know.variable(name).label,
      bundle,
      figure: figureOf(know, manifest),
    });
    return { variable: name, code: "not_counted", text, bundle };
  });
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {Notice[]} One to the very old of a bundle that looks ahead.
 */
function competingDeath(know, { name: bundle, bands }, { found }) {
  const { texts, very_old: age } = know.rules.unused;
  if (!bands.horizon_years || (found.get("age")?.number ?? 0) < age) {
    return [];
  }
  const text = fill(texts.competing_death, { age, bundle });
  return [{ variable: "age", code: "competing_death", text, bundle }];
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {string[]} What is known to raise the risk strongly and is not counted.
 */
function strong(know, manifest, patient) {
  const { strong_history: history, counted_with: countedWith } = know.rules.unused;
  const counted = countedBy(know, manifest);
  const told = history.filter((name) => patient.found.get(name)?.value === true);
  const tested = criteriaMet(know.rules.glycaemia.prediabetes, patient);
  return [...told, ...tested.map(({ variable }) => variable)].filter((name) => {
    const other = countedWith[name] ?? "";
    const also = counted.has(other) && patient.found.get(other)?.value === true;
    return !counted.has(name) && !also;
  });
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @returns {Set<string>} The inputs of a bundle and what they are computed from.
 */
function countedBy(know, { inputs }) {
  const sources = inputs.flatMap((name) => know.variable(name).derived_from);
  return new Set([...inputs, ...sources]);
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
function notUsed(know, manifest, patient, inputsOfAny) {
  const rules = know.rules.unused;
  const used = new Set([
    ...countedBy(know, manifest),
    ...strong(know, manifest, patient),
    ...rules.decides_eligibility,
    ...rules.asked_by_scores.filter((name) => !inputsOfAny.has(name)),
  ]);
  return [...patient.found.values()]
    .filter(({ variable }) => !used.has(variable.name))
    .map(({ variable: { name, label } }) => {
      const text = fill(rules.texts.not_used, { label, bundle: manifest.name });
      return { variable: name, code: "not_used", text, bundle: manifest.name };
    });
}

/* How much the missing inputs could matter to a patient: each unknown measurement is
   tried at a low and at a high value, each unknown question with every answer. */

import { decidingHorizon } from "./manifest.js";
import { missingOf, vector } from "./measurement.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {object} MissingInput
 * @property {Variable} variable
 * @property {Scalar} low
 * @property {Scalar} high
 * @property {number} ifLow The probability at the bands' horizon.
 * @property {number} ifHigh
 */

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @returns {number[][]} Rows for each missing input in order, one for each value.
 */
export function probes(know, manifest, patient) {
  const row = vector(patient, manifest.inputs);
  return missingOf(patient, manifest.inputs).flatMap((name) =>
    tried(manifest, know.variable(name)).map((number) =>
      row.with(manifest.inputs.indexOf(name), number),
    ),
  );
}

/**
 * Read the risks of the probes, those that could matter most first.
 *
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @param {ArrayLike<number>[]} risks Of each probe at each horizon.
 * @returns {MissingInput[]}
 */
export function missingInputs(know, manifest, patient, risks) {
  const deciding = decidingHorizon(manifest);
  let next = 0;
  const inputs = missingOf(patient, manifest.inputs).map((name) => {
    const variable = know.variable(name);
    const values = tried(manifest, variable);
    const first = next;
    next += values.length;
    return {
      variable,
      low: decoded(variable, values[0]),
      high: decoded(variable, values[values.length - 1]),
      ifLow: risks[first][deciding],
      ifHigh: risks[next - 1][deciding],
    };
  });
  return inputs.sort((one, other) => width(other) - width(one));
}

/** @param {MissingInput} input */
function width({ ifLow, ifHigh }) {
  return Math.abs(ifHigh - ifLow);
}

/**
 * @param {Manifest} manifest
 * @param {Variable} variable
 * @returns {number[]} Typical low and high, or every answer's number.
 */
function tried(manifest, { kind, name, choices }) {
  if (kind === "choice") {
    return choices.map((choice) => choice.number);
  }
  if (kind === "yes_no") {
    return [0, 1];
  }
  const typical = manifest.typical_values[name];
  if (typical === undefined) {
    throw new Error(`${manifest.name}: no typical values of ${name}`);
  }
  return [typical.low, typical.high];
}

/**
 * @param {Variable} variable
 * @param {number} number As models see it.
 * @returns {Scalar} The value that it stands for.
 */
function decoded({ kind, choices, name }, number) {
  if (kind === "quantity") {
    return number;
  }
  if (kind === "yes_no") {
    return number !== 0;
  }
  const choice = choices.find((one) => one.number === number);
  if (choice === undefined) {
    throw new Error(`${name}: no answer has the number ${number}`);
  }
  return choice.code;
}

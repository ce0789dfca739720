/* What can be tried in "what if": the modifiable inputs that are known, each in the unit in
   which it was entered, between limits around its value that a patient could have. */

import { table, variable } from "../text.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").Choice} Choice */
/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Value} Value */

/**
 * @typedef {object} Lever
 * @property {string} name
 * @property {Value} entered As in the patient.
 * @property {number} value Of a quantity, in `unit`.
 * @property {Unit | undefined} unit Undefined: an answer to a question.
 * @property {number} low
 * @property {number} high
 * @property {number} step The value and the limits are multiples of it.
 */

// How far from its value a quantity is worth trying: a body changes less than a laboratory.
/** @type {Record<string, [number, number]>} */
const SPANS = {
  weight: [0.7, 1.3],
  bmi: [0.7, 1.3],
  waist: [0.75, 1.25],
  systolic_bp: [0.7, 1.35],
  diastolic_bp: [0.7, 1.35],
};
/** @type {[number, number]} */
const WIDE = [0.5, 1.6];

const STEPS = [5, 1, 0.5, 0.1, 0.05, 0.01];
const FINEST_STEP = 0.001;
const FEWEST_STEPS = 40;

/**
 * In the order of the clinical table.
 *
 * @param {Assessment} assessment
 * @param {Patient} patient
 * @returns {Lever[]}
 */
export function leversOf(assessment, patient) {
  const found = new Set(inputs(assessment, true).flatMap((name) => movable(name, patient)));
  return table().variables.flatMap(({ name }) => {
    const entered = patient[name];
    return entered === undefined || !found.has(name) ? [] : [lever(name, entered)];
  });
}

/**
 * Modifiable inputs that would be here if they were known, as they are entered.
 *
 * @param {Assessment} assessment
 * @param {Patient} patient
 */
export function offersOf(assessment, patient) {
  const found = inputs(assessment, false).flatMap((name) => {
    const sources = variable(name).derived_from;
    return sources.length > 0 ? sources.filter((one) => patient[one] === undefined) : [name];
  });
  return [...new Set(found)];
}

/**
 * @param {Assessment} assessment
 * @param {boolean} known
 */
function inputs({ contributions }, known) {
  const wanted = contributions.filter((one) => one.modifiable && one.measured === known);
  return wanted.map((one) => one.variable);
}

/**
 * What is moved so that an input changes: what is computed follows its sources.
 *
 * @param {string} name
 * @param {Patient} patient
 */
function movable(name, patient) {
  const sources = variable(name).derived_from;
  const follows = sources.length > 0 && sources.every((one) => patient[one] !== undefined);
  return follows ? sources.filter((one) => variable(one).modifiable) : [name];
}

/**
 * @param {string} name
 * @param {Value} entered
 * @returns {Lever}
 */
function lever(name, entered) {
  const { units, low, high } = variable(name);
  const code = typeof entered === "object" ? entered.unit : null;
  const unit = units.find((one) => one.code === code) ?? units[0];
  const value = Number(typeof entered === "object" ? entered.value : entered);
  if (unit === undefined) {
    return { name, entered, value: NaN, unit, low: NaN, high: NaN, step: NaN };
  }
  const [down, up] = SPANS[name] ?? WIDE;
  const ends = [low, high].map((end) => ((end ?? NaN) - unit.offset) / unit.scale);
  const least = Math.max(value * down, ends[0] ?? -Infinity);
  const most = Math.min(value * up, ends[1] ?? Infinity);
  const step = stepOf(value, most - least);
  return {
    name,
    entered,
    value,
    unit,
    low: onGrid(Math.ceil(least / step - 1e-9) * step),
    high: onGrid(Math.floor(most / step + 1e-9) * step),
    step,
  };
}

/**
 * The coarsest step that still has the value on its grid.
 *
 * @param {number} value
 * @param {number} width
 */
function stepOf(value, width) {
  const fine = STEPS.filter((step) => step <= width / FEWEST_STEPS);
  const isOn = (/** @type {number} */ step) =>
    Math.abs(value / step - Math.round(value / step)) < 1e-6;
  return fine.find(isOn) ?? FINEST_STEP;
}

/**
 * Without what binary fractions leave behind: 0.1 * 3 is 0.3.
 *
 * @param {number} value
 */
export function onGrid(value) {
  return Number(value.toPrecision(10));
}

/**
 * The patient with changes; what was computed from a changed value is computed again.
 *
 * @param {Patient} patient
 * @param {Map<string, Value>} changes
 * @returns {Patient}
 */
export function changed(patient, changes) {
  /** @type {Patient} */
  const values = { ...patient, ...Object.fromEntries(changes) };
  for (const name of Object.keys(values)) {
    const sources = variable(name).derived_from;
    if (sources.length > 0 && sources.every((one) => values[one] !== undefined)) {
      delete values[name];
    }
  }
  return values;
}

/**
 * A number of a lever as a value of the patient, in the form in which it was entered.
 *
 * @param {Lever} lever
 * @param {number} value
 * @returns {Value}
 */
export function valueAt({ entered }, value) {
  return typeof entered === "object" ? { value, unit: entered.unit } : value;
}

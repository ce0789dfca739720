/* A known value in its canonical unit, and as it was sent: guidelines print thresholds
   in each unit (7.0 mmol/L, 126 mg/dL), and 126 mg/dL converts to 6.994 mmol/L. */

/**
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("./knowledge.js").Unit} Unit
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("../types.js").Notice} Notice
 *
 * @typedef {object} Measurement
 * @property {Variable} variable
 * @property {Scalar} value In the canonical unit.
 * @property {number} number What models see.
 * @property {number | null} sent
 * @property {Unit | null} unit The unit sent.
 *
 * @typedef {Map<string, Measurement>} Found
 *
 * @typedef {object} Patient
 * @property {Found} found
 * @property {Notice[]} notices
 */

/**
 * An answer to a choice.
 *
 * @param {Variable} variable
 * @param {string} code
 * @returns {Measurement | undefined} Undefined if it is none of the choice's.
 */
export function chosen(variable, code) {
  const choice = variable.choices.find((one) => one.code === code);
  return (
    choice && { variable, value: code, number: choice.number, sent: null, unit: null }
  );
}

/**
 * @param {Unit} unit
 * @param {number} value
 * @returns {number}
 */
export function toCanonical(unit, value) {
  return value * unit.scale + unit.offset;
}

/**
 * @param {Unit} unit
 * @param {number} value
 * @returns {number}
 */
export function fromCanonical(unit, value) {
  return (value - unit.offset) / unit.scale;
}

/**
 * Whether a patient can have this value (canonical unit, limits included).
 *
 * @param {Variable} variable
 * @param {number} value
 * @returns {boolean}
 */
export function isPlausible(variable, value) {
  return (variable.low ?? -Infinity) <= value && value <= (variable.high ?? Infinity);
}

/**
 * The model's row: one number for each name, NaN where it is not known.
 *
 * @param {Patient} patient
 * @param {readonly string[]} names
 * @returns {number[]}
 */
export function vector({ found }, names) {
  return names.map((name) => found.get(name)?.number ?? NaN);
}

/**
 * @param {Patient} patient
 * @param {readonly string[]} names
 * @returns {string[]} Which of these variables are not known, in order.
 */
export function missingOf({ found }, names) {
  return names.filter((name) => !found.has(name));
}

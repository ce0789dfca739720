/* From what a sender wrote to a patient, or to every reason why not; as the service's
   clinical/reading.py. Nothing is guessed, and what was not measured stays missing. */

import { conversions, derive, imply, nearLimits } from "./completing.js";
import { chosen, isPlausible, toCanonical } from "./measurement.js";
import { nearest } from "./nearest.js";
import {
  contradictions,
  implausible,
  required,
  unknownChoice,
  unknownUnit,
  unknownVariable,
  wrongType,
} from "./problems.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Unit} Unit
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("./measurement.js").Found} Found
 * @typedef {import("./measurement.js").Measurement} Measurement
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").RequestError} Problem
 */

/**
 * Read one patient.
 *
 * @param {Knowledge} know
 * @param {Record<string, unknown>} values Raw values by variable name.
 * @returns {{patient: Patient, refused: Problem[]}} No patient if anything is refused.
 */
export function readPatient(know, values) {
  /** @type {Found} */
  const found = new Map();
  /** @type {Problem[]} */
  const refused = [];
  for (const [name, raw] of Object.entries(values)) {
    const variable = know.variables.get(name);
    if (variable === undefined) {
      // A search for each of thousands of unknown names would hold up the page.
      const few = refused.length < know.rules.reading.max_suggestions;
      const near = few ? nearest(name, know.variables.keys()) : undefined;
      refused.push(unknownVariable(know, name, near));
    } else if (raw !== null && raw !== undefined) {
      const read = readMeasurement(know, variable, raw);
      if ("code" in read) {
        refused.push(read);
      } else {
        found.set(name, read);
      }
    }
  }
  for (const variable of know.variables.values()) {
    if (variable.required && (values[variable.name] ?? null) === null) {
      refused.push(required(know, variable));
    }
  }
  const notices = [
    ...conversions(know, found),
    ...derive(know, found, refused),
    ...imply(know, found),
    ...nearLimits(know, found),
  ];
  refused.push(...contradictions(know, found));
  return { patient: { found, notices }, refused };
}

/**
 * Read one value by itself, whatever else the patient has.
 *
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {unknown} raw
 * @returns {Measurement | Problem}
 */
function readMeasurement(know, variable, raw) {
  if (variable.kind === "quantity") {
    return readQuantity(know, variable, raw);
  }
  if (variable.kind === "yes_no") {
    return typeof raw === "boolean"
      ? { variable, value: raw, number: Number(raw), sent: null, unit: null }
      : wrongType(know, variable);
  }
  return typeof raw === "string"
    ? (chosen(variable, raw) ?? unknownChoice(know, variable, raw))
    : wrongType(know, variable);
}

/**
 * Read a plain number or a `{value, unit}` pair.
 *
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {unknown} raw
 * @returns {Measurement | Problem}
 */
function readQuantity(know, variable, raw) {
  const [canonical] = variable.units;
  /** @type {Unit | null} */
  let unit = null;
  let sent = raw;
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) {
    const { value, unit: spelled = null, ...further } = /** @type {any} */ (raw);
    if (Object.keys(further).length > 0) {
      return wrongType(know, variable);
    }
    if (spelled !== null) {
      if (typeof spelled !== "string") {
        return wrongType(know, variable, "/unit");
      }
      unit = findUnit(know, variable, spelled);
      if (unit === null) {
        return unknownUnit(know, variable, spelled);
      }
    }
    sent = value;
  }
  if (typeof sent !== "number" || Number.isNaN(sent) || canonical === undefined) {
    return wrongType(know, variable);
  }
  const used = unit ?? canonical;
  const number = toCanonical(used, sent);
  return isPlausible(variable, number)
    ? { variable, value: number, number, sent, unit }
    : implausible(know, variable, sent, used, unit !== null);
}

// What Python's str.split() takes for space; \s has two characters more and five less.
const SPACE =
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const MICRO_SIGNS = /[\u00b5\u03bc]/g;

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {string} text
 * @returns {Unit | null} The unit of the variable that a text spells.
 */
function findUnit(know, variable, text) {
  const { spellings } = know.rules.units;
  const folded = text.replace(SPACE, "").toLowerCase().replace(MICRO_SIGNS, "u");
  const wanted = Object.hasOwn(spellings, folded) ? spellings[folded] : folded;
  return variable.units.find((unit) => unit.code.toLowerCase() === wanted) ?? null;
}

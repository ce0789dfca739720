/* Values of a patient as a clinician reads them, in the unit in which they were entered. */

import { amount } from "../entry/measure.js";
import { numeral, table, variable, withUnit } from "../text.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").Variable} Variable */

/**
 * A canonical value with its unit.
 *
 * @param {string} name
 * @param {number | string | boolean} value
 */
export function valueText(name, value) {
  const { kind, choices, units, decimals } = variable(name);
  if (typeof value === "number" && kind === "quantity") {
    return withUnit(numeral(value, decimals), units[0]);
  }
  if (kind === "choice") {
    return choices.find(({ code }) => code === value)?.label ?? String(value);
  }
  const { yes, no } = table().clinical.narrative;
  return value === true ? yes : no;
}

/**
 * A number and its unit as they were entered; the first unit if none was named.
 *
 * @param {string} name
 * @param {number} value
 * @param {string | null} code
 */
export function quantityText(name, value, code) {
  const { units } = variable(name);
  const unit = units.find((one) => one.code === code) ?? units[0];
  return unit === undefined ? numeral(value) : amount(value, unit);
}

/**
 * A value as it was entered; what was computed, as the service computed it.
 *
 * @param {string} name
 * @param {number | string | boolean} value Canonical.
 * @param {Patient} patient
 */
export function enteredText(name, value, patient) {
  const entered = patient[name];
  const follows = variable(name).derived_from.every((source) => patient[source] !== undefined);
  if (entered === undefined || (follows && variable(name).derived_from.length > 0)) {
    return valueText(name, value);
  }
  return sentText(name, entered);
}

/**
 * A value of a request.
 *
 * @param {string} name
 * @param {import("../types.js").Value} sent
 */
export function sentText(name, sent) {
  if (typeof sent === "object") {
    return quantityText(name, sent.value, sent.unit);
  }
  return typeof sent === "number" ? quantityText(name, sent, null) : valueText(name, sent);
}

/**
 * Labels of variables in a row, as they stand inside a sentence.
 *
 * @param {string[]} names
 */
export function listing(names) {
  return names.map((name) => table().clinical.within_a_sentence[name]).join(", ");
}

/**
 * The time of the reader's own clock, in the order in which they write a date. Written
 * out, since the first use of the browser's own formats costs a phone a tenth of a second.
 *
 * @param {Date} at
 * @returns {string} Such as "09:30 22/11/2026", or "2026-11-22 09:30".
 */
export function timeText(at) {
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const [day, month, year] = [two(at.getDate()), two(at.getMonth() + 1), at.getFullYear()];
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return table().language === "vi"
    ? `${clock} ${day}/${month}/${year}`
    : `${year}-${month}-${day} ${clock}`;
}

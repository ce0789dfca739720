/* What is wrong with a number, in words that say what was likely meant. */

import { numeral, t } from "../text.js";
import { amount, converted, decimalsIn, isPlausible, unitName } from "./measure.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Variable} Variable */
/** @typedef {import("./measure.js").Quantity} Quantity */
/** @typedef {import("./measure.js").Unreadable} Unreadable */

/**
 * Why a text is no value of a variable.
 *
 * @param {Variable} variable
 * @param {string} text
 * @param {Unreadable} found
 * @returns {string}
 */
export function unreadable(variable, text, found) {
  switch (found.wrong) {
    case "ambiguous":
      return t("entry.two_numbers", { text });
    case "unit":
      return t("entry.no_such_unit", {
        unit: found.unit ?? "",
        units: variable.units.map((unit) => unitName(unit) || t("entry.years")).join(", "),
      });
    default:
      return t("entry.not_a_number", { text, example: example(variable) });
  }
}

/** @param {Variable} variable */
function example(variable) {
  const middle = Math.sqrt((variable.low || 1) * (variable.high ?? 1));
  return numeral(middle, variable.decimals);
}

/**
 * Why no patient has this value, and a way to mend it if the unit is at fault.
 *
 * @param {Variable} variable
 * @param {Quantity} found
 * @param {(unit: Unit) => void} meant
 * @returns {[string, import("./field.js").Mending?]}
 */
export function impossible(variable, found, meant) {
  const { number, unit } = found;
  const canonical = /** @type {Unit} */ (variable.units[0]);
  const decimals = decimalsIn(variable, unit);
  const limit = (/** @type {number | null} */ end) =>
    Number(converted(end ?? 0, canonical, unit).toFixed(decimals));
  const text = t("entry.implausible", {
    value: amount(number, unit),
    low: numeral(limit(variable.low)),
    high: numeral(limit(variable.high)),
  });
  const likely = variable.units.find(
    (other) => other !== unit && isPlausible(variable, number, other),
  );
  if (likely === undefined) {
    return [text];
  }
  const value = amount(number, likely);
  return [
    `${text} ${t("entry.did_you_mean", { value })}`,
    { label: t("entry.use", { value }), act: () => meant(likely) },
  ];
}

/* A measured value as it is written and as it is meant: numbers with comma or point,
   spellings of units, limits of what a patient can have. The rules are those of the
   service's own reading; nothing that could be two numbers is guessed. */

import { numeral, t, table, withUnit } from "../text.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Variable} Variable */

/**
 * @typedef {object} Quantity A number that was read and the unit it is in.
 * @property {number} number
 * @property {Unit} unit
 * @property {boolean} unitWritten Whether the unit stood behind the number.
 *
 * @typedef {{wrong: "number" | "ambiguous" | "unit", unit?: string}} Unreadable
 */

const QUANTITY = /^([+-]?[.,]*\d[\d.,]*)\s*(\S.*)?$/s;
const GROUPED_BY_POINTS = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;
const GROUPED_BY_COMMAS = /^[+-]?\d{1,3}(,\d{3})+\.\d+$/;
const THREE_DIGITS = /^\d{1,3}[.,]\d{3}$/;

/* What people type beside the spellings that the service reads. */
/** @type {Record<string, string>} */
const ALSO_TYPED = {
  inch: "[in_i]",
  lbs: "[lb_av]",
  tuoi: "a",
  tuổi: "a",
  "u/i": "u/l",
};

/**
 * The unit among `units` that a text spells.
 *
 * @param {Unit[]} units
 * @param {string} text
 * @returns {Unit | undefined}
 */
export function findUnit(units, text) {
  const folded = text
    .normalize("NFC")
    .replace(/\s/g, "")
    .toLowerCase()
    .replace(/[\u00b5\u03bc]/g, "u");
  const wanted = ALSO_TYPED[folded] ?? table().clinical.units.spellings[folded] ?? folded;
  return units.find((unit) => unit.code.toLowerCase() === wanted);
}

/* Units that no value here has; a number before one of them is not what it seems. */
const OTHER_UNITS = ["g", "mg", "ml", "dl", "mmol", "umol", "ng", "pg"];

/** @type {Set<string> | undefined} */
let unitsOfOneWord;

/** Every unit that is one word, folded as findUnit folds; the same in all languages. */
export function unitWords() {
  unitsOfOneWord ??= new Set(
    [
      ...table().variables.flatMap(({ units }) => units.map(({ symbol }) => symbol)),
      ...Object.keys(table().clinical.units.spellings),
      ...OTHER_UNITS,
      "tuoi",
    ]
      .map((one) => one.toLowerCase())
      .filter((one) => /^[a-z]+$/.test(one)),
  );
  return unitsOfOneWord;
}

/**
 * Read what was typed for a variable, such as `5,6`, `106 mg/dL` or `1.234,5`.
 *
 * @param {Variable} variable
 * @param {string} text
 * @param {Unit} unit The unit it is in if none is written behind it.
 * @returns {Quantity | Unreadable}
 */
export function readQuantity(variable, text, unit) {
  const found = QUANTITY.exec(text.trim());
  if (found === null) {
    return { wrong: "number" };
  }
  const [, digits = "", spelled] = found;
  const written = spelled === undefined ? undefined : findUnit(variable.units, spelled);
  if (spelled !== undefined && written === undefined) {
    return { wrong: /^[\d.,]/.test(spelled) ? "number" : "unit", unit: spelled };
  }
  const used = written ?? unit;
  if (isAmbiguous(variable, digits, used)) {
    return { wrong: "ambiguous" };
  }
  const number = Number(withDecimalPoint(digits));
  if (!Number.isFinite(number)) {
    return { wrong: "number" };
  }
  return { number, unit: used, unitWritten: written !== undefined };
}

/** @param {string} digits */
function withDecimalPoint(digits) {
  if (GROUPED_BY_POINTS.test(digits)) {
    return digits.replaceAll(".", "").replace(",", ".");
  }
  if (GROUPED_BY_COMMAS.test(digits)) {
    return digits.replaceAll(",", "");
  }
  return digits.includes(".") ? digits : digits.replace(",", ".");
}

/**
 * Whether 1.234 may be a thousand or a little more than one, both plausible.
 *
 * @param {Variable} variable
 * @param {string} digits
 * @param {Unit} unit
 */
function isAmbiguous(variable, digits, unit) {
  if (!THREE_DIGITS.test(digits)) {
    return false;
  }
  const readings = [digits.replace(",", "."), digits.replace(/[.,]/, "")];
  return readings.every((one) => isPlausible(variable, Number(one), unit));
}

/**
 * Whether a patient can have this value.
 *
 * @param {Variable} variable
 * @param {number} number
 * @param {Unit} unit
 */
export function isPlausible(variable, number, unit) {
  const canonical = toCanonical(number, unit);
  return canonical >= (variable.low ?? -Infinity) && canonical <= (variable.high ?? Infinity);
}

/**
 * @param {number} number
 * @param {Unit} unit
 */
export function toCanonical(number, unit) {
  return number * unit.scale + unit.offset;
}

/**
 * The same amount in another unit of the variable.
 *
 * @param {number} number
 * @param {Unit} from
 * @param {Unit} to
 */
export function converted(number, from, to) {
  return from.code === to.code ? number : (toCanonical(number, from) - to.offset) / to.scale;
}

/**
 * How many decimals say as much in this unit as the table's decimals in the first.
 *
 * @param {Variable} variable
 * @param {Unit} unit
 */
export function decimalsIn(variable, unit) {
  const step = 10 ** -variable.decimals / unit.scale;
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
}

/**
 * A number as it stands in a field: the language's decimal mark, no grouping.
 *
 * @param {number} number
 * @param {string} language
 * @param {number} [decimals] As many as it has, if not told.
 */
export function fieldText(number, language, decimals) {
  const text = decimals === undefined ? String(number) : String(Number(number.toFixed(decimals)));
  return language === "vi" ? text.replace(".", ",") : text;
}

/**
 * A number and its unit as a clinician reads them.
 *
 * @param {number} number
 * @param {Unit} unit
 * @param {number} [decimals]
 */
export function amount(number, unit, decimals) {
  return withUnit(numeral(number, decimals), { ...unit, symbol: unitName(unit) });
}

/**
 * A unit by its symbol; UCUM's note on what was weighed is said in words.
 *
 * @param {Unit} unit
 */
export function unitName(unit) {
  switch (unit.code) {
    case "mg{urea}/dL":
      return t("entry.unit_urea");
    case "mg{BUN}/dL":
      return t("entry.unit_nitrogen");
    default:
      return unit.symbol;
  }
}

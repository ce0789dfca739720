/* From a name and the numbers behind it to values that can be entered, to a question, or
   to the reason why neither. A unit that was left out is taken only where a single one
   is possible. */

import { t, variable as variableNamed } from "../text.js";
import { amount, isPlausible, readQuantity } from "./measure.js";
import { unitsWritten } from "./named.js";
import { valueText } from "./value_text.js";
import { TIMINGS, UNITS_LEFT_OUT } from "./words.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Variable} Variable */
/** @typedef {import("./reading.js").Offer} Offer */
/** @typedef {import("./reading.js").Question} Question */
/** @typedef {import("./named.js").Numbers} Numbers */
/** @typedef {import("./words.js").Meaning} Meaning */

/** @typedef {{offers: Offer[]} | {question: Question} | {reason: string}} Understood */

const TIMES = ["fasting_glucose", "random_glucose", "ogtt_2h"];

/**
 * What a name and its numbers say.
 *
 * @param {Meaning[]} meanings One for each number.
 * @param {Numbers} found
 * @param {string} from
 * @returns {Understood}
 */
export function understood(meanings, found, from) {
  const [first] = meanings;
  if (first?.variable === "glucose") {
    const timing = timingOf(found.words);
    return timing === undefined
      ? askTiming(found, from)
      : understood([{ variable: timing }], found, from);
  }
  if (found.comparator.startsWith("<") || found.comparator.startsWith("≤")) {
    return { reason: t("entry.unread_bound", { label: labelOf(first) }) };
  }
  const fitting = fittingUnits(meanings, found);
  if ("reason" in fitting) {
    return fitting;
  }
  const options = fitting.units.map((unit) => offersIn(unit, meanings, found, from));
  if (options.length === 1) {
    return { offers: options[0] ?? [] };
  }
  return {
    question: {
      text: t("entry.ask_unit", { label: labelOf(first), value: found.numbers.join("/") }),
      from,
      options: fitting.units.map((unit, index) => ({
        label: amount(numberOf(meanings[0], found.numbers[0], unit), unit),
        offers: options[index] ?? [],
      })),
    },
  };
}

/** @param {Meaning | undefined} meaning */
function labelOf(meaning) {
  return variableNamed(meaning?.variable ?? "").label;
}

/** @param {string} words */
function timingOf(words) {
  const key = Object.keys(TIMINGS).find((one) => ` ${words} `.includes(` ${one} `));
  return key === undefined ? undefined : TIMINGS[key];
}

/**
 * A glucose of which nobody says when it was taken.
 *
 * @param {Numbers} found
 * @param {string} from
 * @returns {Understood}
 */
function askTiming(found, from) {
  const options = [];
  let value = found.numbers.join("/");
  for (const variable of TIMES) {
    const one = understood([{ variable }], found, from);
    if ("reason" in one) {
      return one;
    }
    const [offer] = "offers" in one ? one.offers : [];
    if (offer !== undefined) {
      value = valueText(offer.name, offer.value);
      options.push({ label: variableNamed(variable).label, offers: [offer] });
    }
  }
  return { question: { text: t("entry.ask_timing", { value }), from, options } };
}

/**
 * The units in which all the numbers are possible, or why there are none.
 *
 * @param {Meaning[]} meanings
 * @param {Numbers} found
 * @returns {{units: Unit[]} | {reason: string}}
 */
function fittingUnits(meanings, found) {
  const [meaning] = meanings;
  const variable = variableNamed(meaning?.variable ?? "");
  const { label } = variable;
  const allowed = variable.units.filter(({ code }) => meaning?.units?.includes(code) ?? true);
  const leftOut = UNITS_LEFT_OUT[variable.name];
  const meant =
    found.unit === ""
      ? allowed.filter(({ code }) => leftOut?.includes(code) ?? true)
      : unitsWritten(allowed, found.unit);
  const [first] = meant;
  if (first === undefined) {
    return { reason: t("entry.unread_unit", { label, unit: found.unit }) };
  }
  const units = meant.filter((unit) =>
    meanings.every((one, index) => isPossible(one, found.numbers[index], unit)),
  );
  if (units.length > 0) {
    return { units };
  }
  const number = numberOf(meaning, found.numbers[0], first);
  return Number.isNaN(number)
    ? { reason: t("entry.unread_number", { label }) }
    : { reason: t("entry.unread_implausible", { label, value: amount(number, first) }) };
}

/**
 * @param {Meaning | undefined} meaning
 * @param {string | undefined} digits
 * @param {Unit} unit
 */
function numberOf(meaning, digits, unit) {
  const found = readQuantity(variableNamed(meaning?.variable ?? ""), digits ?? "", unit);
  return "wrong" in found ? Number.NaN : found.number;
}

/**
 * @param {Meaning} meaning
 * @param {string | undefined} digits
 * @param {Unit} unit
 */
function isPossible(meaning, digits, unit) {
  const variable = variableNamed(meaning.variable);
  const own = variable.units.find(({ code }) => code === unit.code);
  const number = numberOf(meaning, digits, unit);
  return own !== undefined && !Number.isNaN(number) && isPlausible(variable, number, own);
}

/**
 * @param {Unit} unit
 * @param {Meaning[]} meanings
 * @param {Numbers} found
 * @param {string} from
 * @returns {Offer[]}
 */
function offersIn(unit, meanings, found, from) {
  return meanings.map((meaning, index) => {
    const variable = variableNamed(meaning.variable);
    const number = numberOf(meaning, found.numbers[index], unit);
    const value = unit.code === variable.unit ? number : { value: number, unit: unit.code };
    const note = noteOn(variable, found);
    return note === "" ? { name: variable.name, value, from } : { name: variable.name, value, from, note };
  });
}

/**
 * @param {Variable} variable
 * @param {Numbers} found
 */
function noteOn(variable, found) {
  if (found.comparator !== "") {
    return t("entry.at_least");
  }
  const said = found.unit !== "" || variable.units.length === 1;
  return said ? "" : t("entry.unit_not_written");
}

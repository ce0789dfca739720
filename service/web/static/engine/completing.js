/* What is computed from the values that were sent, and what their sender should know of
   each: a conversion, a computed value, an implied answer, a limit that is near. */

import { fill } from "./knowledge.js";
import { chosen, isPlausible } from "./measurement.js";
import { implausibleDerived } from "./problems.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Found} Found
 * @typedef {import("../types.js").Notice} Notice
 * @typedef {import("../types.js").RequestError} Problem
 */

/**
 * What is computed, from the values in `derived_from` in their order.
 *
 * @type {Record<string, (...sources: number[]) => number>}
 */
const FORMULAS = {
  bmi: (height, weight) => weight / (height / 100) ** 2,
};

/**
 * What was converted from another unit.
 *
 * @param {Knowledge} know
 * @param {Found} found
 * @returns {Generator<Notice>}
 */
export function* conversions(know, found) {
  for (const [name, { variable, number, sent, unit }] of found) {
    const [canonical] = variable.units;
    if (unit !== null && unit !== canonical && sent !== null) {
      yield notice(know, name, "unit_converted", {
        sent: know.withUnit(sent, unit),
        value: know.withUnit(number, canonical, variable.decimals + 1),
      });
    }
  }
}

/**
 * Add what can be computed; a computed value replaces one that was sent.
 *
 * @param {Knowledge} know
 * @param {Found} found
 * @param {Problem[]} refused
 * @returns {Generator<Notice>}
 */
export function* derive(know, found, refused) {
  for (const variable of know.variables.values()) {
    const sources = variable.derived_from.map((name) => found.get(name));
    const known = sources.flatMap((source) => source?.number ?? []);
    if (sources.length === 0 || known.length < sources.length) {
      continue;
    }
    const formula = FORMULAS[variable.name];
    if (formula === undefined) {
      throw new Error(`no formula is known for ${variable.name}`);
    }
    const value = formula(...known);
    if (!isPlausible(variable, value)) {
      refused.push(implausibleDerived(know, variable, value));
      continue;
    }
    const sent = found.get(variable.name)?.number;
    found.set(variable.name, {
      variable,
      value,
      number: value,
      sent: null,
      unit: null,
    });
    const words = {
      value: know.numeral(value, variable.decimals),
      sources: know.listing(variable.derived_from),
    };
    if (sent === undefined) {
      yield notice(know, variable.name, "derived", words);
    } else if (Math.abs(sent - value) > know.rules.reading.bmi_rounding) {
      const was = know.numeral(sent, variable.decimals);
      yield notice(know, variable.name, "derived_differs", { ...words, sent: was });
    }
  }
}

/**
 * Take from the count of first-degree relatives what it says for certain.
 *
 * @param {Knowledge} know
 * @param {Found} found
 * @returns {Generator<Notice>}
 */
export function* imply(know, found) {
  const asked = "family_history_diabetes";
  if (!found.get("diabetic_relatives")?.number || found.has(asked)) {
    return;
  }
  const code = "first_degree";
  const implied = chosen(know.variable(asked), code);
  if (implied !== undefined) {
    found.set(asked, implied);
    yield notice(know, asked, "implied", { answer: know.choicesNamed(asked, [code]) });
  }
}

/**
 * Values that deserve a second look.
 *
 * @param {Knowledge} know
 * @param {Found} found
 * @returns {Generator<Notice>}
 */
export function* nearLimits(know, found) {
  const share = know.rules.reading.nearness;
  for (const [name, { variable, number }] of found) {
    const { low, high, kind, units, decimals } = variable;
    if (kind !== "quantity" || low === null || high === null) {
      continue;
    }
    if (!(low * (1 + share) <= number && number <= high * (1 - share))) {
      const value = know.withUnit(number, units[0], decimals);
      yield notice(know, name, "near_limit", { value });
    }
  }
}

/**
 * @param {Knowledge} know
 * @param {string} name
 * @param {string} code
 * @param {Record<string, string>} values
 * @returns {Notice}
 */
function notice(know, name, code, values) {
  const { label } = know.variable(name);
  const text = fill(know.rules.reading.texts[code], { ...values, label });
  return { variable: name, code, text, bundle: null };
}

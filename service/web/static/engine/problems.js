/* The reasons for refusing a value, each with its code and its words. */

import { fill } from "./knowledge.js";
import { fromCanonical, isPlausible, toCanonical } from "./measurement.js";
import { rounded } from "./numeral.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Unit} Unit
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("./measurement.js").Found} Found
 * @typedef {import("../types.js").RequestError} Problem
 */

const LONE_SURROGATE = /^[\ud800-\udfff]$/;

/**
 * What a sender wrote, safe to repeat: short, and always encodable.
 *
 * @param {Knowledge} know
 * @param {string} text
 * @returns {string}
 */
export function shown(know, text) {
  return Array.from(text)
    .slice(0, know.rules.problems.longest_shown)
    .map((character) => (LONE_SURROGATE.test(character) ? "?" : character))
    .join("");
}

/**
 * @param {Knowledge} know
 * @param {string} name
 * @returns {string} Escaped as RFC 6901 asks.
 */
function pointer(know, name) {
  return `/${shown(know, name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * @param {Knowledge} know
 * @param {string} name
 * @param {string} [near]
 * @returns {Problem}
 */
export function unknownVariable(know, name, near) {
  const { texts } = know.rules.problems;
  const hint = near === undefined ? "" : fill(texts.did_you_mean, { near });
  return {
    pointer: pointer(know, name),
    code: "unknown_field",
    message: texts.unknown_field + hint,
  };
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @returns {Problem}
 */
export function required(know, variable) {
  return problem(know, variable, "required", {});
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {string} [within] Further into the value.
 * @returns {Problem}
 */
export function wrongType(know, variable, within = "") {
  const { texts, expected } = know.rules.problems;
  const [unit] = variable.units;
  return problem(
    know,
    variable,
    "wrong_type",
    {
      expected: fill(expected[variable.kind], {
        unit: unit === undefined ? "" : unit.symbol || texts.years,
        codes: codesOf(variable),
      }),
    },
    within,
  );
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {string} code
 * @returns {Problem}
 */
export function unknownChoice(know, variable, code) {
  return problem(know, variable, "unknown_choice", {
    code: shown(know, code),
    codes: codesOf(variable),
  });
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {string} spelled
 * @returns {Problem}
 */
export function unknownUnit(know, variable, spelled) {
  const units = variable.units.map((unit) => unit.code).join(", ");
  const values = { spelled: shown(know, spelled), units };
  return problem(know, variable, "unknown_unit", values, "/unit");
}

/**
 * A value no patient has, with the unit it would be plausible in.
 *
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {number} sent
 * @param {Unit} used
 * @param {boolean} told Whether the unit was sent.
 * @returns {Problem}
 */
export function implausible(know, variable, sent, used, told) {
  const { texts, limit_decimals: decimals } = know.rules.problems;
  /** @type {(limit: number | null) => number} */
  const inUnit = (limit) => rounded(fromCanonical(used, limit ?? NaN), decimals);
  const found = problem(know, variable, "implausible", {
    value: know.withUnit(sent, used),
    low: know.numeral(inUnit(variable.low)),
    high: know.withUnit(inUnit(variable.high), used),
  });
  const likely = variable.units
    .filter(
      (other) => other !== used && isPlausible(variable, toCanonical(other, sent)),
    )
    .map((other) => other.symbol);
  if (likely.length === 0) {
    return found;
  }
  const cause = fill(told ? texts.check_the_unit : texts.send_the_unit, {
    value: know.numeral(sent),
    likely: likely.join(" / "),
  });
  return { ...found, message: found.message + cause };
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {number} value
 * @returns {Problem}
 */
export function implausibleDerived(know, variable, value) {
  const message = fill(know.rules.problems.texts.implausible_derived, {
    label: variable.label,
    value: know.numeral(value, variable.decimals),
    sources: know.listing(variable.derived_from),
  });
  return { pointer: pointer(know, variable.name), code: "implausible", message };
}

/**
 * Pairs of values that cannot both be true.
 *
 * @param {Knowledge} know
 * @param {Found} found
 * @returns {Generator<Problem>}
 */
export function* contradictions(know, found) {
  const { texts, of_women_alone: ofWomenAlone } = know.rules.problems;
  const systolic = found.get("systolic_bp");
  const diastolic = found.get("diastolic_bp");
  if (systolic && diastolic && diastolic.number >= systolic.number) {
    yield contradiction(know, "diastolic_bp", texts.pressures_swapped);
  }
  const relatives = found.get("diabetic_relatives");
  const family = found.get("family_history_diabetes");
  if (
    relatives &&
    family &&
    (relatives.number !== 0) !== (family.value === "first_degree")
  ) {
    const { label } = family.variable;
    yield contradiction(know, "diabetic_relatives", texts.relatives_disagree, label);
  }
  for (const name of ofWomenAlone) {
    const claimed = found.get(name);
    if (found.get("sex")?.value === "male" && claimed?.value) {
      yield contradiction(know, name, texts.not_of_a_man, claimed.variable.label);
    }
  }
}

/**
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {string} code
 * @param {Record<string, string>} values
 * @param {string} [within]
 * @returns {Problem}
 */
function problem(know, variable, code, values, within = "") {
  return {
    pointer: pointer(know, variable.name) + within,
    code,
    message: fill(know.rules.problems.texts[code], {
      ...values,
      label: variable.label,
    }),
  };
}

/**
 * @param {Knowledge} know
 * @param {string} name
 * @param {string | undefined} text
 * @param {string} [label]
 * @returns {Problem}
 */
function contradiction(know, name, text, label = "") {
  const message = fill(text, { label });
  return { pointer: pointer(know, name), code: "contradiction", message };
}

/**
 * @param {Variable} variable
 * @returns {string}
 */
function codesOf(variable) {
  return variable.choices.map((choice) => choice.code).join(", ");
}

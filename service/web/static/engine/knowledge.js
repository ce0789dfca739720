/* The service's clinical rules and words, ready for look-up.

   Everything here comes from `text.{language}.json`, which the service writes from its
   own constants (transports/page/clinical_table.py): no number or text is repeated. */

import { numeral } from "./numeral.js";

/**
 * @typedef {import("../types.js").TextTable} TextTable
 * @typedef {import("../types.js").Variable} Variable
 * @typedef {import("../types.js").Unit} Unit
 * @typedef {number | string | boolean} Scalar
 * @typedef {Record<string, string>} Texts
 * @typedef {{variable: string, at_least: Record<string, number>}} Criterion
 * @typedef {{code: string, within_days: number | null, text: string}} Advice
 * @typedef {{code: string, text: string, next_step: Advice}} Reason
 *
 * @typedef {{digits: number, odds_decimals: number, value_decimals: number}} Decimals
 *
 * @typedef {object} Rules
 * @property {Record<string, Advice>} advice Steps by name.
 * @property {{texts: Texts}} answered
 * @property {Texts} bands
 * @property {{progressing_history: string, raised_random_glucose: Criterion[],
 *   upper_prediabetes: Criterion[], warning_history: string[]}} conclusion
 * @property {{texts: Texts, adult_age: number, criteria: Criterion[],
 *   confirming: string[], known_diabetes: Reason, pregnant: Reason,
 *   too_young: Reason}} eligibility
 * @property {{last_score: number}} familiarity
 * @property {{texts: Texts, prediabetes: Criterion[], status: Texts}} glycaemia
 * @property {{texts: Texts, rounding: number,
 *   deviations: Record<string, number>}} interval
 * @property {{tolerance: number}} items
 * @property {{texts: Texts, mentioned: number, worth_mentioning: number,
 *   whole_people: number, yes: string, no: string}} narrative
 * @property {{texts: Texts, whom: Texts}} peers
 * @property {Decimals} present
 * @property {{texts: Texts, expected: Texts, limit_decimals: number,
 *   longest_shown: number, of_women_alone: string[]}} problems
 * @property {{texts: Texts, bmi_rounding: number, max_suggestions: number,
 *   nearness: number}} reading
 * @property {{texts: Texts, fields: string[], languages: string[],
 *   interval: boolean}} requests
 * @property {import("./scores.js").PointScore[]} scores
 * @property {{texts: Texts, stands_out: number, together: number}} unfamiliar
 * @property {{spellings: Texts}} units
 * @property {{texts: Texts, asked_by_scores: string[], counted_with: Texts,
 *   decides_eligibility: string[], gestational_diabetes: string,
 *   strong_history: string[], very_old: number}} unused
 * @property {Texts} within_a_sentence Labels of variables.
 *
 * @typedef {{en: string, vi: string}} Text
 *
 * @typedef {object} Knowledge
 * @property {"vi" | "en"} language
 * @property {Rules} rules
 * @property {Map<string, Variable>} variables In the order of the clinical table.
 * @property {(name: string) => Variable} variable
 * @property {(value: number, decimals?: number) => string} numeral
 * @property {(value: number, unit?: Unit, decimals?: number) => string} withUnit
 * @property {(names: readonly string[]) => string} listing Labels inside a sentence.
 * @property {(variable: string, codes: readonly string[]) => string} choicesNamed
 */

/**
 * @param {TextTable} table
 * @returns {Knowledge}
 */
export function knowledgeOf(table) {
  /** @type {Rules} */
  const rules = table.clinical;
  const variables = new Map(table.variables.map((one) => [one.name, one]));
  /** @type {Knowledge["variable"]} */
  const variable = (name) => {
    const found = variables.get(name);
    if (found === undefined) {
      throw new Error(`no variable is called ${name}`);
    }
    return found;
  };
  /** @type {Knowledge["numeral"]} */
  const written = (value, decimals) => numeral(value, decimals, table.language);
  return {
    language: table.language,
    rules,
    variables,
    variable,
    numeral: written,
    withUnit: (value, unit, decimals) =>
      `${written(value, decimals)} ${unit?.symbol ?? ""}`.trim(),
    listing: (names) => names.map((name) => rules.within_a_sentence[name]).join(", "),
    choicesNamed: (name, codes) =>
      variable(name)
        .choices.filter((choice) => codes.includes(choice.code))
        .map((choice) => choice.label)
        .join("; "),
  };
}

/**
 * A text with its `{placeholders}` filled; a doubled brace is a brace.
 *
 * @param {string | undefined} text
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(text, values) {
  if (text === undefined) {
    throw new Error("the table lacks a text that the engine needs");
  }
  return text.replace(/\{\{|\}\}|\{(\w+)\}/g, (found, name) => {
    if (name === undefined) {
      return found.slice(1);
    }
    if (values[name] === undefined) {
      throw new Error(`a text needs ${name}: ${text}`);
    }
    return String(values[name]);
  });
}

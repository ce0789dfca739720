/* Words and numbers in the reader's language. The table is made by the service from its
   own locales and clinical definitions, so the page says what the API says. */

import { numeral as write } from "./engine/numeral.js";

/** @typedef {import("./types.js").TextTable} TextTable */
/** @typedef {import("./types.js").Unit} Unit */
/** @typedef {import("./types.js").Variable} Variable */

/** @type {TextTable | undefined} */
let loaded;

/** @type {Map<string, Variable>} */
const variables = new Map();

/**
 * Fetch the table of the document's language; everything below needs it.
 *
 * @returns {Promise<TextTable>}
 */
export async function loadText() {
  const url = new URL(`text.${document.documentElement.lang}.json`, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url.pathname}: ${response.status}`);
  }
  return useText(await response.json());
}

/**
 * Use a table that is already here.
 *
 * @param {TextTable} table
 * @returns {TextTable}
 */
export function useText(table) {
  loaded = table;
  variables.clear();
  for (const variable of table.variables) {
    variables.set(variable.name, variable);
  }
  return table;
}

/** @returns {TextTable} */
export function table() {
  if (loaded === undefined) {
    throw new Error("the table of texts is not loaded yet");
  }
  return loaded;
}

/**
 * A message, its `{placeholders}` filled.
 *
 * @param {string} key Such as "entry.paste".
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const message = table().messages[key];
  if (message === undefined) {
    throw new Error(`no message is called ${key}`);
  }
  return message.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`${key} needs ${name}`);
    }
    return typeof value === "number" ? numeral(value) : value;
  });
}

/**
 * A variable of the clinical table.
 *
 * @param {string} name
 * @returns {Variable}
 */
export function variable(name) {
  const found = variables.get(name);
  if (found === undefined) {
    throw new Error(`no variable is called ${name}`);
  }
  return found;
}

/**
 * A number as the language writes it: six significant digits if not told.
 *
 * @param {number} value
 * @param {number} [decimals]
 * @returns {string}
 */
export function numeral(value, decimals) {
  return write(value, decimals, table().language);
}

/**
 * A number and its unit as a clinician reads them; years need no word.
 *
 * @param {string} number
 * @param {Unit | undefined} unit
 * @returns {string}
 */
export function withUnit(number, unit) {
  return unit?.symbol ? `${number} ${unit.symbol}` : number;
}

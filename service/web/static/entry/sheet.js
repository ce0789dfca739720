/* A table of patients as spreadsheets write it: comma, semicolon or tab; headings are the
   names of the API, with a unit in brackets, or what records call the values. */

import { t, table, variable as variableNamed } from "../text.js";
import { amount, findUnit, isPlausible, readQuantity } from "./measure.js";
import { readPasted } from "./pasted.js";
import { nothingRead } from "./reading.js";
import { oneOfEach } from "./repeated.js";
import { fold } from "./tokens.js";
import { SEXES } from "./words.js";

/** @typedef {import("../types.js").Variable} Variable */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {{heading: string, name: string, unit: string}} Column */

const NOT_KNOWN = new Set(["", "-", "?", "na", "n/a", "nan", "null"]);
const YES = new Set(["yes", "y", "true", "1", "co", "x"]);
const NO = new Set(["no", "n", "false", "0", "khong"]);
const HEADING = /^([^[(]*[^[(\s])\s*(?:[[(]([^\])]+)[\])])?$/;

/**
 * @param {string} text
 * @returns {{count: number, row: (number: number) => Reading} | null} Null: no table.
 */
export function readSheet(text) {
  const [first = ""] = text.split(/\r?\n/, 1);
  const separator = [",", ";", "\t"].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  );
  const [headings = [], ...rows] = cells(text, separator);
  const columns = headings.map(columnOf);
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  if (headings.length < 2 || !columns.some(({ name }) => isKnown(name))) {
    return null;
  }
  return { count: filled.length, row: (number) => readRow(columns, filled[number - 1] ?? []) };
}

/**
 * @param {string} heading
 * @returns {Column}
 */
function columnOf(heading) {
  const [, name = heading, unit = ""] = HEADING.exec(heading.normalize("NFC").trim()) ?? [];
  return { heading: heading.trim(), name: name.trim(), unit: unit.trim() };
}

/** Whether a heading names a variable, or is understood as one. @param {string} name */
function isKnown(name) {
  const { offers, questions } = readPasted(`${name}: 5`, new Date());
  return isVariable(name.toLowerCase()) || offers.length + questions.length > 0 || isNamed(name);
}

/** Whether values under a heading are understood that 5 is none of. @param {string} name */
function isNamed(name) {
  return ["54", "120/80", "150", "1970", "nam"].some(
    (value) => readPasted(`${name}: ${value}`, new Date()).offers.length > 0,
  );
}

/** @param {string} name */
function isVariable(name) {
  return table().variables.some((variable) => variable.name === name);
}

/**
 * @param {Column[]} columns
 * @param {string[]} row
 * @returns {Reading}
 */
function readRow(columns, row) {
  const all = nothingRead();
  columns.forEach((column, index) => {
    const cell = (row[index] ?? "").normalize("NFC").trim();
    if (NOT_KNOWN.has(cell.toLowerCase())) {
      return;
    }
    const { offers, questions, unread } = isVariable(column.name.toLowerCase())
      ? readCell(column, cell)
      : readWords(column, cell);
    all.offers.push(...offers);
    all.questions.push(...questions);
    all.unread.push(...unread);
  });
  return oneOfEach(all);
}

/**
 * A cell under a heading that is no name of the API.
 *
 * @param {Column} column
 * @param {string} cell
 * @returns {Reading}
 */
function readWords(column, cell) {
  const reading = readPasted(`${column.name}: ${cell} ${column.unit}`, new Date());
  if (reading.offers.length + reading.questions.length > 0) {
    return reading;
  }
  const reason = reading.unread[0]?.reason ?? t("entry.unread_name");
  const from = t("entry.column", { heading: column.heading });
  return { ...nothingRead(), unread: [{ from, reason }] };
}

/**
 * @param {Column} column
 * @param {string} cell
 * @returns {Reading}
 */
function readCell(column, cell) {
  const name = column.name.toLowerCase();
  const variable = variableNamed(name);
  const from = `${column.heading}: ${cell}`;
  const value = valueIn(variable, cell, column.unit);
  return typeof value === "object" && "reason" in value
    ? { ...nothingRead(), unread: [{ from, reason: value.reason }] }
    : { ...nothingRead(), offers: [{ name, value, from }] };
}

/**
 * @param {Variable} variable
 * @param {string} cell
 * @param {string} heading The unit in the heading.
 * @returns {import("../types.js").Value | {reason: string}}
 */
function valueIn(variable, cell, heading) {
  const { label } = variable;
  const none = { reason: t("entry.unread_value", { label, text: cell }) };
  if (variable.kind !== "quantity") {
    return answerIn(variable, cell) ?? none;
  }
  const unit = heading === "" ? variable.units[0] : findUnit(variable.units, heading);
  if (unit === undefined) {
    return { reason: t("entry.unread_unit", { label, unit: heading }) };
  }
  const found = readQuantity(variable, cell, unit);
  if ("wrong" in found) {
    return found.wrong === "ambiguous" ? { reason: t("entry.unread_number", { label }) } : none;
  }
  const { number, unit: used } = found;
  if (!isPlausible(variable, number, used)) {
    return { reason: t("entry.unread_implausible", { label, value: amount(number, used) }) };
  }
  return used.code === variable.unit ? number : { value: number, unit: used.code };
}

/**
 * An answer to a question, as it is called here or by its code.
 *
 * @param {Variable} variable
 * @param {string} text
 * @returns {string | boolean | undefined}
 */
export function answerIn(variable, text) {
  const word = fold(text);
  if (variable.kind === "yes_no") {
    return YES.has(word) || (NO.has(word) ? false : undefined);
  }
  const spelled = variable.choices.find((one) => one.code === word || fold(one.label) === word);
  return spelled?.code ?? (variable.name === "sex" ? SEXES.get(word) : undefined);
}

/**
 * Cut a text into rows of cells; a cell in quotes may hold separators and line ends.
 *
 * @param {string} text
 * @param {string} separator
 */
function cells(text, separator) {
  /** @type {string[][]} */
  const rows = [[]];
  const pattern = new RegExp(`"((?:[^"]|"")*)"|(${separator})|(\\r?\\n)|[^"${separator}\\r\\n]+|.`, "gs");
  let cell = "";
  for (const [piece, quoted, isSeparator, isEnd] of text.matchAll(pattern)) {
    if (isSeparator !== undefined || isEnd !== undefined) {
      rows.at(-1)?.push(cell);
      cell = "";
    } else {
      cell += quoted === undefined ? piece : quoted.replaceAll('""', '"');
    }
    if (isEnd !== undefined) {
      rows.push([]);
    }
  }
  rows.at(-1)?.push(cell);
  return rows;
}

/* Age and sex in a text. "Nam" is a sex, a name and, without its accent, a year: it is
   taken as the sex only where it stands like one, and asked about where it may not. */

import { t, variable } from "../text.js";
import { valueText } from "./value_text.js";
import { NOT_AN_AGE, PREFIXES, SEXES } from "./words.js";

/** @typedef {import("./values.js").Understood} Understood */
/** @typedef {import("./tokens.js").Token} Token */

const AGE_WORDS = new Set(["tuoi", "t", "years", "year", "yrs", "yr", "yo", "y"]);
const OLD = new Set(["old", "o", "of", "age", "-", "/"]);
const EARLIEST_BIRTH = 1900;
const MIDDLE_OF_YEAR = { month: 6, day: 2 }; // of July, as the service takes it

/**
 * An age written before its word: 54 tuổi, 54t, 54-year-old.
 *
 * @param {Token[]} all
 * @param {number} at
 * @returns {{age: number, end: number} | null}
 */
export function ageAt(all, at) {
  const [number, ...rest] = all.slice(at, at + 6);
  const dashed = rest[0]?.text === "-" ? 1 : 0;
  const word = rest[dashed];
  const short = word?.text === "t" || word?.text === "y";
  if (number?.kind !== "number" || !/^\d{1,3}$/.test(number.text)) {
    return null;
  }
  if (word === undefined || !AGE_WORDS.has(word.text) || (short && !word.glued)) {
    return null;
  }
  const before = all[at - 1];
  if (before && (NOT_AN_AGE.has(before.text) || /^năm$/i.test(before.written))) {
    return null;
  }
  let end = at + dashed + 2;
  while (word.text !== "tuoi" && OLD.has(all[end]?.text ?? "") && all[end]?.text !== "/") {
    end += 1;
  }
  return { age: Number(number.text), end };
}

/**
 * The age of who was born then; of a bare year, from its middle.
 *
 * @param {Token[]} all
 * @param {number} start Behind the word for birth.
 * @param {Date} today
 * @returns {{age: number, exact: boolean, end: number} | null}
 */
export function bornAt(all, start, today) {
  let at = start;
  while (/^[:=\-.(]$|^(ngay|nam|in|on)$/.test(all[at]?.text ?? "")) {
    at += 1;
  }
  const token = all[at];
  const parts = token?.kind === "date" || token?.kind === "number" ? token.text.split(/[-/.]/) : [];
  const [year, month, day] = yearFirst(parts.map(Number));
  if (year === undefined || year < EARLIEST_BIRTH || year > today.getFullYear()) {
    return null;
  }
  const exact = month !== undefined && day !== undefined;
  const born = exact ? { month: month - 1, day } : MIDDLE_OF_YEAR;
  const before =
    today.getMonth() < born.month ||
    (today.getMonth() === born.month && today.getDate() < born.day);
  return { age: Math.max(0, today.getFullYear() - year - Number(before)), exact, end: at + 1 };
}

/** @param {number[]} parts */
function yearFirst(parts) {
  const [first = 0, second, third] = parts;
  if (parts.length === 1 || first >= EARLIEST_BIRTH) {
    return parts.length === 3 || parts.length === 1 ? [first, second, third] : [];
  }
  return parts.length === 3 ? [third, second, first] : [];
}

/**
 * A sex, and how sure it is that the word means one.
 *
 * @param {Token[]} all
 * @param {number} at
 * @param {boolean} labelled Whether the word for sex stands before it.
 * @param {boolean} besideAge Whether an age stands beside it.
 * @returns {{sex: string, sure: boolean} | null}
 */
export function sexAt(all, at, labelled, besideAge) {
  const token = all[at];
  const sex = token?.kind === "word" ? SEXES.get(token.text) : undefined;
  if (sex === undefined || token === undefined || /[ăâ]/iu.test(token.written)) {
    return null;
  }
  if (labelled) {
    return { sex, sure: true };
  }
  const [before, after] = [all[at - 1], all[at + 1]];
  const next = after?.text === "," ? all[at + 2] : after;
  const isYear = next?.kind === "number" && next.text.length === 4;
  if (token.text.length === 1 || isYear) {
    return null;
  }
  const preceded = before?.kind === "word" && !PREFIXES.has(before.text);
  const alone = !before || before.kind === "break" || before.text === ",";
  const followed = !after || after.kind === "break" || after.text === ",";
  if (alone && followed) {
    return { sex, sure: true };
  }
  const anyName = preceded && !AGE_WORDS.has(before.text) && before.text !== "old";
  return besideAge ? { sex, sure: !anyName } : null;
}

/** @param {string} sex */
export function sexText(sex) {
  return valueText("sex", sex);
}

/**
 * @param {number} age
 * @param {string} from
 * @param {boolean} exact
 * @returns {Understood}
 */
export function ageOffer(age, from, exact) {
  const { high, label } = variable("age");
  if (age > (high ?? Infinity)) {
    return { reason: t("entry.unread_implausible", { label, value: String(age) }) };
  }
  const offer = { name: "age", value: age, from };
  return { offers: [exact ? offer : { ...offer, note: t("entry.approximate_age") }] };
}

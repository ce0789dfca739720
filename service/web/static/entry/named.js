/* A name in a text and the value behind it: what may stand between them, the unit, and
   the flags and ranges of reference that laboratories print after it. */

import { findUnit, unitWords } from "./measure.js";
import { ALL_NAMES, ANOTHER_TEST, FILLERS, FLAGS } from "./words.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {import("./words.js").Meaning} Meaning */

/**
 * @typedef {object} Named A name and where it ends.
 * @property {Meaning} meaning
 * @property {number} end
 *
 * @typedef {object} Numbers The numbers behind a name: one, or several with a slash.
 * @property {string[]} numbers
 * @property {string} words What stood between, for what it says of the value.
 * @property {string} comparator
 * @property {string} unit As it is written, folded; empty if there is none.
 * @property {number} end
 */

const JOINING = new Set(["-", "_", ".", "(", ")", "[", "]"]);
const BETWEEN = new Set([":", "=", "-", ".", "*", "|", "~", "↑", "↓", ",", ")", "]"]);
const COMPARATORS = new Set([">", "<", "≥", "≤"]);
const MARKS = new Set(["*", "↑", "↓", "|"]);
const LONGEST_ASIDE = 10; // words in brackets between a name and its value
const FARTHEST = 40; // pieces between a name and its value
const DEEPEST = 3; // brackets within brackets behind a value

/**
 * The longest name that begins here.
 *
 * @param {Token[]} all
 * @param {number} start
 * @returns {Named | null}
 */
export function nameAt(all, start) {
  const before = all[start - 1];
  if (all[start]?.glued && before?.text === "-" && before.glued) {
    return null; // the second half of a word, as in anti-TG
  }
  let place = ALL_NAMES;
  /** @type {Named | null} */
  let found = null;
  for (let at = start; at < all.length; at += 1) {
    const token = all[at];
    if (token === undefined || (at > start && JOINING.has(token.text))) {
      continue;
    }
    const next = place.next.get(joinedDigits(all, at));
    if (next === undefined) {
      break;
    }
    at += joinedDigits(all, at) === token.text ? 0 : 1;
    place = next;
    if (next.meaning) {
      found = { meaning: next.meaning, end: at + 1 };
    }
  }
  return found;
}

/**
 * A word, or a number and what is glued to it: 2h is one word of a name.
 *
 * @param {Token[]} all
 * @param {number} at
 */
function joinedDigits(all, at) {
  const [token, next] = [all[at], all[at + 1]];
  const joined = token?.kind === "number" && next?.kind === "word" && next.glued;
  return (token?.text ?? "") + (joined ? next.text : "");
}

/**
 * The numbers behind a name; null if there are none that belong to it.
 *
 * @param {Token[]} all
 * @param {number} start Behind the name.
 * @param {number} most How many there may be, with a slash between.
 * @returns {Numbers | null}
 */
export function numbersAt(all, start, most) {
  const words = [];
  let comparator = "";
  let at = start;
  for (; at < all.length; at += 1) {
    const token = all[at];
    if (token === undefined || token.kind === "break" || at - start > FARTHEST) {
      return null;
    }
    const timed = token.kind === "number" && joinedDigits(all, at) === "2h";
    if (token.kind === "number" && !timed) {
      break;
    }
    if (token.text === "(" || token.text === "[") {
      const end = asideEnd(all, at);
      words.push(...all.slice(at + 1, end).map(({ text }) => text));
      at = end === at ? at : end;
    } else if (timed) {
      words.push("2h");
      at += 1;
    } else if (COMPARATORS.has(token.text)) {
      comparator += token.text;
    } else if (token.kind === "word") {
      words.push(token.text);
      if (!mayStandBetween(all, at)) {
        return null;
      }
    } else if (token.kind === "sign" && !BETWEEN.has(token.text) && token.text !== "=") {
      return null;
    }
  }
  if (words.some((word) => ANOTHER_TEST.has(word)) || at >= all.length) {
    return null;
  }
  return withUnit(all, at, most, { words: words.join(" "), comparator });
}

const TIMING_WORDS = new Set(["doi", "fasting", "bat", "ky", "ngau", "nhien", "random", "ogtt"]);

/**
 * @param {Token[]} all
 * @param {number} at
 */
function mayStandBetween(all, at) {
  const text = all[at]?.text ?? "";
  return FILLERS.has(text) || FLAGS.has(text) || TIMING_WORDS.has(text) || ANOTHER_TEST.has(text);
}

/**
 * The closing bracket of an aside in words; the opening one if there is a number in it.
 *
 * @param {Token[]} all
 * @param {number} open
 */
function asideEnd(all, open) {
  for (let at = open + 1; at < Math.min(all.length, open + LONGEST_ASIDE); at += 1) {
    const token = all[at];
    if (token?.text === ")" || token?.text === "]") {
      return at;
    }
    if (token?.kind !== "word" && token?.kind !== "sign") {
      break;
    }
  }
  return open;
}

/**
 * @param {Token[]} all
 * @param {number} first The first number.
 * @param {number} most
 * @param {{words: string, comparator: string}} before
 * @returns {Numbers | null}
 */
function withUnit(all, first, most, before) {
  const numbers = [all[first]?.text ?? ""];
  let at = first + 1;
  while (numbers.length < most && all[at]?.text === "/" && all[at + 1]?.kind === "number") {
    numbers.push(all[at + 1]?.text ?? "");
    at += 2;
  }
  if (all[at]?.text === "/" && all[at + 1]?.kind === "number") {
    return null; // more numbers than names
  }
  if (isRange(all, first)) {
    return null; // what is normal, not what was measured
  }
  let unit = unitAt(all, at);
  at = afterValue(all, unit.end);
  if (unit.text === "") {
    unit = unitAt(all, at);
    at = unit.text === "" ? at : afterValue(all, unit.end);
  }
  return { ...before, numbers, unit: unit.text, end: at };
}

/**
 * Whether a range begins here, as in 3.9 - 6.4.
 *
 * @param {Token[]} all
 * @param {number} at
 */
function isRange(all, at) {
  const [low, dash, high] = all.slice(at, at + 3);
  const further = all[at + 3]?.text === "-" && all[at + 4]?.kind === "number";
  const parts = low?.kind === "number" && high?.kind === "number" && !further;
  return parts && (dash?.text === "-" || dash?.text === "→" || dash?.text === "÷");
}

/**
 * The unit that begins here, with the slash in it.
 *
 * @param {Token[]} all
 * @param {number} at
 * @returns {{text: string, end: number}}
 */
function unitAt(all, at) {
  const open = all[at]?.text === "(" || all[at]?.text === "[" ? 1 : 0;
  const [first, slash, second] = all.slice(at + open, at + open + 3);
  /** @type {[string, number][]} */
  const readings = [];
  if (first?.text === "%") {
    return { text: "%", end: at + open + 1 + open };
  } else if (first?.kind === "word" && slash?.text === "/" && second !== undefined) {
    const power = all[at + open + 3]?.text === "^" ? 2 : 0;
    const hundred = second.text === "100" && all[at + open + 3]?.glued ? 1 : 0;
    const tail = hundred ? `100${all[at + open + 3]?.text}` : second.text + (power ? "2" : "");
    readings.push([`${first.text}/${tail}`, 3 + power + hundred]);
  } else if (first?.kind === "word") {
    readings.push([`${first.text}${slash?.text ?? ""}`, 2], [first.text, 1]);
  }
  for (const [text, length] of readings) {
    const closed = open === 0 || /[)\]]/.test(all[at + open + length]?.text ?? "");
    if (closed && nameAt(all, at + open) === null && (unitWords().has(text) || text.includes("/"))) {
      return { text, end: at + open + length + open };
    }
  }
  return { text: "", end: at };
}

/**
 * Behind the flags and ranges of reference that follow a value.
 *
 * @param {Token[]} all
 * @param {number} start
 */
function afterValue(all, start) {
  let at = start;
  for (;;) {
    const end = oneAfterValue(all, at);
    if (end === at) {
      return at;
    }
    at = end;
  }
}

/**
 * @param {Token[]} all
 * @param {number} at
 * @param {number} [depth] Of brackets.
 * @returns {number}
 */
function oneAfterValue(all, at, depth = 0) {
  const token = all[at];
  if (token === undefined || token.kind === "break") {
    return at;
  }
  if (isRange(all, at)) {
    return at + 3;
  }
  if (COMPARATORS.has(token.text)) {
    const number = all[at + 1]?.text === "=" ? at + 2 : at + 1;
    return all[number]?.kind === "number" ? number + 1 : at;
  }
  if ((token.text === "(" || token.text === "[") && depth < DEEPEST) {
    const inside = oneAfterValue(all, at + 1, depth + 1);
    const unit = unitAt(all, inside).end;
    return inside > at + 1 && /[)\]]/.test(all[unit]?.text ?? "") ? unit + 1 : at;
  }
  if (token.kind === "word" && FLAGS.has(token.text) && nameWithNumber(all, at) === null) {
    return at + 1;
  }
  const colon = token.text === ":" && FLAGS.has(all[at - 1]?.text ?? "");
  const dash = token.text === "-" && isRange(all, at + 1);
  return MARKS.has(token.text) || colon || dash ? at + 1 : at;
}

/**
 * @param {Token[]} all
 * @param {number} at
 */
function nameWithNumber(all, at) {
  const name = nameAt(all, at);
  return name && all[name.end]?.kind === "number" ? name : null;
}

/**
 * Units of a variable that a written unit may mean.
 *
 * @param {Unit[]} units
 * @param {string} written
 * @returns {Unit[]}
 */
export function unitsWritten(units, written) {
  const found = findUnit(units, written);
  if (found !== undefined) {
    return [found];
  }
  // A bare mg/dL of urea does not say whether urea or its nitrogen was weighed.
  const weighed = units.filter(({ code }) => /^mg\{.*\}\/dL$/.test(code));
  return written === "mg/dl" || written === "mg%" ? weighed : [];
}

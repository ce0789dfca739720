/* Probabilities in the form in which people read them right: so many of 100 people, or of
   1,000 where the risk is small, as service/engine/narrative.py says them. */

import { rounded } from "../engine/numeral.js";
import { numeral, t, table } from "../text.js";

/** @typedef {{low: number, high: number}} Range Two probabilities. */
/** @typedef {{count: number, people: number}} Frequency */

const NO_BREAK = "\u00a0";

/**
 * From where on people are counted of 100; below, that would round away what matters.
 *
 * @returns {number}
 */
function wholePeople() {
  return table().clinical.narrative.whole_people;
}

/**
 * @param {number} probability
 * @returns {Frequency}
 */
export function frequency(probability) {
  const people = probability >= wholePeople() ? 100 : 1000;
  return { count: rounded(probability * people), people };
}

/**
 * A count of people; of a figure that is not quite nothing, never 0.
 *
 * @param {number} count
 */
export function countText(count) {
  return count > 0 ? numeral(count) : t("result.fewer");
}

/**
 * The ends of a range as counts of the same number of people.
 *
 * @param {Range} range
 * @param {number} people
 */
export function counts(range, people) {
  return { low: rounded(range.low * people), high: Math.max(rounded(range.high * people), 1) };
}

/**
 * "3 to 11 of 100", said as a sentence of its own.
 *
 * @param {Range | null} range
 * @param {number} people
 */
export function rangeText(range, people) {
  if (range === null) {
    return "";
  }
  const { low, high } = counts(range, people);
  return t(low > 0 ? "result.range_between" : "result.range_at_most", { low, high, people });
}

/**
 * @param {number} probability
 * @returns {string} Such as "19 %" or "0.4 %".
 */
export function percent(probability) {
  if (probability < 0.0005) {
    return spaced(t("result.less_than", { number: numeral(0.1) }));
  }
  return percentWith(probability, probability < wholePeople() ? 1 : 0);
}

/**
 * @param {number} probability
 * @param {number} decimals
 */
export function percentWith(probability, decimals) {
  return spaced(t("result.percent", { number: numeral(100 * probability, decimals) }));
}

/** @param {string} text */
function spaced(text) {
  return text.replace(" %", `${NO_BREAK}%`);
}

/**
 * A limit such as 0.02, without needless digits.
 *
 * @param {number} share
 */
export function limit(share) {
  return spaced(t("result.percent", { number: numeral(Number((100 * share).toPrecision(6))) }));
}

/**
 * When: a horizon in words.
 *
 * @param {number} years
 */
export function when(years) {
  return years === 0 ? t("result.now") : t("result.within", { years });
}

/**
 * The natural frequency as a sentence.
 *
 * @param {number} probability
 * @param {number} years
 */
export function sentence(probability, years) {
  const { count, people } = frequency(probability);
  const said = count > 0 ? t("result.about", { count }) : t("result.fewer_than_one");
  return years === 0
    ? t("result.sentence_now", { people, count: said })
    : t("result.sentence_within", { people, count: said, years });
}

/** @param {number} probability */
export function logit(probability) {
  return Math.log(probability / (1 - probability));
}

/** @param {number} logOdds */
export function risk(logOdds) {
  return 1 / (1 + Math.exp(-logOdds));
}

/* Published point scores of one person; as the service's clinical/point_score.py and
   clinical/scores/items.py. What cannot be answered gives the least and the most that
   it could add: an unknown is never a silent zero. */

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("../types.js").ReferenceScore} ReferenceScore
 * @typedef {Map<string, Scalar>} Values Canonical; what is absent is unknown.
 * @typedef {{low: number, high: number, missing: string[]}} Points
 *
 * @typedef {Record<string, any> | [Scalar, any][]} ByAnswer
 * @typedef {{type: "Steps", variable: string,
 *   steps: {start: number, points: number, above: boolean}[]}} Steps
 * @typedef {{type: "Answers", variable: string, by_answer: ByAnswer}} Answers
 * @typedef {{type: "Between", low: number, high: number}} Between
 * @typedef {{type: "Depending", variable: string, items: ByAnswer}} Depending
 * @typedef {{type: "AnySign", given: number, implied_by: string[],
 *   signs: {variable: string, at_least: number | null}[]}} AnySign
 * @typedef {{type: "Narrowed", item: Item, by: Item}} Narrowed
 * @typedef {Steps | Answers | Between | Depending | AnySign | Narrowed} Item
 *
 * @typedef {object} PointScore
 * @property {string} code
 * @property {string} name
 * @property {string} citation
 * @property {string} outcome
 * @property {number} from_age
 * @property {number | null} to_age
 * @property {string} ages For whom it is, in words.
 * @property {string[]} ancestries Empty: any.
 * @property {string} meant_for The same in words.
 * @property {Item[]} items
 * @property {{code: string, start: number, label: string}[]} bands In rising order.
 */

/**
 * Every published score, in the service's order.
 *
 * @param {Knowledge} know
 * @param {Values} values
 * @returns {ReferenceScore[]}
 */
export function assessScores(know, values) {
  return know.rules.scores.map((score) =>
    assessed(score, values, know.rules.items.tolerance),
  );
}

/**
 * @param {PointScore} score
 * @param {Values} values
 * @param {number} tolerance
 * @returns {ReferenceScore}
 */
function assessed(score, values, tolerance) {
  const { code, name, citation, outcome } = score;
  const published = { code, name, citation, outcome };
  const reason = notApplicable(score, values);
  if (reason !== null) {
    const none = { value: null, low: null, high: null, band: null };
    return {
      ...published,
      ...none,
      possible_bands: [],
      missing: [],
      not_applicable: reason,
    };
  }
  const found = score.items.map((item) => points(item, values, tolerance));
  const low = found.reduce((sum, one) => sum + one.low, 0);
  const high = found.reduce((sum, one) => sum + one.high, 0);
  const bands = score.bands
    .slice(bandAt(score, low), bandAt(score, high) + 1)
    .map((band) => ({ code: band.code, label: band.label }));
  return {
    ...published,
    value: low === high ? low : null,
    low,
    high,
    band: bands.length === 1 ? bands[0] : null,
    possible_bands: bands,
    missing: [...new Set(found.flatMap((one) => one.missing))],
    not_applicable: null,
  };
}

/**
 * @param {PointScore} score
 * @param {Values} values
 * @returns {string | null} Why the score is not meant for this person.
 */
function notApplicable(score, values) {
  const age = values.get("age");
  const { from_age: from, to_age: to } = score;
  if (
    age !== undefined &&
    !(from <= Number(age) && (to === null || Number(age) < to + 1))
  ) {
    return score.ages;
  }
  const ancestry = values.get("ancestry");
  const anybody = ancestry === undefined || score.ancestries.length === 0;
  return anybody || score.ancestries.includes(String(ancestry))
    ? null
    : score.meant_for;
}

/**
 * @param {PointScore} score
 * @param {number} given
 * @returns {number} Which band a number of points falls in.
 */
function bandAt({ bands }, given) {
  return bands.findLastIndex(({ start }) => given >= start);
}

/**
 * @param {Item} item
 * @param {Values} values
 * @param {number} tolerance
 * @returns {Points}
 */
function points(item, values, tolerance) {
  switch (item.type) {
    case "Steps":
      return ofSteps(item, values, tolerance);
    case "Answers":
      return ofAnswers(item, values);
    case "Between":
      return { low: item.low, high: item.high, missing: [] };
    case "Depending":
      return ofDepending(item, values, tolerance);
    case "AnySign":
      return ofAnySign(item, values, tolerance);
    case "Narrowed":
      return ofNarrowed(item, values, tolerance);
    default:
      throw new Error("a score has an item that is not known here");
  }
}

/**
 * @param {number} given
 * @returns {Points}
 */
function exactly(given) {
  return { low: given, high: given, missing: [] };
}

/**
 * @param {Steps} item
 * @param {Values} values
 * @param {number} tolerance
 * @returns {Points}
 */
function ofSteps({ variable, steps }, values, tolerance) {
  const value = values.get(variable);
  if (value === undefined) {
    return { low: 0, high: steps[steps.length - 1].points, missing: [variable] };
  }
  const next = steps.findIndex(
    ({ start, above }) => !(Number(value) > start + (above ? tolerance : -tolerance)),
  );
  const reached = next === -1 ? steps.length : next;
  return exactly(reached === 0 ? 0 : steps[reached - 1].points);
}

/**
 * @param {Answers} item
 * @param {Values} values
 * @returns {Points}
 */
function ofAnswers({ variable, by_answer: byAnswer }, values) {
  /** @type {Map<Scalar, number>} */
  const given = mapOf(byAnswer);
  const value = values.get(variable);
  if (value === undefined) {
    const possible = [...given.values()];
    const [low, high] = [Math.min(...possible), Math.max(...possible)];
    return { low, high, missing: [variable] };
  }
  return exactly(answerTo(variable, given, value));
}

/**
 * @param {Depending} item
 * @param {Values} values
 * @param {number} tolerance
 * @returns {Points}
 */
function ofDepending({ variable, items }, values, tolerance) {
  /** @type {Map<Scalar, Item>} */
  const given = mapOf(items);
  const value = values.get(variable);
  if (value !== undefined) {
    return points(answerTo(variable, given, value), values, tolerance);
  }
  const possible = Array.from(given.values(), (item) =>
    points(item, values, tolerance),
  );
  const low = Math.min(...possible.map((found) => found.low));
  const high = Math.max(...possible.map((found) => found.high));
  if (low === high) {
    return exactly(low);
  }
  const further = possible.flatMap((found) => found.missing);
  return { low, high, missing: [...new Set([variable, ...further])] };
}

/**
 * @param {AnySign} item
 * @param {Values} values
 * @param {number} tolerance
 * @returns {Points}
 */
function ofAnySign({ given, signs, implied_by: impliedBy }, values, tolerance) {
  const present = signs.some(({ variable, at_least: atLeast }) => {
    const value = values.get(variable) ?? false;
    return atLeast === null || value === false
      ? Boolean(value)
      : Number(value) > atLeast - tolerance;
  });
  if (present || impliedBy.some((name) => values.get(name))) {
    return exactly(given);
  }
  const missing = signs
    .map(({ variable }) => variable)
    .filter((name) => !values.has(name));
  return missing.length > 0 ? { low: 0, high: given, missing } : exactly(0);
}

/**
 * @param {Narrowed} item
 * @param {Values} values
 * @param {number} tolerance
 * @returns {Points}
 */
function ofNarrowed({ item, by }, values, tolerance) {
  const found = points(item, values, tolerance);
  if (found.missing.length === 0) {
    return found;
  }
  const { low, high, missing } = points(by, values, tolerance);
  return low === high ? { low, high, missing } : { low, high, missing: found.missing };
}

/**
 * @param {ByAnswer} byAnswer
 * @returns {Map<Scalar, any>}
 */
function mapOf(byAnswer) {
  return new Map(Array.isArray(byAnswer) ? byAnswer : Object.entries(byAnswer));
}

/**
 * @template T
 * @param {string} variable
 * @param {Map<Scalar, T>} given
 * @param {Scalar} value
 * @returns {T}
 */
function answerTo(variable, given, value) {
  const found = given.get(value);
  if (found === undefined) {
    throw new Error(`a score does not know this answer to ${variable}`);
  }
  return found;
}

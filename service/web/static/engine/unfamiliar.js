/* Tells in what a patient is unlike the people a model learned from: each value against
   its own range in training, the known quantities together against how they went
   together there; as the service's engine/unfamiliar.py. */

import { compared, normalScore } from "./familiarity.js";
import { fill } from "./knowledge.js";

/**
 * @typedef {import("./familiarity.js").Familiarity} Familiarity
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("../types.js").Assessment["unfamiliar"][number]} Unfamiliar
 */

/**
 * @param {Knowledge} know
 * @param {Familiarity} kept
 * @param {string[]} inputs
 * @param {number[]} row NaN where unknown.
 * @returns {Unfamiliar[]} Every way in which a row is unlike the training people.
 */
export function unfamiliar(know, kept, inputs, row) {
  /** @type {Map<string, number>} */
  const known = new Map();
  inputs.forEach((name, at) => {
    const value = row[at];
    if (value !== undefined && !Number.isNaN(value)) {
      known.set(name, value);
    }
  });
  const ways = [...outside(know, kept, known)];
  const unusual = together(know, kept, known);
  const told = ways.flatMap((way) => way.variables);
  if (unusual?.variables.some((name) => !told.includes(name))) {
    ways.push(unusual);
  }
  return ways;
}

/**
 * @param {Knowledge} know
 * @param {Familiarity} kept
 * @param {Map<string, number>} known
 * @returns {Generator<Unfamiliar>}
 */
function* outside(know, kept, known) {
  const { texts } = know.rules.unfamiliar;
  for (const [name, { low, high }] of Object.entries(kept.ranges)) {
    const value = known.get(name);
    if (value !== undefined && (value < low || value > high)) {
      const variable = know.variable(name);
      const end = value < low ? low : high;
      const text = fill(value < low ? texts.lower : texts.higher, {
        label: variable.label,
        ...apart(know, variable, value, end),
      });
      yield { code: "value_outside", variables: [name], text };
    }
  }
}

/**
 * Both numbers with the unit, in as many digits as it takes to tell them apart.
 *
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {number} value
 * @param {number} end
 * @returns {{value: string, end: string}}
 */
function apart(know, { units: [unit], decimals }, value, end) {
  const alike = know.numeral(value, decimals) === know.numeral(end, decimals);
  const digits = alike ? undefined : decimals;
  return {
    value: know.withUnit(value, unit, digits),
    end: know.withUnit(end, unit, digits),
  };
}

/**
 * @param {Knowledge} know
 * @param {Familiarity} kept
 * @param {Map<string, number>} known
 * @returns {Unfamiliar | undefined} What stands out given the others, or most of all.
 */
function together(know, kept, known) {
  const { texts, stands_out: standsOut, together: fewest } = know.rules.unfamiliar;
  const { last_score: lastScore } = know.rules.familiarity;
  const places = [...kept.quantities.keys()].filter((at) =>
    known.has(kept.quantities[at]),
  );
  if (places.length < fewest) {
    return undefined;
  }
  const names = places.map((at) => kept.quantities[at]);
  const scores = names.map((name) =>
    normalScore(known.get(name) ?? NaN, kept.grid[name], lastScore),
  );
  const { distance, conditional } = compared(
    scores,
    places.map((row) => places.map((column) => kept.correlation[row][column])),
  );
  if (!(distance > kept.thresholds[places.length])) {
    return undefined;
  }
  const sizes = conditional.map(Math.abs);
  const out = names.filter((_, at) => sizes[at] > standsOut);
  const most = names[sizes.indexOf(Math.max(...sizes))];
  const variables = out.length > 0 ? out : [most];
  const text = fill(texts.unusual, { names: know.listing(variables) });
  return { code: "unusual_combination", variables, text };
}

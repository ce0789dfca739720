/* Whether a graph computes in this browser what was approved where it was made: its
   columns are the manifest's, its golden rows come out within their tolerance, its
   contributions add up, and it recalibrates by the manifest's tiers.
   The same checks as the service's own, in service/engine/approved.py. */

import { breath } from "./breath.js";

/** @typedef {import("./bundle.js").Score} Score */
/** @typedef {import("./bundle.js").Scores} Scores */
/** @typedef {import("./graph.js").Graph} Graph */

const FEWEST_REPLICATES = 2; // to have a spread at all
const PARTS = /** @type {const} */ ([
  "risk",
  "log_odds",
  "base",
  "contributions",
  "replicates",
  "if_known",
]);

/**
 * @param {any} manifest
 * @param {any} golden
 * @param {Graph} graph
 * @param {Score} score
 * @returns {Promise<string | null>} The first thing that differs.
 */
export async function deviation(manifest, golden, graph, score) {
  const columns = wrongColumns(manifest, graph);
  if (columns !== null) {
    return columns;
  }
  const rows = golden.rows.map((/** @type {any} */ row) =>
    Float32Array.from(row.x, (value) => value ?? NaN),
  );
  const scores = await scored(rows, score);
  return (
    differentGolden(golden, scores) ??
    unequalSums(golden.tolerance, scores) ??
    differentBases(manifest, golden.tolerance, rows, scores, score)
  );
}

/**
 * @param {any} manifest
 * @param {Graph} graph
 */
function wrongColumns(manifest, { inputs, outputs }) {
  const found = Object.fromEntries(
    [...inputs, ...outputs].map(({ name, width }) => [name, width]),
  );
  /** @type {Record<string, number>} */
  const expected = {
    x: manifest.inputs.length,
    companion_rows: 1,
    risk: manifest.horizons_years.length,
    log_odds: 1,
    base: 1,
    contributions: manifest.inputs.length,
    replicates: Math.max(found.replicates ?? 0, FEWEST_REPLICATES),
    if_known: 2,
  };
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  const wrong = [...names].find((name) => found[name] !== expected[name]);
  return wrong === undefined ? null : `the model's ${wrong} is not the manifest's`;
}

/**
 * @param {Float32Array[]} rows
 * @param {Score} score
 */
async function scored(rows, score) {
  /** @type {Scores} */
  const all = {
    risk: [],
    log_odds: [],
    base: [],
    contributions: [],
    replicates: [],
    if_known: [],
  };
  for (const row of rows) {
    const one = score([row], 1);
    PARTS.forEach((name) => all[name].push(...one[name]));
    await breath();
  }
  return all;
}

/**
 * @param {any} golden
 * @param {Scores} scores
 */
function differentGolden({ rows, tolerance }, scores) {
  for (const name of PARTS) {
    for (const [index, row] of rows.entries()) {
      const wanted = [row[name]].flat();
      const found = scores[name][index];
      const same = found.every((value, at) => close(value, wanted[at], tolerance));
      if (!same || found.length !== wanted.length) {
        return `this browser computes another ${name} than was approved`;
      }
    }
  }
  return null;
}

/**
 * @param {number} tolerance
 * @param {Scores} scores
 */
function unequalSums(tolerance, { base, contributions, log_odds }) {
  const add = (/** @type {number} */ total, /** @type {number} */ value) => total + value;
  const sums = contributions.map((row, index) => row.reduce(add, base[index][0]));
  return sums.every((sum, index) => close(sum, log_odds[index][0], tolerance))
    ? null
    : "base and contributions do not add up to the score";
}

/**
 * A row's base is its tier's, and that of the first tier is the manifest's.
 *
 * @param {any} manifest
 * @param {number} tolerance
 * @param {Float32Array[]} rows
 * @param {Scores} scores
 * @param {Score} score
 */
function differentBases({ inputs, tiers, base_log_odds }, tolerance, rows, scores, score) {
  const poorest = tiers.map((/** @type {any} */ tier) =>
    Float32Array.from(inputs, (name) => (name === tier.any_of[0] ? 0 : NaN)),
  );
  const { base } = score(poorest, 0);
  if (!close(base[0][0], base_log_odds, tolerance)) {
    return "base_log_odds is not what the model adds to";
  }
  /** @param {Float32Array} row */
  const tierOf = (row) =>
    tiers.findIndex(
      (/** @type {{any_of: string[]}} */ { any_of }) =>
        any_of.length === 0 || any_of.some((it) => !isNaN(row[inputs.indexOf(it)])),
    );
  const same = rows.every((row, at) =>
    close(base[tierOf(row)][0], scores.base[at][0], tolerance),
  );
  return same ? null : "the model does not recalibrate by the manifest's tiers";
}

/**
 * @param {number} found
 * @param {number} wanted
 * @param {number} tolerance
 */
function close(found, wanted, tolerance) {
  return Math.abs(found - wanted) <= tolerance;
}

/* How certain a risk is, as ranges of the risk itself; as the service's
   engine/interval.py. */

import { fill } from "./knowledge.js";
import { tierOf } from "./manifest.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("../types.js").Interval} Interval
 *
 * @typedef {object} Scored What the graph answers for one row.
 * @property {ArrayLike<number>} risk By horizon.
 * @property {number} logOdds
 * @property {ArrayLike<number>} replicates
 * @property {ArrayLike<number>} ifKnown Low and high end, in log-odds.
 */

/**
 * The interval, and the range in which the risk would come out if nothing were missing.
 *
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {number[]} row NaN where unknown.
 * @param {Scored} scored
 * @param {ArrayLike<number>[]} probed Risks at the values that missing inputs were
 *   tried at.
 * @returns {{interval: Interval, ifKnown: Interval | null}}
 */
export function rangesOf(know, manifest, row, scored, probed) {
  const { level, added_sd: addedSd, horizon_sd: horizonSd } = manifest.interval;
  const { texts, deviations } = know.rules.interval;
  const tier = tierOf(manifest, row);
  const sd = Math.hypot(deviation(scored.replicates), addedSd[tier]);
  const halves = horizonSd[tier].map(
    (ofTime) => deviations[manifest.name] * Math.hypot(sd, ofTime),
  );
  const ends = [halves.map((half) => -half), halves];
  return {
    interval: {
      level,
      risks: ranges(
        manifest,
        ends.map((moves) => moved(scored.risk, moves)),
      ),
      meaning: meaning(know, manifest, texts.interval, level),
    },
    ifKnown: ifKnown(know, manifest, row, scored, probed),
  };
}

/**
 * What the probability is called: what is there today is a chance, no risk.
 *
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @returns {string}
 */
export function figureOf(know, manifest) {
  const { texts } = know.rules.interval;
  return fill(manifest.bands.horizon_years ? texts.risk : texts.chance, {});
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {number[]} row
 * @param {Scored} scored
 * @param {ArrayLike<number>[]} probed
 * @returns {Interval | null} Null if nothing is missing.
 */
function ifKnown(know, manifest, row, scored, probed) {
  const { texts, rounding } = know.rules.interval;
  const unknown = row.filter(Number.isNaN).length;
  if (unknown === 0) {
    return null;
  }
  // A horizon is an offset of the log-odds, so one move holds at every horizon.
  const away = Array.from(scored.ifKnown, (end) =>
    moved(
      scored.risk,
      manifest.horizons_years.map(() => end - scored.logOdds),
    ),
  );
  // Of a single missing input the probes tell everything: none is on the other side.
  const single = unknown === 1;
  const risks = ranges(manifest, single ? extremes(probed) : away);
  const level = manifest.if_known_level;
  let words = meaning(know, manifest, texts.if_known, level);
  const now = scored.risk[0];
  const [first] = risks;
  if (now > first.high * (1 + rounding)) {
    words += fill(texts.lower, { few: single ? texts.no_few : texts.few_higher });
  } else if (now < first.low * (1 - rounding)) {
    words += fill(texts.higher, { few: single ? texts.no_few : texts.few_lower });
  }
  return { level, risks, meaning: words };
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {string | undefined} text
 * @param {number} level
 * @returns {string}
 */
function meaning(know, manifest, text, level) {
  const share = know.numeral(100 * level);
  return fill(text, { share, figure: figureOf(know, manifest) });
}

/**
 * @param {Manifest} manifest
 * @param {number[][]} ends The low and the high ends by horizon.
 * @returns {Interval["risks"]}
 */
function ranges({ horizons_years: horizons }, [low, high]) {
  return horizons.map((years, at) => ({
    horizon_years: years,
    low: low[at],
    high: high[at],
  }));
}

/**
 * @param {ArrayLike<number>[]} probed
 * @returns {number[][]} The lowest and the highest risks by horizon.
 */
function extremes(probed) {
  const horizons = Array.from(probed[0], (_, at) => probed.map((risk) => risk[at]));
  return [
    horizons.map((risks) => Math.min(...risks)),
    horizons.map((risks) => Math.max(...risks)),
  ];
}

/**
 * @param {ArrayLike<number>} risks By horizon.
 * @param {number[]} moves Of the log-odds, by horizon.
 * @returns {number[]} The risks after them.
 */
function moved(risks, moves) {
  return Array.from(risks, (before, at) => {
    const after = before * Math.exp(moves[at]);
    return after / (1 - before + after);
  });
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number} Their standard deviation as a sample's.
 */
function deviation(values) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (all.length - 1));
}

/* The geometry of the waterfall: from the average person to this patient, one bar for each
   reason, in log-odds. Pure numbers; reasons.js draws them. */

import { logit } from "./figures.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").Contribution} Contribution */

/**
 * @typedef {object} Step
 * @property {Contribution[]} contributions More than one where they are folded together.
 * @property {number} from Log-odds before it.
 * @property {number} to Log-odds with it.
 *
 * @typedef {object} Waterfall
 * @property {number} average Log-odds of the average person, at the horizon shown.
 * @property {number} patient Log-odds of this patient.
 * @property {Step[]} known
 * @property {Step[]} unknown
 * @property {(logOdds: number) => number} place Percent of the width.
 */

/** @typedef {"known" | "unknown"} Group */

const SHOWN = { known: 8, unknown: 3 };
const MARGIN = 4; // percent, so that the dots at the ends are whole

/**
 * @param {Assessment} assessment
 * @param {number} probability At the horizon shown, of which log-odds only differ by a shift.
 * @param {{known: boolean, unknown: boolean}} unfolded
 * @returns {Waterfall}
 */
export function waterfall(assessment, probability, unfolded) {
  const shift = logit(probability) - assessment.log_odds;
  const average = assessment.base_log_odds + shift;
  const sorted = [...assessment.contributions].sort(
    (one, other) => Math.abs(other.log_odds) - Math.abs(one.log_odds),
  );
  /** @param {Group} group */
  const groups = (group) => {
    const members = sorted.filter(({ measured }) => measured === (group === "known"));
    return folded(members, group, unfolded[group]);
  };
  let at = average;
  /** @param {Contribution[]} contributions */
  const step = (contributions) => {
    const from = at;
    at += sum(contributions);
    return { contributions, from, to: at };
  };
  const steps = { known: groups("known").map(step), unknown: groups("unknown").map(step) };
  return { average, patient: at, ...steps, place: scale([...steps.known, ...steps.unknown]) };
}

/** @param {Contribution[]} contributions */
export function sum(contributions) {
  return contributions.reduce((total, { log_odds }) => total + log_odds, 0);
}

/**
 * Whether so many reasons are shown in part only; one alone is not worth folding.
 *
 * @param {Group} group
 * @param {number} count
 */
export function isFoldable(group, count) {
  return count > SHOWN[group] + 1;
}

/**
 * One step each; what is beyond the limit together in a last one.
 *
 * @param {Contribution[]} contributions
 * @param {Group} group
 * @param {boolean} unfolded
 * @returns {Contribution[][]}
 */
function folded(contributions, group, unfolded) {
  const steps = contributions.map((one) => [one]);
  if (unfolded || !isFoldable(group, steps.length)) {
    return steps;
  }
  return [...steps.slice(0, SHOWN[group]), contributions.slice(SHOWN[group])];
}

/**
 * @param {Step[]} steps
 * @returns {(logOdds: number) => number}
 */
function scale(steps) {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const low = Math.min(...ends);
  const width = Math.max(...ends) - low || 1;
  return (logOdds) => MARGIN + ((logOdds - low) / width) * (100 - 2 * MARGIN);
}

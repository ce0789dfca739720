/* Where a patient stands among the training people of the same sex and age; as the
   service's engine/peers.py. */

import { fill } from "./knowledge.js";
import { missingOf } from "./measurement.js";
import { rounded } from "./numeral.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").Standing} Standing
 *
 * @typedef {object} Peers
 * @property {number[]} percents
 * @property {{sex: string, age_from: number, age_to: number,
 *   log_odds: number[]}[]} groups
 */

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Peers | null | undefined} kept Older bundles have none.
 * @param {Patient} patient
 * @param {number} logOdds Of the first horizon.
 * @returns {Standing | null} Null where there are no peers.
 */
export function standing(know, manifest, kept, patient, logOdds) {
  const sex = patient.found.get("sex")?.value;
  const age = patient.found.get("age")?.number ?? NaN;
  const group = kept?.groups.find(
    (one) => one.sex === sex && one.age_from <= age && age < one.age_to + 1,
  );
  if (!kept || !group) {
    return null;
  }
  const { texts, whom } = know.rules.peers;
  const percentile = percentileOf(logOdds, group.log_odds, kept.percents);
  let form = texts.about;
  if (percentile === kept.percents[0]) {
    form = texts.at_most;
  } else if (percentile === kept.percents.at(-1)) {
    form = texts.at_least;
  }
  const text = fill(texts.higher, {
    count: fill(form, { count: know.numeral(rounded(percentile)) }),
    whom: whom[group.sex],
    age_from: group.age_from,
    age_to: group.age_to,
  });
  const complete = missingOf(patient, manifest.inputs).length === 0;
  return {
    percentile,
    sex: group.sex,
    age_from: group.age_from,
    age_to: group.age_to,
    text: complete ? text : text + fill(texts.incomplete, {}),
    population: manifest.training.population[know.language],
  };
}

/**
 * Linear between the quantiles; of several that are equal, the lowest.
 *
 * @param {number} score
 * @param {number[]} quantiles
 * @param {number[]} percents
 * @returns {number} The percent of the peers with a lower score.
 */
function percentileOf(score, quantiles, percents) {
  const first = quantiles.findIndex((quantile) => quantile >= score);
  const above = first === -1 ? quantiles.length : first;
  if (above === 0 || above === quantiles.length) {
    return percents[above === 0 ? 0 : percents.length - 1];
  }
  const [low, high] = quantiles.slice(above - 1, above + 1);
  const [from, to] = percents.slice(above - 1, above + 1);
  return from + ((score - low) / (high - low)) * (to - from);
}

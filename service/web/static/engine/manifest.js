/* What a bundle's manifest says, in the part that the engine reads. */

/**
 * @typedef {import("./knowledge.js").Text} Text
 *
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {{label: Text, answered_by: string[]}} outcome
 * @property {string[]} inputs
 * @property {string[]} required_inputs
 * @property {number[]} horizons_years
 * @property {{horizon_years: number, levels: {code: string, below: number | null}[],
 *   source: Text}} bands
 * @property {Record<string, {low: number, high: number}>} typical_values
 * @property {{code: string, any_of: string[]}[]} tiers
 * @property {{level: number, added_sd: Record<string, number>,
 *   horizon_sd: Record<string, number[]>}} interval
 * @property {number} if_known_level
 * @property {Text} caution
 * @property {Text} compared_with
 * @property {string[]} calibrated_for
 * @property {{population: Text}} training
 */

/**
 * @param {Manifest} manifest
 * @returns {number} Which of the horizons decides the band.
 */
export function decidingHorizon({ bands, horizons_years: horizons }) {
  return horizons.indexOf(bands.horizon_years);
}

/**
 * How much is known decides how a score is recalibrated.
 *
 * @param {Manifest} manifest
 * @param {number[]} row NaN where unknown.
 * @returns {string} The code of the first tier of which the row knows an input.
 */
export function tierOf({ inputs, tiers, name }, row) {
  const known = inputs.filter((_, at) => !Number.isNaN(row[at]));
  const tier = tiers.find(
    ({ any_of: anyOf }) =>
      anyOf.length === 0 || anyOf.some((input) => known.includes(input)),
  );
  if (tier === undefined) {
    throw new Error(`${name}: the last tier names an input`);
  }
  return tier.code;
}

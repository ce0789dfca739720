/* Which band a probability falls in; as the service's clinical/bands.py. */

/** @typedef {import("./knowledge.js").Knowledge} Knowledge */

/**
 * @param {number} probability
 * @param {{code: string, below: number | null}[]} levels
 * @returns {string} The code of the band.
 */
export function bandOf(probability, levels) {
  const level = levels.find(({ below }) => below === null || probability < below);
  if (level === undefined) {
    throw new Error("the last band has an end");
  }
  return level.code;
}

/**
 * @param {Knowledge} know
 * @param {string} band
 * @returns {number} How far up the bands this one is.
 */
export function severity(know, band) {
  return Object.keys(know.rules.bands).indexOf(band);
}

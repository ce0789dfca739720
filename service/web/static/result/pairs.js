/* What can be looked at: every model at every horizon, with this patient's figure. */

import { table } from "../text.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").NotAssessed} NotAssessed */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */

/**
 * @typedef {object} Figure
 * @property {string} bundle
 * @property {number} years
 * @property {Assessment | null} assessment
 * @property {NotAssessed | null} refusal
 * @property {number} probability NaN where there is none.
 * @property {{low: number, high: number} | null} range
 */

/**
 * In the order of time; a model that gave no risk has its horizons all the same.
 *
 * @param {RiskResponse} answer
 * @returns {Figure[]}
 */
export function figuresOf(answer) {
  const found = table().bundles.flatMap((bundle) => {
    const assessment = answer.assessments.find((one) => one.bundle.name === bundle.name) ?? null;
    const refusal = answer.not_assessed.find((one) => one.bundle === bundle.name) ?? null;
    return bundle.horizons_years.map((years) => figure(bundle.name, years, assessment, refusal));
  });
  return found.sort((one, other) => one.years - other.years);
}

/**
 * @param {string} bundle
 * @param {number} years
 * @param {Assessment | null} assessment
 * @param {NotAssessed | null} refusal
 * @returns {Figure}
 */
function figure(bundle, years, assessment, refusal) {
  const risk = assessment?.risks.find((one) => one.horizon_years === years);
  const range = assessment?.interval?.risks.find((one) => one.horizon_years === years);
  return {
    bundle,
    years,
    assessment: risk === undefined ? null : assessment,
    refusal,
    probability: risk?.probability ?? NaN,
    range: range ?? null,
  };
}

/**
 * The models of an answer, each in the version that gave it; one that gave no risk, in
 * the version that this page knows.
 *
 * @param {RiskResponse} answer
 */
export function modelsOf({ assessments }) {
  const used = new Map(assessments.map(({ bundle }) => [bundle.name, bundle.version]));
  return table().bundles.map(({ name, version }) => ({
    name,
    version: used.get(name) ?? version,
  }));
}

/** @param {Figure} figure */
export function keyOf(figure) {
  return `${figure.bundle} ${figure.years}`;
}

/**
 * The one to show: the one chosen before, else the furthest that has a band of its own.
 *
 * @param {Figure[]} figures
 * @param {string | null} chosen
 */
export function shown(figures, chosen) {
  const same = figures.find((one) => keyOf(one) === chosen);
  const banded = figures.filter((one) => one.assessment?.band.horizon_years === one.years);
  return same ?? banded.at(-1) ?? /** @type {Figure} */ (figures[0]);
}

/**
 * What the service says of a bundle.
 *
 * @param {string} name
 */
export function bundleOf(name) {
  const found = table().bundles.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no bundle is called ${name}`);
  }
  return found;
}

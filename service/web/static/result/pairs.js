/* What can be looked at: every model's question, at each of its horizons with this patient's
   figure. Models ask different things: their figures never stand on one line of time. */

import { t, table } from "../text.js";

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
 * @typedef {object} Question One that a model answered.
 * @property {Assessment} assessment
 * @property {Figure[]} figures By horizon.
 */

/**
 * The questions that were answered; first the one whose risk adds to the conclusion.
 *
 * @param {RiskResponse} answer
 * @returns {Question[]}
 */
export function questionsOf(answer) {
  const leading = answer.conclusion.risk?.bundle;
  const figures = figuresOf(answer);
  return answer.assessments
    .map((assessment) => ({
      assessment,
      figures: figures.filter((figure) => figure.assessment === assessment),
    }))
    .sort((one, other) => isOf(other.assessment, leading) - isOf(one.assessment, leading));
}

/**
 * @param {Assessment} assessment
 * @param {string | undefined} name
 */
function isOf({ bundle }, name) {
  return Number(bundle.name === name);
}

/**
 * What a model is asked, as a title.
 *
 * @param {Assessment} assessment
 */
export function questionText({ band }) {
  return t(band.horizon_years === 0 ? "result.question_now" : "result.question_later");
}

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
 * The figure to show: at the horizon chosen before, else at that of the band.
 *
 * @param {Question} question
 * @param {number | null} chosen Years.
 */
export function shown({ assessment, figures }, chosen) {
  const { horizon_years: deciding } = assessment.band;
  /** @param {number | null} years */
  const at = (years) => figures.find((one) => one.years === years);
  return at(chosen) ?? at(deciding) ?? /** @type {Figure} */ (figures[0]);
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

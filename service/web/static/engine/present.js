/* From the engine's answers to those of POST /v1/risk; as the service's
   transports/present.py. */

import { ineligibility } from "./eligibility.js";
import { narrate } from "./narrative.js";
import { told } from "./notices.js";
import { rounded } from "./numeral.js";
import { assessScores } from "./scores.js";

/**
 * @typedef {import("./engine.js").Assessed} Assessed
 * @typedef {import("./engine.js").Contribution} Contribution
 * @typedef {import("./engine.js").NotAssessed} NotAssessed
 * @typedef {import("./knowledge.js").Decimals} Decimals
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").Interval} Interval
 */

/**
 * All answers about one patient.
 *
 * @param {Knowledge} know
 * @param {(Assessed | NotAssessed)[]} answers
 * @param {Patient} patient
 * @param {Set<string>} inputsOfAny The inputs of every bundle served.
 * @returns {import("../types.js").RiskResponse}
 */
export function present(know, answers, patient, inputsOfAny) {
  const assessed = answers.filter((answer) => "risks" in answer);
  const refused = answers.filter((answer) => "reason" in answer);
  const manifests = assessed.map((answer) => answer.manifest);
  const values = new Map(
    Array.from(
      patient.found,
      ([name, { value }]) => /** @type {const} */ ([name, value]),
    ),
  );
  return {
    assessments: assessed.map((answer) => presented(know, answer)),
    not_assessed: refused.map((answer) => notAssessed(know, answer)),
    notices: told(know, manifests, patient, inputsOfAny),
    reference_scores: ineligibility(know, patient) ? [] : assessScores(know, values),
    request_id: "",
  };
}

/**
 * @param {Knowledge} know
 * @param {Assessed} answer
 * @returns {import("../types.js").Assessment}
 */
function presented(know, answer) {
  const { manifest, band, risks } = answer;
  const decimals = know.rules.present;
  const { digits } = decimals;
  const { horizon_years: deciding, source } = manifest.bands;
  return {
    bundle: { name: manifest.name, version: manifest.version },
    outcome: manifest.outcome.label[know.language],
    risks: manifest.horizons_years.map((years, at) => ({
      horizon_years: years,
      probability: rounded(risks[at], digits),
    })),
    band: {
      code: band,
      label: know.rules.bands[band],
      horizon_years: deciding,
      source: source[know.language],
    },
    advice: answer.advice,
    base_log_odds: rounded(answer.base, digits),
    log_odds: rounded(answer.logOdds, digits),
    contributions: answer.contributions.map((one) => contribution(one, decimals)),
    missing: answer.missing.map(({ variable, low, high, ifLow, ifHigh }) => ({
      variable: variable.name,
      label: variable.label,
      unit: variable.unit,
      low: shortened(low, decimals),
      high: shortened(high, decimals),
      horizon_years: deciding,
      probability_if_low: rounded(ifLow, digits),
      probability_if_high: rounded(ifHigh, digits),
    })),
    interval: interval(answer.interval, digits),
    if_known: interval(answer.ifKnown, digits),
    unfamiliar: answer.unfamiliar,
    standing: answer.standing && {
      ...answer.standing,
      percentile: rounded(answer.standing.percentile, digits),
    },
    narrative: narrate(know, answer),
  };
}

/**
 * @param {Interval | null} found
 * @param {number} digits
 * @returns {Interval | null}
 */
function interval(found, digits) {
  return (
    found && {
      level: found.level,
      risks: found.risks.map(({ horizon_years: years, low, high }) => ({
        horizon_years: years,
        low: rounded(low, digits),
        high: rounded(high, digits),
      })),
      meaning: found.meaning,
    }
  );
}

/**
 * @param {Contribution} found
 * @param {Decimals} decimals
 * @returns {import("../types.js").Contribution}
 */
function contribution({ variable, value, logOdds }, decimals) {
  return {
    variable: variable.name,
    label: variable.label,
    value: value === null ? null : shortened(value, decimals),
    unit: variable.unit,
    measured: value !== null,
    modifiable: variable.modifiable,
    log_odds: rounded(logOdds, decimals.digits),
    odds_ratio: rounded(Math.exp(logOdds), decimals.odds_decimals),
  };
}

/**
 * @param {Knowledge} know
 * @param {NotAssessed} answer
 * @returns {import("../types.js").NotAssessed}
 */
function notAssessed(know, { manifest, reason }) {
  return {
    bundle: manifest.name,
    code: reason.code,
    text: reason.text,
    next_step: reason.next_step,
    criteria: reason.criteria.map(({ variable, ...met }) => ({
      variable,
      label: know.variable(variable).label,
      ...met,
    })),
  };
}

/**
 * @param {Scalar} value
 * @param {Decimals} decimals
 * @returns {Scalar}
 */
function shortened(value, { value_decimals: decimals }) {
  return typeof value === "number" ? rounded(value, decimals) : value;
}

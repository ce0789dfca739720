/* From the engine's answers to those of POST /v1/risk; as the service's
   transports/present.py. */

import { conclude } from "./conclusion.js";
import { ineligibility } from "./eligibility.js";
import { fill } from "./knowledge.js";
import { frequency, narrate } from "./narrative.js";
import { told } from "./notices.js";
import { rounded } from "./numeral.js";
import { assessScores } from "./scores.js";

/**
 * @typedef {import("./engine.js").Assessed} Assessed
 * @typedef {import("./engine.js").Contribution} Contribution
 * @typedef {import("./engine.js").NotAssessed} NotAssessed
 * @typedef {import("./conclusion.js").Conclusion} Conclusion
 * @typedef {import("./knowledge.js").Advice} Advice
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
  const conclusion = conclude(know, patient, assessed);
  const values = new Map(
    Array.from(
      patient.found,
      ([name, { value }]) => /** @type {const} */ ([name, value]),
    ),
  );
  return {
    conclusion: concluded(know, conclusion),
    assessments: assessed.map((answer) => presented(know, answer, conclusion.nextStep)),
    not_assessed: refused.map((answer) => notAssessed(know, answer)),
    notices: told(know, manifests, patient, inputsOfAny),
    reference_scores: ineligibility(know, patient) ? [] : assessScores(know, values),
    request_id: "",
  };
}

/**
 * @param {Knowledge} know
 * @param {Conclusion} conclusion
 * @returns {import("../types.js").Conclusion}
 */
function concluded(know, { status, nextStep, risk }) {
  return {
    status: {
      code: status.code,
      label: status.label,
      text: status.text,
      tests: status.tests.map(({ code, compared: { variable, ...compared } }) => ({
        variable,
        label: know.variable(variable).label,
        ...compared,
        code,
      })),
      guideline: fill(know.rules.glycaemia.texts.glycaemic_guideline, {}),
      caution: status.caution,
    },
    next_step: step(nextStep),
    risk: risk && leading(know, risk),
  };
}

/**
 * @param {Knowledge} know
 * @param {Assessed} answer
 * @returns {import("../types.js").LeadingRisk}
 */
function leading(know, answer) {
  const { manifest, band, risks, deciding } = answer;
  return {
    bundle: manifest.name,
    outcome: manifest.outcome.label[know.language],
    horizon_years: manifest.bands.horizon_years,
    probability: rounded(risks[deciding], know.rules.present.digits),
    band,
    text: frequency(know, answer),
  };
}

/**
 * @param {Advice} advice
 * @returns {import("../types.js").Advice}
 */
function step({ code, text, within_days: days }) {
  return { code, text, within_days: days };
}

/**
 * @param {Knowledge} know
 * @param {Assessed} answer
 * @param {Advice} advice
 * @returns {import("../types.js").Assessment}
 */
function presented(know, answer, advice) {
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
    advice: step(advice),
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
    next_step: reason.next_step.text,
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

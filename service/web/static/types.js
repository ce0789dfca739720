/* The shapes that modules hand to each other, for the type checker; nothing runs here.
   Answers are those of POST /v1/risk; their fields are described in its schema. */

/**
 * @typedef {number | string | boolean | {value: number, unit: string}} Value
 * @typedef {Record<string, Value>} Patient As POST /v1/risk takes it; absent is unknown.
 *
 * @typedef {object} RiskRequest
 * @property {Patient} patient
 * @property {string[]} [bundles]
 * @property {"vi" | "en"} [language]
 * @property {boolean} [interval]
 *
 * @typedef {object} Contribution
 * @property {string} variable
 * @property {string} label
 * @property {number | string | boolean | null} value
 * @property {string | null} unit
 * @property {boolean} measured
 * @property {boolean} modifiable
 * @property {number} log_odds
 * @property {number} odds_ratio
 *
 * @typedef {object} MissingInput
 * @property {string} variable
 * @property {string} label
 * @property {string | null} unit
 * @property {number | string | boolean} low
 * @property {number | string | boolean} high
 * @property {number} horizon_years
 * @property {number} probability_if_low
 * @property {number} probability_if_high
 *
 * @typedef {object} Interval
 * @property {number} level
 * @property {{horizon_years: number, low: number, high: number}[]} risks
 * @property {string} meaning
 *
 * @typedef {object} Standing
 * @property {number} percentile Share of peers with a lower score, 0 to 100.
 * @property {string} sex
 * @property {number} age_from
 * @property {number} age_to
 * @property {string} population Who the peers are.
 * @property {string} text
 *
 * @typedef {{code: string, text: string, within_days: number | null}} Advice
 *
 * @typedef {object} Assessment
 * @property {{name: string, version: string}} bundle
 * @property {string} outcome
 * @property {{horizon_years: number, probability: number}[]} risks
 * @property {{code: string, label: string, horizon_years: number, source: string}} band
 * @property {Advice} advice
 * @property {number} base_log_odds
 * @property {number} log_odds
 * @property {Contribution[]} contributions
 * @property {MissingInput[]} missing
 * @property {Interval | null} interval
 * @property {Interval | null} if_known
 * @property {{code: string, variables: string[], text: string}[]} unfamiliar
 * @property {Standing | null} standing
 * @property {string} narrative
 *
 * @typedef {object} NotAssessed
 * @property {string} bundle
 * @property {string} code
 * @property {string} text
 * @property {string} next_step
 * @property {{variable: string, label: string, value: number, unit: string,
 *   threshold: number}[]} criteria
 *
 * @typedef {object} Notice
 * @property {string} variable
 * @property {string} code
 * @property {string} text
 * @property {string | null} bundle
 *
 * @typedef {object} ReferenceScore
 * @property {string} code
 * @property {string} name
 * @property {string} citation
 * @property {string} outcome
 * @property {number | null} value
 * @property {number | null} low
 * @property {number | null} high
 * @property {{code: string, label: string} | null} band
 * @property {{code: string, label: string}[]} possible_bands
 * @property {string[]} missing
 * @property {string | null} not_applicable
 *
 * @typedef {object} GlycaemicStatus
 * @property {string} code
 * @property {string} label
 * @property {string} text
 * @property {{variable: string, label: string, value: number, unit: string, code: string,
 *   threshold: number}[]} tests
 * @property {string} guideline
 * @property {string | null} caution
 *
 * @typedef {object} LeadingRisk
 * @property {string} bundle
 * @property {string} outcome
 * @property {number} horizon_years
 * @property {number} probability
 * @property {string} band
 * @property {string} text
 *
 * @typedef {object} Conclusion
 * @property {GlycaemicStatus} status
 * @property {Advice} next_step
 * @property {LeadingRisk | null} risk
 *
 * @typedef {object} RiskResponse
 * @property {Conclusion} conclusion
 * @property {Assessment[]} assessments
 * @property {NotAssessed[]} not_assessed
 * @property {Notice[]} notices
 * @property {ReferenceScore[]} reference_scores
 * @property {string} request_id
 *
 * @typedef {{pointer: string, code: string, message: string}} RequestError
 * @typedef {object} Problem
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {RequestError[]} errors
 * @property {string} request_id
 *
 * @typedef {object} Answered
 * @property {RiskResponse} answer
 * @property {"server" | "browser"} answeredBy
 * @property {Date} at
 *
 * @typedef {{code: string, symbol: string, scale: number, offset: number}} Unit
 * @typedef {{code: string, number: number, label: string}} Choice
 * @typedef {object} Variable
 * @property {string} name
 * @property {"quantity" | "choice" | "yes_no"} kind
 * @property {string} label
 * @property {string | null} unit
 * @property {Unit[]} units The canonical one first.
 * @property {number | null} low
 * @property {number | null} high
 * @property {number} decimals
 * @property {Choice[]} choices
 * @property {boolean} modifiable
 * @property {boolean} required
 * @property {string[]} derived_from
 *
 * @typedef {object} BundleDescription
 * @property {string} name
 * @property {string} version
 * @property {Record<string, string>} files SHA-256 by file.
 * @property {string} url Where its files are.
 * @property {string} outcome
 * @property {number[]} horizons_years
 * @property {string[]} inputs
 * @property {string[]} required_inputs
 * @property {{horizon_years: number, levels: {code: string, below: number | null}[]}} bands
 * @property {string} caution
 * @property {string} compared_with
 *
 * @typedef {object} TextTable
 * @property {"vi" | "en"} language
 * @property {Record<string, string>} messages
 * @property {Variable[]} variables
 * @property {any} clinical What the browser's engine needs; see engine/.
 * @property {BundleDescription[]} bundles
 */

export {};

/* Thresholds as guidelines print them, in each unit; as the service's
   clinical/criteria.py. */

/**
 * @typedef {import("./knowledge.js").Criterion} Criterion
 * @typedef {import("./measurement.js").Patient} Patient
 *
 * @typedef {object} Comparison
 * @property {string} variable
 * @property {number} value In the unit sent.
 * @property {string} unit
 * @property {number} threshold
 */

/**
 * A patient's value beside a criterion's threshold.
 *
 * @param {Criterion} criterion
 * @param {Patient} patient
 * @returns {Comparison | null} Null if the value is not known.
 */
export function compare({ variable, at_least: atLeast }, { found }) {
  const measurement = found.get(variable);
  const unit = (measurement?.unit ?? measurement?.variable.units[0])?.code;
  if (measurement === undefined || unit === undefined) {
    return null;
  }
  const threshold = atLeast[unit];
  if (threshold === undefined) {
    throw new Error(`no threshold of ${variable} is known in ${unit}`);
  }
  return { variable, value: measurement.sent ?? measurement.number, unit, threshold };
}

/**
 * @param {Comparison} comparison
 * @returns {boolean} Whether the value meets the criterion.
 */
export function isReached({ value, threshold }) {
  return value >= threshold;
}

/**
 * The criteria that a patient's known values reach, in their order.
 *
 * @param {Criterion[]} criteria
 * @param {Patient} patient
 * @returns {Comparison[]}
 */
export function criteriaMet(criteria, patient) {
  return criteria.flatMap((criterion) => {
    const compared = compare(criterion, patient);
    return compared !== null && isReached(compared) ? [compared] : [];
  });
}

/* A patient's values in the fragment of a link, which browsers send to nobody:
   `#age=54&sex=female&fasting_glucose=106%20mg%2FdL&language=vi`. Values stand there as
   POST /v1/risk takes them; nothing that names the patient does. */

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").Value} Value */

const LANGUAGE = "language";
const MEASURED = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?: (\S.*))?$/i;

/**
 * Read a fragment; what is no value of any kind stays as the text that it is.
 *
 * @param {string} hash Such as `location.hash`.
 * @returns {{values: Patient, language: "vi" | "en" | null}}
 */
export function readFragment(hash) {
  /** @type {Patient} */
  const values = {};
  /** @type {"vi" | "en" | null} */
  let language = null;
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (name === LANGUAGE) {
      language = text === "vi" || text === "en" ? text : null;
    } else if (text !== "") {
      values[name] = valueOf(text);
    }
  }
  return { values, language };
}

/**
 * @param {string} text
 * @returns {Value}
 */
function valueOf(text) {
  if (text === "true" || text === "false") {
    return text === "true";
  }
  const measured = MEASURED.exec(text);
  const value = Number(measured?.[1]);
  if (measured === null || !Number.isFinite(value)) {
    return text;
  }
  return measured[2] === undefined ? value : { value, unit: measured[2] };
}

/**
 * Write a fragment.
 *
 * @param {Patient} patient
 * @param {"vi" | "en"} language
 * @returns {string} With its `#`.
 */
export function fragmentOf(patient, language) {
  const fields = Object.entries({ ...patient, [LANGUAGE]: language });
  const pairs = fields.map(([name, value]) => `${name}=${encodeURIComponent(textOf(value))}`);
  return `#${pairs.join("&")}`;
}

/** @param {Value} value */
function textOf(value) {
  return typeof value === "object" ? `${value.value} ${value.unit}` : String(value);
}

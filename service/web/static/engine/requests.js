/* The body of a request, read whole: every problem is told, not the first; as the
   service's transports/requests.py. */

import { fill } from "./knowledge.js";
import { unknownVariable } from "./problems.js";
import { readPatient } from "./reading.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("../types.js").RequestError} Problem
 */

/** A request that cannot be answered; pointers start at the body's root. */
export class InvalidRequest extends Error {
  /** @param {Problem[]} errors */
  constructor(errors) {
    super(errors.map(({ pointer, code }) => `${pointer} ${code}`).join(", "));
    this.name = "InvalidRequest";
    this.errors = errors;
  }
}

/**
 * Read `{patient, bundles?, language?, interval?}`.
 *
 * @param {Knowledge} know
 * @param {unknown} body
 * @param {readonly string[]} served Names of the bundles there are.
 * @returns {{patient: Patient, bundles: string[], interval: boolean}}
 */
export function readRequest(know, body, served) {
  const { texts, fields, languages, interval: byDefault } = know.rules.requests;
  if (!isObject(body)) {
    throw new InvalidRequest([problem("", "wrong_type", texts.body_an_object)]);
  }
  const refused = Object.keys(body)
    .filter((name) => !fields.includes(name))
    .map((name) => unknownVariable(know, name));
  const language = body.language ?? null;
  if (language !== null && !languages.some((one) => one === language)) {
    refused.push(accepted("/language", "unknown_choice", texts, languages));
  }
  const interval = body.interval ?? byDefault;
  if (typeof interval !== "boolean") {
    refused.push(accepted("/interval", "wrong_type", texts, ["true", "false"]));
  }
  const bundles = readBundles(texts, body.bundles ?? null, served, refused);
  const values = body.patient ?? null;
  if (!isObject(values)) {
    const code = values === null ? "required" : "wrong_type";
    refused.push(problem("/patient", code, texts.patient_an_object));
    throw new InvalidRequest(refused);
  }
  const read = readPatient(know, values);
  for (const { pointer, ...why } of read.refused) {
    refused.push({ pointer: `/patient${pointer}`, ...why });
  }
  if (refused.length > 0) {
    throw new InvalidRequest(refused);
  }
  return { patient: read.patient, bundles, interval: interval === true };
}

/**
 * @param {Record<string, string>} texts
 * @param {unknown} asked
 * @param {readonly string[]} served
 * @param {Problem[]} refused A problem is added for each unknown bundle.
 * @returns {string[]} The bundles asked for, each once.
 */
function readBundles(texts, asked, served, refused) {
  if (asked === null) {
    return [...served];
  }
  if (!Array.isArray(asked) || asked.length === 0) {
    refused.push(accepted("/bundles", "unknown_choice", texts, served));
    return [];
  }
  asked.forEach((name, at) => {
    if (!served.includes(name)) {
      refused.push(accepted(`/bundles/${at}`, "unknown_choice", texts, served));
    }
  });
  return [...new Set(asked)].filter((name) => served.includes(name));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {string} pointer
 * @param {string} code
 * @param {string | undefined} text
 * @returns {Problem}
 */
function problem(pointer, code, text) {
  return { pointer, code, message: fill(text, {}) };
}

/**
 * @param {string} pointer
 * @param {string} code
 * @param {Record<string, string>} texts
 * @param {readonly string[]} names
 * @returns {Problem}
 */
function accepted(pointer, code, texts, names) {
  return { pointer, code, message: fill(texts.accepted, { names: names.join(", ") }) };
}

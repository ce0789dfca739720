/* A file that was chosen or dropped: a FHIR record, a table, or results in plain text.
   Only a FHIR record leaves the browser, and without what names the patient. */

import { table, t } from "../text.js";
import { anonymous } from "./anonymous.js";
import { readPasted } from "./pasted.js";
import { nothingRead } from "./reading.js";
import { readSheet } from "./sheet.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("./reading.js").Reading} Reading */

/**
 * @typedef {{count: number, row: (number: number) => Reading}} Opened Rows from 1.
 * @typedef {{refused: string}} Refused
 */

const MEGABYTE = 2 ** 20;
const MOST_MEGABYTES = 16; // as many as the service reads of a record
const PATIENCE_MS = 20_000;

/**
 * @param {File} file
 * @returns {Promise<Opened | Refused>}
 */
export async function openFile(file) {
  const { name } = file;
  if (file.size > MOST_MEGABYTES * MEGABYTE) {
    const size = Math.ceil(file.size / MEGABYTE);
    return { refused: t("entry.file_large", { file: name, size, most: MOST_MEGABYTES }) };
  }
  const text = (await file.text()).replace(/^\ufeff/, "");
  if (/^\s*\{/.test(text)) {
    return openJson(name, text);
  }
  const unknown = { refused: t("entry.file_unknown", { file: name }) };
  if (text.includes("\0")) {
    return unknown;
  }
  const sheet = readSheet(text);
  if (sheet !== null) {
    return sheet.count === 0 ? { refused: t("entry.file_empty", { file: name }) } : sheet;
  }
  const reading = readPasted(text, new Date());
  return reading.offers.length + reading.questions.length > 0 ? one(reading) : unknown;
}

/** @param {Reading} reading */
function one(reading) {
  return { count: 1, row: () => reading };
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {Promise<Opened | Refused>}
 */
async function openJson(name, text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    return { refused: t("entry.file_broken", { file: name }) };
  }
  if (typeof content.resourceType === "string") {
    return openRecord(content);
  }
  const patient = content.request?.patient ?? content.patient;
  return typeof patient === "object" && patient !== null
    ? one(asRead(patient))
    : { refused: t("entry.file_unknown", { file: name }) };
}

/**
 * Let the service read a record from which the patient's identity was taken.
 *
 * @param {Record<string, unknown>} record
 * @returns {Promise<Opened | Refused>}
 */
async function openRecord(record) {
  const content = await readByService(JSON.stringify(anonymous(record))).catch(() => null);
  if (content === null) {
    return { refused: t("entry.file_offline") };
  }
  if (content.patient === undefined) {
    return { refused: t("entry.file_refused", { detail: detailOf(content) }) };
  }
  const notices = content.notices.map((/** @type {{text: string}} */ { text }) => text);
  return one({ ...asRead(content.patient), remarks: [t("entry.file_privacy"), ...notices] });
}

/**
 * @param {string} body
 * @returns {Promise<any>} What was read, or a problem; null if it is not the service that
 *   answers, but a hotspot or a proxy.
 */
async function readByService(body) {
  const answer = await fetch(`/page/record?language=${table().language}`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const type = answer.headers.get("content-type") ?? "";
  return type.startsWith(answer.ok ? "application/json" : "application/problem+json")
    ? answer.json()
    : null;
}

/** @param {Partial<import("../types.js").Problem>} problem */
function detailOf({ detail = "", errors = [] }) {
  return [detail, ...errors.map(({ pointer, message }) => `${pointer}: ${message}`)].join(" ");
}

/**
 * @param {Patient} patient
 * @returns {Reading}
 */
function asRead(patient) {
  const known = Object.entries(patient).filter(([, value]) => value !== null);
  const reason = t("entry.unread_name");
  return {
    ...nothingRead(),
    offers: known.filter(isValue).map(([name, value]) => ({ name, value, from: name })),
    unread: known.filter((one) => !isValue(one)).map(([from]) => ({ from, reason })),
  };
}

/** Whether the value has a form that the API takes. @param {[string, any]} field */
function isValue([, value]) {
  return typeof value === "object"
    ? typeof value.value === "number" && typeof value.unit === "string"
    : ["number", "string", "boolean"].includes(typeof value);
}

/* Who answers: the server, or this browser where the server cannot be reached. Both give
   the same answer to the same question; which of them did is always said. Once the
   server has not answered, the browser goes on by itself for a while, so that nobody
   waits for every number on a weak link. */

import { table } from "./text.js";

/** @typedef {import("./types.js").Answered} Answered */
/** @typedef {import("./types.js").Problem} Problem */
/** @typedef {import("./types.js").RiskRequest} RiskRequest */
/** @typedef {import("./types.js").RiskResponse} RiskResponse */
/** @typedef {import("./engine/engine.js").Engine} Engine */

const PROMPT_MS = 4_000; // then the browser answers, if it can
const PATIENCE_MS = 20_000;
const APART_MS = 30_000; // between two attempts to reach a silent server
// About the question itself; too many requests, say, are no reason to ask otherwise.
const REFUSALS = new Set([400, 413, 415, 422]);

/** The question itself is refused, by whoever was asked. */
export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** @type {Engine | null} */
let engine = null;

/** @type {Promise<Engine | null> | null} */
let opening = null;

let apartUntil = 0;

/** The browser's own engine, once it is there. */
export function localEngine() {
  return engine;
}

/**
 * Fetch the models and make the browser's own engine; null if that is not possible now.
 *
 * @returns {Promise<Engine | null>}
 */
export function loadLocalEngine() {
  opening ??= open().catch((error) => {
    console.info(`no answers without the server: ${error.message}`);
    opening = null;
    return null;
  });
  return opening;
}

async function open() {
  const { openEngine } = await import("./engine/engine.js");
  engine = await openEngine(table(), fetchBytes);
  return engine;
}

/** @param {string} url */
async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Ask for the risk, in the language of the page.
 *
 * @param {RiskRequest} request
 * @returns {Promise<Answered>}
 * @throws {Refused} The request is not one that can be answered.
 */
export async function ask(request) {
  const question = { language: table().language, ...request };
  if (engine !== null && performance.now() < apartUntil) {
    return answered(here(engine, question), "browser");
  }
  const stop = new AbortController();
  const timers = [
    setTimeout(() => opening?.then((own) => own && stop.abort()), PROMPT_MS),
    setTimeout(() => stop.abort(), PATIENCE_MS),
  ];
  try {
    const answer = await there(question, stop.signal);
    apartUntil = 0;
    return answered(answer, "server");
  } catch (error) {
    if (error instanceof Refused) {
      throw error;
    }
    apartUntil = performance.now() + APART_MS;
    const own = await loadLocalEngine();
    if (own === null) {
      throw error;
    }
    return answered(here(own, question), "browser");
  } finally {
    timers.forEach(clearTimeout);
  }
}

addEventListener("online", () => {
  apartUntil = 0;
});

/**
 * @param {RiskResponse} answer
 * @param {"server" | "browser"} answeredBy
 * @returns {Answered}
 */
function answered(answer, answeredBy) {
  return { answer, answeredBy, at: new Date() };
}

/**
 * The server's answer. What is not an answer of the service, such as the page of a
 * hotspot or of a proxy, counts as no answer.
 *
 * @param {RiskRequest} question
 * @param {AbortSignal} signal
 * @returns {Promise<RiskResponse>}
 */
async function there(question, signal) {
  const response = await fetch("/page/assess", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
    redirect: "error",
    signal,
  });
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && type.startsWith("application/json")) {
    return response.json();
  }
  if (REFUSALS.has(response.status) && type.startsWith("application/problem+json")) {
    throw new Refused({ detail: "", errors: [], ...(await response.json()) });
  }
  throw new Error(`the server answered ${response.status}`);
}

/**
 * The browser's own answer.
 *
 * @param {Engine} own
 * @param {RiskRequest} question
 * @returns {RiskResponse}
 */
function here(own, question) {
  try {
    return own.assess(question);
  } catch (error) {
    if (error instanceof Error && "errors" in error) {
      const errors = /** @type {Problem["errors"]} */ (error.errors);
      throw new Refused({
        type: "urn:diabetes-risk:problem:invalid-request",
        title: error.message,
        status: 422,
        detail: errors.map(({ message }) => message).join(" "),
        errors,
        request_id: "",
      });
    }
    throw error;
  }
}

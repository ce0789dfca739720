/* Puts the page together: what is entered is asked about, and the answer is shown. */

import { ask, localEngine, Refused } from "./ask.js";
import { createEntry } from "./entry/entry.js";
import { fragmentOf, readFragment } from "./entry/fragment.js";
import { prepareOffline } from "./offline.js";
import { createResult } from "./result/result.js";
import { loadText, t } from "./text.js";

/** @typedef {import("./types.js").Patient} Patient */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

/**
 * Complete the link to the other language with what has been entered.
 *
 * @param {() => Patient} values
 */
function keepValuesAcrossLanguages(values) {
  const link = /** @type {HTMLAnchorElement} */ (element("language"));
  link.addEventListener("click", () => {
    link.hash = fragmentOf(values(), link.lang === "vi" ? "vi" : "en");
  });
}

/** @type {"server" | "browser"} */
let lastAnsweredBy = "server";

/** Say whether a connection is needed: not once the browser can answer by itself. */
function tellConnection() {
  const place = element("connection");
  const alone = lastAnsweredBy === "browser";
  const state = alone ? "offline" : localEngine() === null ? "" : "ready";
  if (place.dataset.state !== state) {
    place.dataset.state = state;
    place.textContent = state === "" ? "" : t(`shell.${state}`);
  }
}

function turnToResult() {
  const section = element("result");
  section.scrollIntoView({ block: "start" });
  section.focus({ preventScroll: true });
}

function start() {
  // Only the newest question's answer is shown.
  let newest = 0;
  const result = createResult(element("result"), {
    askAgain: () => update(entry.patient()),
    onConclusion: (glance) => entry.conclude(glance),
  });
  const form = /** @type {HTMLFormElement} */ (element("entry"));
  const entry = createEntry(form, { onChange: update, onSubmit: turnToResult });

  /**
   * @param {Patient | null} patient
   * @param {{missing: string[], wrong: string[]}} [waitingFor] Why there is no patient.
   */
  async function update(patient, waitingFor) {
    const question = ++newest;
    if (patient === null) {
      result.empty(waitingFor);
      return;
    }
    result.waiting();
    /** @type {import("./types.js").Answered} */
    let answered;
    try {
      answered = await ask({ patient });
    } catch (error) {
      if (question === newest) {
        result.failed(error instanceof Refused ? error.problem : null);
      }
      return;
    }
    if (question === newest) {
      lastAnsweredBy = answered.answeredBy;
      tellConnection();
      try {
        result.show(answered.answer, { patient, ...answered });
      } catch (error) {
        // Half an answer, or the last patient's, must not stay.
        result.failed(null);
        throw error;
      }
    }
  }

  keepValuesAcrossLanguages(entry.values);
  const fillFromLink = () => {
    const { values } = readFragment(location.hash);
    entry.fill(values);
    if (Object.keys(values).length > 0) {
      // Once it is edited it is another patient's: it must not come back, nor be copied.
      history.replaceState(null, "", location.pathname + location.search);
    }
  };
  fillFromLink();
  window.addEventListener("hashchange", fillFromLink);
  prepareOffline().then(tellConnection);
}

const { language } = readFragment(location.hash);
if (language !== null && language !== document.documentElement.lang) {
  location.replace(`/?language=${language}${location.hash}`);
} else {
  await loadText();
  document.documentElement.classList.add("scripted");
  start();
}

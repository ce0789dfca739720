/* Sharing: a link whose fragment carries the values, a printed page, and files. Nothing of
   it names the patient, and only the FHIR document is made by the service. */

import { fragmentOf } from "../entry/fragment.js";
import { t, table } from "../text.js";
import { part, say } from "./dom.js";
import { modelsOf } from "./pairs.js";
import { drawSheet } from "./sheet.js";

/** @typedef {import("../types.js").RiskResponse} RiskResponse */
/** @typedef {import("./pairs.js").Question} Question */
/** @typedef {import("./result.js").Asked} Asked */
/** @typedef {{answer: RiskResponse, asked: Asked}} Latest */

const DOCUMENT = "/page/document";
const FHIR = "application/fhir+json";

/** @param {HTMLElement} section */
export function createShare(section) {
  const card = part(section, "share");
  const sheet = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  /** @type {Latest | null} */
  let latest = null;

  /** @param {string} text */
  function tell(text) {
    say(card, { shared: text });
  }

  /**
   * @param {string} name
   * @param {(shared: Latest) => unknown} act
   */
  function on(name, act) {
    part(card, name).addEventListener("click", () => {
      if (latest !== null) {
        act(latest);
      }
    });
  }

  on("print", () => window.print());
  on("copy", async (shared) => {
    const link = linkTo(shared);
    try {
      await navigator.clipboard.writeText(link);
      tell(t("share.copied"));
    } catch {
      offerLink(card, link);
      tell(t("share.copy_failed"));
    }
  });
  on("send", async (shared) => {
    const file = { title: t("share.sheet_title"), url: linkTo(shared) };
    await navigator.share(file).catch(() => null); // closed without sending
  });
  on("json", (shared) => {
    tell(t("share.saved", { file: save(recordOf(shared), "json", "application/json") }));
  });
  on("document", async (shared) => {
    tell(t("share.document_wait"));
    tell(await saveDocument(shared));
  });
  part(card, "send").hidden = !("share" in navigator);

  return {
    /**
     * @param {Latest | null} shown
     * @param {Question[]} questions
     */
    show(shown, questions) {
      if (shown?.answer !== latest?.answer) {
        tell("");
        part(card, "link").hidden = true;
      }
      latest = shown;
      sheet.hidden = shown === null;
      if (shown !== null) {
        drawSheet(sheet, shown, questions);
      }
    },
  };
}

/** @param {Latest} latest */
function linkTo({ asked }) {
  return `${location.origin}${location.pathname}${fragmentOf(asked.patient, table().language)}`;
}

/**
 * The link in a field, where the clipboard cannot be written.
 *
 * @param {Element} card
 * @param {string} link
 */
function offerLink(card, link) {
  const field = part(card, "link");
  field.hidden = false;
  const input = /** @type {HTMLInputElement} */ (field.querySelector("input"));
  input.value = link;
  input.focus();
  input.select();
}

/** @param {Latest} latest */
function recordOf({ answer, asked: { patient, answeredBy, at } }) {
  return {
    made_at: at.toISOString(),
    answered_by: answeredBy,
    models: modelsOf(answer),
    request: { patient, language: table().language },
    answer,
  };
}

/**
 * @param {unknown} content
 * @param {string} ending
 * @param {string} type
 * @returns {string} What the file is called.
 */
function save(content, ending, type) {
  const stamp = new Date().toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  const link = document.createElement("a");
  link.download = `${t("share.file")}-${stamp}.${ending}`;
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return link.download;
}

/**
 * @param {Latest} latest
 * @returns {Promise<string>} What came of it, in words.
 */
async function saveDocument({ asked: { patient } }) {
  const body = JSON.stringify({ patient, language: table().language });
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(DOCUMENT, { method: "POST", headers, body });
    const content = await response.json();
    return response.ok
      ? t("share.saved", { file: save(content, "fhir.json", FHIR) })
      : t("share.document_refused", { text: content.detail ?? response.statusText });
  } catch {
    return t("share.document_offline");
  }
}

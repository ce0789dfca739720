/* What one must know before relying on a figure: of whom it does not hold, what it leaves
   out, how values were read. The texts are the service's own. */

import { t } from "../text.js";
import { clone, element, list, part, say } from "./dom.js";
import { listing } from "./values.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").Notice} Notice */

// These tell how a value was read, which changes nothing; the others change a reader's mind.
const QUIET = new Set(["unit_converted", "derived", "implied"]);
const NOT_USED = "not_used";

/**
 * What the reader must know before relying on a figure: about it, or about the values.
 *
 * @param {Assessment} assessment
 * @param {Notice[]} notices
 */
export function remarksOn(assessment, notices) {
  const name = assessment.bundle.name;
  const concerned = notices.filter(({ bundle }) => bundle === null || bundle === name);
  /** @param {(code: string) => boolean} wanted */
  const texts = (wanted) => concerned.filter(({ code }) => wanted(code)).map(({ text }) => text);
  const unused = concerned.filter(({ code }) => code === NOT_USED);
  return {
    cautions: texts((code) => code !== NOT_USED && !QUIET.has(code)),
    unfamiliar: assessment.unfamiliar.map(({ text }) => text),
    notUsed:
      unused.length > 0
        ? t("result.not_used", { names: listing(unused.map(({ variable }) => variable)) })
        : "",
  };
}

/**
 * @param {Element} root
 * @param {Assessment} assessment
 * @param {Notice[]} notices
 */
export function drawCautions(root, assessment, notices) {
  const { cautions, unfamiliar, notUsed } = remarksOn(assessment, notices);
  const all = [...cautions, ...unfamiliar];
  const card = part(root, "cautions");
  card.hidden = all.length === 0 && notUsed === "";
  say(card, { "not-used": notUsed });
  list(card, "cautions", all.map(noticeItem));
}

/** @param {string} text */
export function noticeItem(text) {
  const item = clone("part-notice");
  item.textContent = text;
  return item;
}

/**
 * How values were read: told, but quietly.
 *
 * @param {Element} root
 * @param {Notice[]} notices
 */
export function drawRemarks(root, notices) {
  const quiet = notices.filter(({ code }) => QUIET.has(code));
  list(
    root,
    "remarks",
    quiet.map(({ text }) => element("li", text)),
  );
  part(root, "remarks").hidden = quiet.length === 0;
}

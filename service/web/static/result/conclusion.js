/* The one conclusion about the patient, above every figure: what the known tests say, what to
   do next, and the risk that adds to it. The texts are the service's own. */

import { t } from "../text.js";
import { part, say } from "./dom.js";
import { countText, frequency } from "./figures.js";

/** @typedef {import("../types.js").Conclusion} Conclusion */

/**
 * @param {Element} root
 * @param {Conclusion} conclusion
 */
export function drawConclusion(root, conclusion) {
  const card = part(root, "conclusion");
  card.dataset.status = conclusion.status.code;
  say(card, {
    ...conclusionTexts(conclusion),
    leading: conclusion.risk?.text ?? "",
    guideline: conclusion.status.guideline,
  });
}

/**
 * What is said on paper too, by the part that says it.
 *
 * @param {Conclusion} conclusion
 * @returns {Record<string, string>}
 */
export function conclusionTexts({ status, next_step: step }) {
  return {
    status: status.label,
    "status-text": status.text,
    "next-step": step.text,
    misleads: status.caution ?? "",
  };
}

/**
 * The conclusion in the fewest words, for a place where it is only glanced at.
 *
 * @param {Conclusion} conclusion
 */
export function glance({ status, risk }) {
  if (risk === null) {
    return status.label;
  }
  const { count, people } = frequency(risk.probability);
  return `${status.label} · ${countText(count)} ${t("result.figure_of", { people })}`;
}

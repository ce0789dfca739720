/* What stands beside a model's figure: where the patient stands among peers, and what
   published scores say. */

import { t } from "../text.js";
import { clone, list, part, say, shape } from "./dom.js";
import { listing } from "./values.js";

/** @typedef {import("../types.js").ReferenceScore} ReferenceScore */
/** @typedef {import("../types.js").Standing} Standing */

/**
 * @param {Element} root
 * @param {Standing | null} standing
 */
export function drawStanding(root, standing) {
  part(root, "standing").hidden = standing === null;
  if (standing === null) {
    return;
  }
  const place = `${standing.percentile}%`;
  shape(root, "below", { width: place });
  shape(root, "mark", { x1: place, x2: place });
  say(root, { "standing-text": standing.text, population: standing.population });
}

/**
 * @param {Element} root
 * @param {ReferenceScore[]} scores
 */
export function drawScores(root, scores) {
  part(root, "scores").hidden = scores.length === 0;
  const open = new Set(
    [...root.querySelectorAll('[data-list="scores"] tr:has(details[open])')].map(
      (row) => /** @type {HTMLElement} */ (row).dataset.code,
    ),
  );
  const rows = scores.map((score) => {
    const row = clone("part-score");
    row.dataset.code = score.code;
    row.querySelector("details")?.toggleAttribute("open", open.has(score.code));
    say(row, {
      name: score.name,
      points: pointsText(score),
      band: bandText(score),
      predicts: t("result.score_predicts", { outcome: score.outcome }),
      lacks: lacksText(score),
      source: t("result.score_source", { citation: score.citation }),
    });
    return row;
  });
  list(root, "scores", rows);
}

/** @param {ReferenceScore} score */
function lacksText({ missing }) {
  return missing.length > 0 ? t("result.score_lacks", { names: listing(missing) }) : "";
}

/** @param {ReferenceScore} score */
export function pointsText({ value, low, high }) {
  if (value !== null) {
    return String(value);
  }
  return low === null || high === null ? "–" : t("result.points_between", { low, high });
}

/** @param {ReferenceScore} score */
export function bandText({ band, possible_bands: possible, not_applicable: reason }) {
  const [first, last] = [possible[0], possible.at(-1)];
  if (reason !== null || first === undefined || last === undefined) {
    return reason ?? "";
  }
  return band?.label ?? t("result.band_between", { low: first.label, high: last.label });
}

/* The figure itself: what it answers, in words, as people, its range and its band, and who
   worked it out. */

import { t, table } from "../text.js";
import { clone, list, part, say } from "./dom.js";
import { countText, frequency, limit, percent, rangeText, sentence, when } from "./figures.js";
import { bundleOf, questionText } from "./pairs.js";
import { drawPeople } from "./people.js";
import { timeText } from "./values.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("./pairs.js").Figure} Figure */
/** @typedef {{answeredBy: "server" | "browser", at: Date}} Origin */

/**
 * @param {Element} root
 * @param {Figure} figure
 * @param {Assessment} assessment
 * @param {Origin} origin
 */
export function drawHeadline(root, figure, assessment, origin) {
  const { count, people } = frequency(figure.probability);
  const { band, bundle, interval } = assessment;
  say(root, {
    question: questionText(assessment),
    outcome: assessment.outcome,
    when: when(figure.years),
    count: countText(count),
    of: t("result.figure_of", { people }),
    sentence: sentence(figure.probability, figure.years),
    range: rangeText(figure.range, people),
    "band-label": bandText(assessment),
    "band-note": bandNote(figure, assessment),
    limits: t("result.limits", { caution: bundleOf(bundle.name).caution }),
    meaning: interval?.meaning ?? "",
    "band-source": band.source,
    origin: originText(assessment, origin),
  });
  part(root, "band").dataset.band = band.code;
  const about = /** @type {HTMLAnchorElement} */ (part(root, "about"));
  about.href = `/models/${bundle.name}?language=${table().language}`;
  list(root, "levels", levels(assessment));
  drawPeople(root, figure);
}

/**
 * The band in words: of a risk, or of a chance where it is about today.
 *
 * @param {Assessment} assessment
 */
export function bandText({ band }) {
  return t(band.horizon_years === 0 ? "result.band_chance" : "result.band_risk", {
    band: band.label,
  });
}

/**
 * Which figure decides the band, where another one is shown.
 *
 * @param {Figure} figure
 * @param {Assessment} assessment
 */
function bandNote({ years }, { band, risks }) {
  const deciding = risks.find((one) => one.horizon_years === band.horizon_years);
  if (deciding === undefined || years === band.horizon_years) {
    return "";
  }
  const figure = percent(deciding.probability);
  return t("result.band_note", { when: when(band.horizon_years), figure });
}

/** @param {Assessment} assessment */
function levels({ band, bundle }) {
  let start = 0;
  return bundleOf(bundle.name).bands.levels.map(({ code, below }) => {
    const item = clone("part-level");
    item.dataset.band = code;
    item.toggleAttribute("data-current", code === band.code);
    if (code === band.code) {
      item.setAttribute("aria-current", "true");
    }
    say(item, {
      "level-label": table().clinical.bands[code],
      "level-range": levelText(start, below),
    });
    start = below ?? start;
    return item;
  });
}

/**
 * @param {number} start
 * @param {number | null} below
 */
function levelText(start, below) {
  if (below === null) {
    return t("result.level_above", { start: limit(start) });
  }
  return start === 0
    ? t("result.level_below", { end: limit(below) })
    : t("result.level_between", { start: limit(start), end: limit(below) });
}

/**
 * @param {Assessment} assessment
 * @param {Origin} origin
 */
function originText({ bundle }, { answeredBy, at }) {
  const who = t(answeredBy === "browser" ? "result.origin_browser" : "result.origin_server");
  return t("result.origin", { who, at: timeText(at), name: bundle.name, version: bundle.version });
}

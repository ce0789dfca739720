/* The printed page: one A4 sheet with the conclusion and everything that a record needs, and
   blank lines for what this page never asks: whose it is, and who signs. */

import { t, table, variable } from "../text.js";
import { bandText as scoreBandText, pointsText } from "./around.js";
import { remarksOn } from "./cautions.js";
import { conclusionTexts } from "./conclusion.js";
import { clone, element, list, part, say } from "./dom.js";
import { countText, frequency, rangeText, when } from "./figures.js";
import { bandText } from "./headline.js";
import { bundleOf, modelsOf, questionText } from "./pairs.js";
import { effectText, shownValue } from "./reasons.js";
import { titleOf, together } from "./refusal.js";
import { listing, sentText, timeText } from "./values.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").NotAssessed} NotAssessed */
/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */
/** @typedef {import("./pairs.js").Figure} Figure */
/** @typedef {import("./pairs.js").Question} Question */
/** @typedef {import("./share.js").Latest} Latest */

const REASONS = 5;
const OTHERS = 1;
const MANY = 18; // values and cautions; from here on the sheet is set smaller

/**
 * @param {HTMLElement} sheet
 * @param {Latest} latest
 * @param {Question[]} questions
 */
export function drawSheet(sheet, { answer, asked }, questions) {
  const { patient, at, answeredBy } = asked;
  const who = t(answeredBy === "browser" ? "result.origin_browser" : "result.origin_server");
  const assessed = questions.map((one) => questionPart(one, answer, patient));
  const refused = together(answer.not_assessed).map(refusalPart);
  say(sheet, {
    ...conclusionTexts(answer.conclusion),
    made: `${t("share.sheet_made", { at: timeText(at) })}. ${who}.`,
    cautions: answer.assessments.map(cautionText).join(" "),
    models: t("share.sheet_models", { models: models(answer) }),
  });
  list(sheet, "answers", [...assessed, ...refused]);
  list(sheet, "values", valuesOf(patient));
  list(sheet, "scores", answer.reference_scores.map(scoreItem));
  part(sheet, "scores").hidden = answer.reference_scores.length === 0;
  const cautions = sheet.querySelectorAll('[data-list="cautions"] > li').length;
  sheet.toggleAttribute("data-dense", Object.keys(patient).length + cautions > MANY);
}

/** @param {Assessment} assessment */
function cautionText({ bundle, outcome }) {
  return `${outcome}: ${bundleOf(bundle.name).caution}.`;
}

/** @param {RiskResponse} answer */
function models(answer) {
  return modelsOf(answer)
    .map(({ name, version }) => `${name} ${version}`)
    .join(", ");
}

/**
 * @param {Question} question
 * @param {RiskResponse} answer
 * @param {Patient} patient
 */
function questionPart({ assessment, figures }, { notices }, patient) {
  const made = clone("sheet-answer");
  const { cautions, unfamiliar, notUsed } = remarksOn(assessment, notices);
  const others = [...unfamiliar, notUsed].filter(Boolean);
  const missing = assessment.missing.map((one) => one.variable);
  say(made, {
    outcome: questionText(assessment),
    refusal: "",
    band: `${bandText(assessment)} (${when(assessment.band.horizon_years)})`,
    missing: missing.length > 0 ? `${t("share.sheet_missing")}: ${listing(missing)}` : "",
  });
  list(made, "figures", figures.map(figureLine));
  const told = [...cautions, ...shortened(others, OTHERS)];
  list(made, "cautions", told.map((text) => element("li", text)));
  list(made, "reasons", reasonsOf(assessment, patient));
  return made;
}

/** @param {Figure} figure */
function figureLine({ probability, range, years }) {
  const { count, people } = frequency(probability);
  const line = element("li", "");
  const said = t("share.of", { count: countText(count), people });
  line.append(`${when(years)}: `, element("strong", said));
  if (range !== null) {
    line.append(` (${rangeText(range, people)})`);
  }
  return line;
}

/**
 * @param {Assessment} assessment
 * @param {Patient} patient
 */
function reasonsOf({ contributions }, patient) {
  return contributions
    .filter(({ measured }) => measured)
    .sort((one, other) => Math.abs(other.log_odds) - Math.abs(one.log_odds))
    .slice(0, REASONS)
    .map((one) => {
      const named = `${one.label} ${shownValue(one, patient)}`;
      return pair(named, effectText(one.log_odds, "times"));
    });
}

/** @param {NotAssessed[]} refusals */
function refusalPart(refusals) {
  const reason = /** @type {NotAssessed} */ (refusals[0]);
  const made = clone("sheet-answer");
  const outcomes = refusals.map(({ bundle }) => bundleOf(bundle).outcome).join("; ");
  say(made, {
    outcome: t("result.refusal_concerns", { outcomes }),
    refusal: `${titleOf(reason)}. ${reason.text}`,
    band: "",
    missing: "",
  });
  list(made, "figures", []);
  list(made, "cautions", []);
  list(made, "reasons", []);
  part(made, "side").hidden = true;
  return made;
}

/**
 * What was entered, in the order of the clinical table.
 *
 * @param {Patient} patient
 */
function valuesOf(patient) {
  return table().variables.flatMap(({ name }) => {
    const sent = patient[name];
    return sent === undefined ? [] : [pair(variable(name).label, sentText(name, sent))];
  });
}

/** @param {import("../types.js").ReferenceScore} score */
function scoreItem(score) {
  const band = scoreBandText(score);
  return pair(score.name, score.not_applicable ?? `${pointsText(score)}, ${band}`);
}

/**
 * @param {string} name
 * @param {string} text
 */
function pair(name, text) {
  const item = element("li", "");
  item.append(element("span", name), element("b", text));
  return item;
}

/**
 * The first few, and how many more there are: never cut off in silence.
 *
 * @param {string[]} texts
 * @param {number} limit
 */
function shortened(texts, limit) {
  return texts.length <= limit + 1
    ? texts
    : [...texts.slice(0, limit), t("share.sheet_more", { count: texts.length - limit })];
}

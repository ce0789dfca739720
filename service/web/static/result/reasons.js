/* Why: the waterfall as a table whose rows carry their bar, so that what is seen and what is
   read out are the same. */

import { numeral, t, table } from "../text.js";
import { clone, list, part, say, shape } from "./dom.js";
import { percent, risk } from "./figures.js";
import { bundleOf } from "./pairs.js";
import { enteredText, listing } from "./values.js";
import { isFoldable, sum, waterfall } from "./waterfall.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").Contribution} Contribution */
/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("./waterfall.js").Step} Step */
/** @typedef {import("./waterfall.js").Waterfall} Waterfall */
/** @typedef {import("./waterfall.js").Group} Group */
/** @typedef {"times" | "log_odds"} Scale */

/**
 * @typedef {object} View What the reader has chosen; kept while values change.
 * @property {Scale} scale
 * @property {{known: boolean, unknown: boolean}} unfolded
 */

const MINUS = "\u2212";

// Charts drawn, so that each has radio buttons of its own.
let charts = 0;

/** @returns {View} */
export function firstView() {
  return { scale: "times", unfolded: { known: false, unknown: false } };
}

/**
 * @param {Element} root
 * @param {Assessment} assessment
 * @param {{probability: number}} figure
 * @param {Patient} patient
 * @param {View} view Changed by the reader's choices.
 */
export function drawReasons(root, assessment, { probability }, patient, view) {
  const again = () => drawReasons(root, assessment, { probability }, patient, view);
  /** @param {Group} group */
  const toggle = (group) => {
    view.unfolded[group] = !view.unfolded[group];
    again();
    const buttons = root.querySelectorAll(`[data-list="${group}"] [data-part="more"]`);
    /** @type {HTMLElement | null} */ (buttons[0] ?? null)?.focus();
  };
  const fall = waterfall(assessment, probability, view.unfolded);
  const whom = bundleOf(assessment.bundle.name).compared_with;
  const { raised, lowered } = strongest(assessment, patient);
  say(root, {
    raised: raised && t("result.raised_by", { names: raised }),
    lowered: lowered && t("result.lowered_by", { names: lowered }),
    against: t("result.reasons_against", { whom }),
    unit: t(`result.column_${view.scale}`),
    hint: t(`result.hint_${view.scale}`),
    "average-figure": endText(fall.average, view.scale),
    "patient-figure": endText(fall.patient, view.scale),
  });
  ends(root, fall);
  for (const group of /** @type {Group[]} */ (["known", "unknown"])) {
    list(root, group, rows(fall, group, patient, view, toggle));
  }
  choices(root, view, again);
}

/**
 * What moves the figure most, in words, each way.
 *
 * @param {Assessment} assessment
 * @param {Patient} patient
 */
function strongest({ contributions }, patient) {
  const { mentioned, worth_mentioning: worth } = table().clinical.narrative;
  /** @param {1 | -1} sign */
  const named = (sign) =>
    contributions
      .filter(({ measured, log_odds }) => measured && sign * log_odds >= worth)
      .sort((one, other) => sign * (other.log_odds - one.log_odds))
      .slice(0, mentioned)
      .map((one) => `${listing([one.variable])}: ${shownValue(one, patient)}`)
      .join("; ");
  return { raised: named(1), lowered: named(-1) };
}

/**
 * @param {Contribution} contribution
 * @param {Patient} patient
 */
export function shownValue({ variable, value }, patient) {
  return value === null ? t("result.unknown") : enteredText(variable, value, patient);
}

/**
 * @param {Element} root
 * @param {Waterfall} fall
 */
function ends(root, fall) {
  const average = `${fall.place(fall.average)}%`;
  const patient = `${fall.place(fall.patient)}%`;
  shape(root, "average-dot", { cx: average });
  shape(root, "average-link", { x1: average, x2: average });
  shape(root, "patient-dot", { cx: patient });
  shape(root, "patient-link", { x1: patient, x2: patient });
}

/**
 * @param {Waterfall} fall
 * @param {Group} group
 * @param {Patient} patient
 * @param {View} view
 * @param {(toggled: Group) => void} toggle
 */
function rows(fall, group, patient, view, toggle) {
  const found = fall[group].map((step) =>
    step.contributions.length > 1
      ? folding(group, t("result.others", { count: step.contributions.length }), false, toggle)
      : reason(step, patient),
  );
  fall[group].forEach((step, at) => bar(/** @type {HTMLElement} */ (found[at]), fall, step, view));
  if (view.unfolded[group] && isFoldable(group, found.length)) {
    found.push(folding(group, t("result.fewer_rows"), true, toggle));
  }
  return found;
}

/**
 * @param {Step} step
 * @param {Patient} patient
 */
function reason(step, patient) {
  const row = clone("part-reason");
  const one = /** @type {Contribution} */ (step.contributions[0]);
  row.dataset.variable = one.variable;
  row.dataset.known = one.measured ? "yes" : "no";
  say(row, { label: one.label, value: shownValue(one, patient) });
  part(row, "modifiable").toggleAttribute("hidden", !one.modifiable);
  return row;
}

/**
 * The row whose button shows the small reasons one by one, or together again.
 *
 * @param {Group} group
 * @param {string} text
 * @param {boolean} expanded
 * @param {(toggled: Group) => void} toggle
 */
function folding(group, text, expanded, toggle) {
  const row = clone("part-others");
  row.dataset.known = group === "known" ? "yes" : "no";
  const more = part(row, "more");
  more.textContent = text;
  more.setAttribute("aria-expanded", String(expanded));
  more.addEventListener("click", () => toggle(group));
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Waterfall} fall
 * @param {Step} step
 * @param {View} view
 */
function bar(row, fall, { contributions, from, to }, { scale }) {
  row.dataset.logOdds = String(sum(contributions));
  const direction = to >= from ? "raises" : "lowers";
  const [start, end, average] = [from, to, fall.average].map((at) => `${fall.place(at)}%`);
  const left = fall.place(Math.min(from, to));
  shape(row, "average", { x1: String(average), x2: String(average) });
  shape(row, "from", { x1: String(start), x2: String(start) });
  shape(row, "to", { x1: String(end), x2: String(end) });
  shape(row, "bar", {
    x: `${left}%`,
    width: `${fall.place(Math.max(from, to)) - left}%`,
    class: contributions[0]?.measured ? direction : `${direction} unknown`,
    fill: `url(#hatch-${direction})`,
  });
  say(row, { direction: t(`result.${direction}`), effect: effectText(sum(contributions), scale) });
}

/**
 * What a reason does: so many times the odds, or so much on the log-odds.
 *
 * @param {number} logOdds
 * @param {Scale} scale
 */
export function effectText(logOdds, scale) {
  if (scale === "log_odds") {
    return `${logOdds < 0 ? MINUS : "+"}${numeral(Math.abs(logOdds), 2)}`;
  }
  const times = Math.exp(logOdds);
  return t("result.times", { number: numeral(times, times < 10 ? 2 : 1) });
}

/**
 * @param {number} logOdds
 * @param {Scale} scale
 */
function endText(logOdds, scale) {
  return scale === "times" ? percent(risk(logOdds)) : effectText(logOdds, scale).replace("+", "");
}

/**
 * @param {Element} root
 * @param {View} view
 * @param {() => void} again
 */
function choices(root, view, again) {
  const inputs = part(root, "scale").querySelectorAll("input");
  const name = inputs[0]?.name || `scale-${++charts}`;
  for (const input of inputs) {
    input.name = name;
    input.checked = input.value === view.scale;
    input.onchange = () => {
      view.scale = input.value === "times" ? "times" : "log_odds";
      again();
    };
  }
}

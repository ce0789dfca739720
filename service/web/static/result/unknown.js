/* What is not known yet: how far each answer or measurement could move the figure, those
   that would tell the most first, and where the figure would come out with all of them. */

import { t } from "../text.js";
import { clone, list, part, say, shape } from "./dom.js";
import { counts, frequency, percent, when } from "./figures.js";
import { listing, valueText } from "./values.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").MissingInput} MissingInput */

const SHOWN = 5;

/**
 * @param {Element} root
 * @param {Assessment} assessment
 * @param {{unfolded: boolean}} view
 */
export function drawUnknown(root, assessment, view) {
  const { missing, risks, band } = assessment;
  const now = risks.find((one) => one.horizon_years === band.horizon_years)?.probability ?? NaN;
  const first = missing[0];
  const all = missing.flatMap((one) => [one.probability_if_low, one.probability_if_high, now]);
  const widest = Math.max(...all, 0);
  const isFoldable = missing.length > SHOWN + 1; // one alone is not worth folding
  const rows = isFoldable && !view.unfolded ? missing.slice(0, SHOWN) : missing;
  say(root, {
    "missing-most":
      first === undefined
        ? t("result.missing_none")
        : t("result.missing_most", { name: listing([first.variable]) }),
    "would-be": t("result.column_would_be_when", { when: when(band.horizon_years) }),
    "if-known": ifKnownText(assessment),
    "missing-more":
      !isFoldable ? "" : view.unfolded ? t("result.fewer_rows") : more(missing.length),
  });
  list(root, "missing", rows.map((one) => row(one, now, widest)));
  part(root, "missing-table").hidden = missing.length === 0;
  const button = part(root, "missing-more");
  button.setAttribute("aria-expanded", String(view.unfolded));
  button.onclick = () => {
    view.unfolded = !view.unfolded;
    drawUnknown(root, assessment, view);
  };
}

/** @param {number} count */
function more(count) {
  return t("result.others", { count: count - SHOWN });
}

/**
 * @param {MissingInput} input
 * @param {number} now
 * @param {number} widest
 */
function row(input, now, widest) {
  const made = clone("part-missing");
  const ends = [input.probability_if_low, input.probability_if_high];
  /** @param {number} probability */
  const place = (probability) => (probability / widest) * 100;
  const [from, to] = [place(Math.min(...ends)), place(Math.max(...ends))];
  made.dataset.variable = input.variable;
  say(made, {
    label: input.label,
    low: endText(input, input.low, input.probability_if_low),
    high: endText(input, input.high, input.probability_if_high),
  });
  /** @type {HTMLAnchorElement} */ (part(made, "label")).href = `#field-${input.variable}`;
  shape(made, "span", { x: `${from}%`, width: `${Math.max(to - from, 1)}%` });
  shape(made, "now", { x1: `${place(now)}%`, x2: `${place(now)}%` });
  return made;
}

/**
 * @param {MissingInput} input
 * @param {number | string | boolean} value
 * @param {number} probability
 */
function endText({ variable }, value, probability) {
  const figure = percent(probability);
  return t("result.missing_if", { value: valueText(variable, value), figure });
}

/** @param {Assessment} assessment */
function ifKnownText({ if_known: known, band, risks }) {
  const range = known?.risks.find((one) => one.horizon_years === band.horizon_years);
  const now = risks.find((one) => one.horizon_years === band.horizon_years);
  if (!known || !range || !now) {
    return "";
  }
  const { people } = frequency(now.probability);
  const { low, high } = counts(range, people);
  return `${known.meaning} ${t("result.if_known_range", { low, high, people })}`;
}

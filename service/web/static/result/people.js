/* The icon array: 100 people, or 1,000, of whom so many are affected. Three shapes are laid
   over each other, each filled with a pattern of one person per unit. */

import { rounded } from "../engine/numeral.js";
import { t } from "../text.js";
import { part, say, shape } from "./dom.js";
import { counts, countText, frequency } from "./figures.js";

const COLUMNS = new Map([
  [100, 10],
  [1000, 40],
]);

// More are too small to be anything but dots.
const DRAWN_AS_PEOPLE = 100;

/**
 * The outline of the first `count` places, row by row.
 *
 * @param {number} count
 * @param {number} columns
 */
function outline(count, columns) {
  const rows = Math.floor(count / columns);
  const rest = count % columns;
  if (count === 0) {
    return "";
  }
  if (rows === 0) {
    return `M0 0H${rest}V1H0Z`;
  }
  return `M0 0H${columns}V${rows}${rest > 0 ? `H${rest}V${rows + 1}` : ""}H0Z`;
}

/**
 * @param {Element} root Has the parts of the macro `people`.
 * @param {{probability: number, range: import("./figures.js").Range | null}} figure
 */
export function drawPeople(root, { probability, range }) {
  const { count, people } = frequency(probability);
  const high = range === null ? count : Math.max(counts(range, people).high, count);
  draw(root, { count, high, people }, t("result.legend_possible", { high }));
}

/**
 * A changed figure, with those who are no longer among the affected left as outlines.
 *
 * @param {Element} root
 * @param {number} probability
 * @param {number} before
 */
export function drawChanged(root, probability, before) {
  const { people } = frequency(Math.min(probability, before));
  const [count, was] = [rounded(probability * people), rounded(before * people)];
  const legend = t("share.legend_before", { count: countText(was) });
  draw(root, { count, high: Math.max(count, was), people }, legend);
}

/**
 * @param {Element} root
 * @param {{count: number, high: number, people: number}} numbers
 * @param {string} legend Of those between `count` and `high`.
 */
function draw(root, { count, high, people }, legend) {
  const columns = /** @type {number} */ (COLUMNS.get(people));
  const affected = outline(count, columns);
  const isWide = high > count;
  const key = isWide ? "result.people_text" : "result.people_text_only";
  shape(root, "people", {
    viewBox: `0 0 ${columns} ${people / columns}`,
    "aria-label": t(key, { people, count, high }),
    "data-people": String(people),
  });
  const form = people > DRAWN_AS_PEOPLE ? "dots" : "people";
  const possible = isWide ? affected + outline(high, columns) : "";
  const others = outline(high, columns) + outline(people, columns);
  shape(root, "affected", { d: affected, fill: `url(#${form}-affected)` });
  shape(root, "possible", { d: possible, fill: `url(#${form}-possible)` });
  shape(root, "others", { d: others, fill: `url(#${form}-other)` });
  for (const name of ["affected", "possible"]) {
    shape(root, `mark-${name}`, { fill: `url(#${form}-${name})` });
  }
  say(root, {
    "legend-affected": t("result.legend_affected", { count: countText(count) }),
    "legend-possible": legend,
  });
  part(root, "key-possible").hidden = !isWide;
}

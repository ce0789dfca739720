/* The switch between the horizons of one model: radio buttons, each with its own figure. */

import { t } from "../text.js";
import { clone, list, part, say } from "./dom.js";
import { percent, when } from "./figures.js";

/** @typedef {import("./pairs.js").Figure} Figure */

/**
 * Keeps the buttons, and so the focus, while only their figures change.
 *
 * @param {Element} root
 * @param {Figure[]} figures
 * @param {Figure} chosen
 * @param {(years: number) => void} choose
 */
export function drawHorizons(root, figures, chosen, choose) {
  const values = figures.map(({ years }) => String(years));
  const present = [...root.querySelectorAll('[data-list="horizons"] input')];
  const same = values.join() === present.map((input) => input.getAttribute("value")).join();
  const labels = same
    ? present.map((input) => /** @type {HTMLElement} */ (input.parentElement))
    : figures.map((figure) => button(figure, choose));
  figures.forEach((figure, at) => {
    const label = /** @type {HTMLElement} */ (labels[at]);
    say(label, {
      within: when(figure.years),
      short: t("result.within_short", { years: figure.years }),
      figure: percent(figure.probability),
    });
    input(label).checked = figure.years === chosen.years;
  });
  if (!same) {
    list(root, "horizons", labels);
  }
  part(root, "horizons").hidden = figures.length < 2;
}

/**
 * @param {Figure} figure
 * @param {(years: number) => void} choose
 */
function button({ bundle, years }, choose) {
  const label = clone("part-horizon");
  input(label).name = `horizon-${bundle}`;
  input(label).value = String(years);
  input(label).addEventListener("change", () => choose(years));
  return label;
}

/** @param {HTMLElement} label */
function input(label) {
  return /** @type {HTMLInputElement} */ (label.querySelector("input"));
}

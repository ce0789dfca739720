/* The switch between what can be looked at: radio buttons, each with its own figure. */

import { t } from "../text.js";
import { clone, list, say } from "./dom.js";
import { percent, when } from "./figures.js";
import { bundleOf, keyOf } from "./pairs.js";

/** @typedef {import("./pairs.js").Figure} Figure */

/**
 * Keeps the buttons, and so the focus, while only their figures change.
 *
 * @param {Element} root
 * @param {Figure[]} figures
 * @param {Figure} chosen
 * @param {(key: string) => void} choose
 */
export function drawHorizons(root, figures, chosen, choose) {
  const keys = figures.map(keyOf);
  const present = [...root.querySelectorAll('[name="horizon"]')];
  const same = keys.join() === present.map((input) => input.getAttribute("value")).join();
  const labels = same
    ? present.map((input) => /** @type {HTMLElement} */ (input.parentElement))
    : figures.map((figure) => button(keyOf(figure), choose));
  figures.forEach((figure, at) => {
    const label = /** @type {HTMLElement} */ (labels[at]);
    say(label, {
      when: when(figure.years) + outcome(figure, figures),
      short: shortly(figure.years) + outcome(figure, figures),
      figure: figure.assessment ? percent(figure.probability) : t("result.not_available"),
    });
    label.toggleAttribute("data-none", figure.assessment === null);
    input(label).checked = keyOf(figure) === keyOf(chosen);
  });
  if (!same) {
    list(root, "horizons", labels);
  }
}

/**
 * A horizon for a narrow place; read out in full.
 *
 * @param {number} years
 */
function shortly(years) {
  return years === 0 ? t("result.now_short") : t("result.within_short", { years });
}

/**
 * Of what it is, where another model answers for as many years.
 *
 * @param {Figure} figure
 * @param {Figure[]} figures
 */
function outcome({ bundle, years }, figures) {
  const alike = figures.filter((one) => one.years === years);
  return alike.length > 1 ? ` · ${bundleOf(bundle).outcome}` : "";
}

/**
 * @param {string} key
 * @param {(key: string) => void} choose
 */
function button(key, choose) {
  const label = clone("part-horizon");
  input(label).value = key;
  input(label).addEventListener("change", () => choose(key));
  return label;
}

/** @param {HTMLElement} label */
function input(label) {
  return /** @type {HTMLInputElement} */ (label.querySelector("input"));
}

/* One thing to try: a slider with its number, or the answers of a question as buttons. */

import { converted, fieldText, readQuantity, unitName } from "../entry/measure.js";
import { t, table, variable } from "../text.js";
import { clone, part, say } from "./dom.js";
import { onGrid, valueAt } from "./levers.js";
import { sentText } from "./values.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("./levers.js").Lever} Lever */
/** @typedef {(value: Value, settled: boolean) => void} Moved `settled`: let go of. */

/**
 * @param {Lever} lever
 * @param {Moved} moved
 * @returns {{element: HTMLElement, reset: () => void}}
 */
export function leverControl(lever, moved) {
  const element = clone("part-lever");
  element.dataset.variable = lever.name;
  const name = part(element, "name");
  name.id = `lever-${lever.name}`;
  element.setAttribute("aria-labelledby", name.id);
  say(element, {
    name: variable(lever.name).label,
    was: t("share.was", { value: sentText(lever.name, lever.entered) }),
  });
  const reset =
    lever.unit === undefined
      ? answers(element, lever, moved)
      : slider(element, lever, lever.unit, moved);
  return { element, reset };
}

/**
 * @param {HTMLElement} element
 * @param {Lever} lever
 * @param {Unit} unit
 * @param {Moved} moved
 * @returns {() => void} Puts it back.
 */
function slider(element, lever, unit, moved) {
  const described = variable(lever.name);
  const range = /** @type {HTMLInputElement} */ (element.querySelector('[type="range"]'));
  const exact = /** @type {HTMLInputElement} */ (element.querySelector('[type="text"]'));
  const decimals = Math.max(0, Math.ceil(-Math.log10(lever.step) - 1e-9));
  const low = Math.min(lever.low, lever.value);
  const high = Math.max(lever.high, lever.value);
  Object.assign(range, { min: String(low), max: String(high), step: String(lever.step) });
  range.setAttribute("aria-label", t("share.slider_of", { name: described.label }));
  exact.setAttribute("aria-label", t("share.value_of", { name: described.label }));
  say(element, { unit: unitName(unit) });

  /** @param {number} value */
  function put(value) {
    range.value = String(value);
    exact.value = fieldText(value, table().language, decimals);
    range.setAttribute("aria-valuetext", `${exact.value} ${unitName(unit)}`.trim());
    range.style.setProperty("--at", `${high > low ? ((value - low) / (high - low)) * 100 : 0}%`);
    element.toggleAttribute("data-moved", value !== lever.value);
  }

  /**
   * @param {number} value
   * @param {boolean} settled
   */
  function move(value, settled) {
    put(value);
    moved(valueAt(lever, value), settled);
  }

  range.addEventListener("input", () => move(onGrid(range.valueAsNumber), false));
  range.addEventListener("change", () => move(onGrid(range.valueAsNumber), true));
  exact.addEventListener("change", () => {
    const typed = readQuantity(described, exact.value, unit);
    const number =
      "wrong" in typed ? range.valueAsNumber : converted(typed.number, typed.unit, unit);
    move(onGrid(Math.min(Math.max(number, low), high)), true);
  });
  put(lever.value);
  return () => put(lever.value);
}

/**
 * @param {HTMLElement} element
 * @param {Lever} lever
 * @param {Moved} moved
 * @returns {() => void} Puts it back.
 */
function answers(element, lever, moved) {
  part(element, "quantity").hidden = true;
  const place = part(element, "choices");
  place.hidden = false;
  const { kind, choices } = variable(lever.name);
  const { yes, no } = table().clinical.narrative;
  /** @type {[Value, string][]} */
  const options =
    kind === "choice"
      ? choices.map(({ code, label }) => [code, label])
      : [
          [false, no],
          [true, yes],
        ];
  const inputs = options.map(([value, text]) => {
    const label = clone("part-pick");
    const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    input.name = `lever-${lever.name}`;
    say(label, { text });
    input.checked = value === lever.entered;
    input.addEventListener("change", () => {
      element.toggleAttribute("data-moved", value !== lever.entered);
      moved(value, true);
    });
    place.append(label);
    return { input, value };
  });
  return () => {
    element.removeAttribute("data-moved");
    for (const { input, value } of inputs) {
      input.checked = value === lever.entered;
    }
  };
}

/* How many values of each group are known, told in its heading; and the questions that
   only a woman is asked, which go away when the patient is a man. */

import { table, t } from "../text.js";

/** @typedef {import("./field.js").Field} Field */

/**
 * @param {HTMLElement} form
 * @param {Map<string, Field>} fields
 */
export function countKnown(form, fields) {
  for (const group of form.querySelectorAll("[data-group]")) {
    const all = [...fields.values()].filter(
      ({ element }) => group.contains(element) && !element.hidden,
    );
    const known = all.filter((field) => field.value() !== undefined).length;
    const place = /** @type {HTMLElement} */ (group.querySelector("[data-known]"));
    place.textContent = t("entry.known_of", { known, of: all.length });
    place.classList.toggle("some", known > 0);
  }
}

/**
 * Hide from a man what only women are asked, and forget what was answered.
 *
 * @param {Map<string, Field>} fields
 * @returns {Field[]} Those that had an answer.
 */
export function askOfWomenAlone(fields) {
  const isMan = fields.get("sex")?.value() === "male";
  const answered = [];
  for (const name of table().clinical.problems.of_women_alone) {
    const field = /** @type {Field} */ (fields.get(name));
    field.element.hidden = isMan;
    if (isMan && field.value() !== undefined) {
      field.clear();
      answered.push(field);
    }
  }
  return answered;
}

/**
 * Open the groups in which something is wrong.
 *
 * @param {HTMLElement} form
 * @param {Map<string, Field>} fields
 */
export function openWrong(form, fields) {
  for (const group of form.querySelectorAll("details")) {
    group.open ||= [...fields.values()].some(
      (field) => group.contains(field.element) && field.said() !== "",
    );
  }
}

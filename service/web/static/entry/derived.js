/* The body mass index shows itself where height and weight are known. A number that was
   typed is kept for when they are not; the service would not use it either. */

import { numeral, table, t, variable } from "../text.js";
import { canonicalNumber } from "./field.js";
import { fieldText } from "./measure.js";

/** @typedef {import("./field.js").Field} Field */

/**
 * @param {Map<string, Field>} fields
 * @returns {{update: () => void, isComputed: () => boolean}}
 */
export function computedBmi(fields) {
  const bmi = /** @type {Field} */ (fields.get("bmi"));
  const input = /** @type {HTMLInputElement} */ (bmi.element.querySelector("input"));
  const { low, high, decimals } = variable("bmi");

  function update() {
    const height = canonicalNumber(fields.get("height"));
    const weight = canonicalNumber(fields.get("weight"));
    if (height === null || weight === null) {
      giveBack();
      return;
    }
    const index = weight / (height / 100) ** 2;
    const typed = canonicalNumber(bmi);
    const shown = numeral(index, decimals);
    const possible = index >= (low ?? 0) && index <= (high ?? Infinity);
    const replaced = typed !== null && Math.abs(typed - index) > roundingOfBmi();
    bmi.note(
      replaced
        ? t("entry.computed_instead", { value: numeral(typed, decimals) })
        : t("entry.computed"),
    );
    bmi.refuse(possible ? null : t("entry.computed_impossible", { value: shown }));
    input.readOnly = true;
    input.value = fieldText(index, table().language, decimals);
  }

  function giveBack() {
    if (input.readOnly) {
      input.readOnly = false;
      bmi.note("");
      bmi.refuse(null);
      bmi.restore(bmi.state());
    }
  }

  return { update, isComputed: () => input.readOnly };
}

/** A typed and a computed BMI differ by less than this through rounding alone. */
function roundingOfBmi() {
  return table().clinical.reading.bmi_rounding;
}

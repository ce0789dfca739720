/* Answers that cannot both be true, told at the field where they are easiest mended. The
   rules and their words are the service's own. */

import { table, t, variable } from "../text.js";
import { canonicalNumber } from "./field.js";

/** @typedef {import("./field.js").Field} Field */

/**
 * @param {Map<string, Field>} fields
 * @param {() => void} changed Called when somebody lets a value be mended.
 */
export function tellContradictions(fields, changed) {
  const { texts } = table().clinical.problems;
  const field = (/** @type {string} */ name) => /** @type {Field} */ (fields.get(name));

  const [systolic, diastolic] = [field("systolic_bp"), field("diastolic_bp")];
  if (arePressuresSwapped(systolic, diastolic)) {
    diastolic.refuse(texts.pressures_swapped, {
      label: t("entry.swap"),
      act: () => {
        swap(systolic, diastolic);
        changed();
      },
    });
  } else {
    diastolic.refuse(null);
  }

  const relatives = field("diabetic_relatives");
  const family = field("family_history_diabetes").value();
  const counted = relatives.value();
  const disagree =
    counted !== undefined &&
    family !== undefined &&
    (counted !== "none") !== (family === "first_degree");
  const { label } = variable("family_history_diabetes");
  relatives.refuse(disagree ? texts.relatives_disagree.replace("{label}", label) : null);
}

/**
 * @param {Field} systolic
 * @param {Field} diastolic
 */
function arePressuresSwapped(systolic, diastolic) {
  const [above, below] = [canonicalNumber(systolic), canonicalNumber(diastolic)];
  return above !== null && below !== null && below >= above;
}

/**
 * @param {Field} one
 * @param {Field} other
 */
function swap(one, other) {
  const state = one.state();
  one.restore(other.state());
  other.restore(state);
  other.focus();
}

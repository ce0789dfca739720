/* A value in words, as a list of results shows it. */

import { t, variable as variableNamed } from "../text.js";
import { amount } from "./measure.js";

/** @typedef {import("../types.js").Value} Value */

/**
 * @param {string} name
 * @param {Value} value
 * @returns {string} Empty if the variable has no such answer.
 */
export function valueText(name, value) {
  const variable = variableNamed(name);
  if (variable.kind === "yes_no") {
    return typeof value === "boolean" ? t(value ? "entry.yes" : "entry.no") : "";
  }
  if (variable.kind === "choice") {
    return variable.choices.find(({ code }) => code === value)?.label ?? "";
  }
  const sent = typeof value === "object" ? value : { value, unit: variable.unit };
  const unit = variable.units.find(({ code }) => code === sent.unit);
  return typeof sent.value === "number" && unit ? amount(sent.value, unit) : String(sent.value);
}

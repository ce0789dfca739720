/* What every field of the form can do, and the words under it: a hint, what is wrong, and
   a button that mends it. What is said under a field is bound to it for screen readers by
   the markup. */

import { variable } from "../text.js";
import { toCanonical } from "./measure.js";

/** @typedef {import("../types.js").Value} Value */

/**
 * @typedef {object} Mending A button under a field.
 * @property {string} label
 * @property {() => void} act
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {HTMLElement} element
 * @property {() => Value | undefined} value What is known, if a patient can have it.
 * @property {() => Value | undefined} entered The same, or the text that is refused.
 * @property {() => boolean} isWrong Whether something stands here that cannot be used.
 * @property {() => string} shown The value as a clinician reads it.
 * @property {(value: Value) => boolean} put Whether it is a value of this kind.
 * @property {() => unknown} state
 * @property {(state: any) => void} restore
 * @property {() => void} clear
 * @property {() => void} check Say from now on what is wrong.
 * @property {(text: string | null, mending?: Mending) => void} refuse What is wrong with
 *   it beside other fields.
 * @property {(text: string) => void} note
 * @property {() => string} said What is said to be wrong.
 * @property {() => void} focus
 *
 * @typedef {(unfinished: boolean) => void} Changed Told when a field changes; unfinished
 *   while somebody is typing what cannot be used yet.
 */

/**
 * The words under a field.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} control What is marked as invalid.
 */
export function told(element, control) {
  const hint = /** @type {HTMLElement} */ (element.querySelector(".told > .hint"));
  const error = /** @type {HTMLElement} */ (element.querySelector(".told > .error"));
  const button = /** @type {HTMLButtonElement} */ (element.querySelector(".mend"));
  /** @type {(() => void) | undefined} */
  let act;
  button.addEventListener("click", () => act?.());
  return {
    /** @param {string} text */
    hint(text) {
      hint.textContent = text;
      hint.hidden = text === "";
    },
    /**
     * @param {string} text
     * @param {Mending} [mending]
     */
    error(text, mending) {
      error.textContent = text;
      error.hidden = text === "";
      button.textContent = mending?.label ?? "";
      button.hidden = mending === undefined;
      act = mending?.act;
      if (text === "") {
        control.removeAttribute("aria-invalid");
      } else {
        control.setAttribute("aria-invalid", "true");
      }
    },
    said: () => error.textContent ?? "",
  };
}

/**
 * The number that the service sees for a quantity; null if it is not known.
 *
 * @param {Field | undefined} field
 */
export function canonicalNumber(field) {
  const value = field?.value();
  if (typeof value === "object") {
    const unit = variable(field?.name ?? "").units.find(({ code }) => code === value.unit);
    return unit === undefined ? null : toCanonical(value.value, unit);
  }
  return typeof value === "number" ? value : null;
}

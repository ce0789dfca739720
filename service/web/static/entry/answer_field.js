/* A question with a few answers: radio buttons or a list. Not known is an answer like the
   others and never stands for "no". */

import { t, variable as variableNamed } from "../text.js";
import { told } from "./field.js";
import { valueText } from "./value_text.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./field.js").Changed} Changed */
/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("../types.js").Variable} Variable */

/**
 * @param {HTMLElement} element
 * @param {Changed} changed
 * @returns {Field}
 */
export function answerField(element, changed) {
  const name = element.dataset.variable ?? "";
  const variable = variableNamed(name);
  const select = element.querySelector("select");
  const radios = [...element.querySelectorAll("input")];
  const words = told(element, select ?? element);
  let checked = false;
  let refused = "";

  const chosen = () => select?.value ?? radios.find((one) => one.checked)?.value ?? "";

  /** @param {string} code */
  function choose(code) {
    if (select !== null) {
      select.value = code;
    }
    for (const radio of radios) {
      radio.checked = radio.value === code;
    }
    say();
  }

  function say() {
    const missing = checked && variable.required && chosen() === "";
    words.error(missing ? t("entry.needed", { label: variable.label }) : refused);
  }

  element.addEventListener("change", () => {
    say();
    changed(false);
  });

  return {
    name,
    element,
    value: () => answerOf(variable, chosen()),
    entered: () => answerOf(variable, chosen()),
    isWrong: () => false,
    shown: () => valueText(name, answerOf(variable, chosen()) ?? ""),
    put(value) {
      const code = String(value);
      if (valueText(name, value) === "") {
        return false;
      }
      choose(code);
      return true;
    },
    state: chosen,
    restore: choose,
    clear() {
      checked = false;
      refused = "";
      choose("");
    },
    check() {
      checked = true;
      say();
    },
    refuse(text) {
      refused = text ?? "";
      say();
    },
    note: words.hint,
    said: words.said,
    focus: () => (select ?? radios.find((one) => one.checked) ?? radios[0])?.focus(),
  };
}

/**
 * @param {Variable} variable
 * @param {string} code
 * @returns {Value | undefined}
 */
function answerOf(variable, code) {
  if (code === "") {
    return undefined;
  }
  return variable.kind === "yes_no" ? code === "true" : code;
}

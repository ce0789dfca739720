/* A measured value: a number as people write it and the unit beside it. What was typed is
   what is sent; changing the unit shows the same amount in the other one, and changing it
   back shows again what was typed. */

import { table, t, variable as variableNamed } from "../text.js";
import { told } from "./field.js";
import {
  amount,
  converted,
  decimalsIn,
  fieldText,
  isPlausible,
  readQuantity,
} from "./measure.js";
import { impossible, unreadable } from "./refusal.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./field.js").Changed} Changed */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Value} Value */

/** @typedef {{text: string, unit: Unit}} Typed */

/**
 * @param {HTMLElement} element
 * @param {Changed} changed
 * @returns {Field}
 */
export function quantityField(element, changed) {
  const name = element.dataset.variable ?? "";
  const variable = variableNamed(name);
  const input = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  const select = element.querySelector("select");
  const words = told(element, input);
  const canonical = /** @type {Unit} */ (variable.units[0]);
  let checked = false;
  let refused = "";
  /** @type {import("./field.js").Mending | undefined} */
  let mending;
  let noted = "";
  let readFrom = "";
  /** @type {Typed} */
  let typed = { text: input.value, unit: shownUnit() };

  /** @returns {Unit} */
  function shownUnit() {
    return variable.units.find((unit) => unit.code === select?.value) ?? canonical;
  }

  /** @param {Unit} unit */
  function showUnit(unit) {
    if (select !== null) {
      select.value = unit.code;
    }
  }

  const read = () => readQuantity(variable, typed.text, typed.unit);

  /** What was typed, if a patient can have it. */
  function known() {
    const found = read();
    const usable = !("wrong" in found) && isPlausible(variable, found.number, found.unit);
    return usable ? found : null;
  }

  const isEmpty = () => typed.text.trim() === "";

  function value() {
    const found = isEmpty() ? null : known();
    if (found === null) {
      return undefined;
    }
    const { number, unit } = found;
    return unit === canonical ? number : { value: number, unit: unit.code };
  }

  function show() {
    const found = isEmpty() ? null : known();
    if (found !== null) {
      const unit = shownUnit();
      const same = unit === found.unit;
      const number = converted(found.number, found.unit, unit);
      const decimals = same ? undefined : decimalsIn(variable, unit);
      input.value = fieldText(number, table().language, decimals);
    }
    say();
  }

  function say() {
    words.hint(hint());
    if (isEmpty()) {
      const missing = checked && variable.required;
      words.error(missing ? t("entry.needed", { label: variable.label }) : refused, mending);
    } else if (checked && known() === null) {
      const found = read();
      if ("wrong" in found) {
        words.error(unreadable(variable, typed.text, found));
      } else {
        words.error(...impossible(variable, found, meant));
      }
    } else {
      words.error(refused, mending);
    }
  }

  /** How the value was read, and what it is in another unit. */
  function hint() {
    return [readFrom, elsewhere(), noted].filter(Boolean).join("; ");
  }

  /** The same amount as it was typed, or in the unit that the service counts in. */
  function elsewhere() {
    const found = isEmpty() ? null : known();
    if (found === null) {
      return "";
    }
    const { number, unit } = found;
    if (unit !== shownUnit()) {
      return t("entry.typed_as", { value: amount(number, unit) });
    }
    if (unit !== canonical) {
      const same = converted(number, unit, canonical);
      return t("entry.same_as", { value: amount(same, canonical, variable.decimals) });
    }
    return "";
  }

  /**
   * What was typed is meant in this unit.
   *
   * @param {Unit} unit
   */
  function meant(unit) {
    const found = read();
    if (!("wrong" in found)) {
      typed = { text: fieldText(found.number, table().language), unit };
    }
    showUnit(unit);
    show();
    input.focus();
    changed(false);
  }

  input.addEventListener("input", () => {
    typed = { text: input.value, unit: shownUnit() };
    readFrom = "";
    const found = read();
    if (!("wrong" in found) && found.unitWritten) {
      showUnit(found.unit);
    }
    say();
    changed(!isEmpty() && known() === null && !checked);
  });
  input.addEventListener("change", () => {
    checked = true;
    const found = read();
    if (!("wrong" in found)) {
      const text = fieldText(found.number, table().language);
      const otherwise = input.value.trim().replace(".", ",") !== text.replace(".", ",");
      readFrom = otherwise ? t("entry.read_from", { text: input.value.trim() }) : "";
      typed = { text, unit: found.unit };
    }
    show();
    changed(false);
  });
  select?.addEventListener("change", () => {
    // An impossible number was not meant in the unit that stood beside it.
    if (known() === null) {
      typed = { text: typed.text, unit: shownUnit() };
    }
    show();
    changed(false);
  });

  return {
    name,
    element,
    value,
    entered: () => value() ?? (isEmpty() ? undefined : typed.text),
    isWrong: () => !isEmpty() && known() === null,
    shown: () => {
      const found = isEmpty() ? null : known();
      return found === null ? typed.text : amount(found.number, found.unit);
    },
    put(sent) {
      const next = typedFrom(sent, canonical, variable.units);
      if (next === null) {
        return false;
      }
      typed = next;
      readFrom = "";
      input.value = next.text;
      showUnit(next.unit);
      checked = true;
      const found = read();
      if (!("wrong" in found) && found.unitWritten) {
        showUnit(found.unit);
      }
      show();
      return true;
    },
    state: () => ({ typed, unit: shownUnit(), checked }),
    restore(state) {
      ({ typed, checked } = state);
      input.value = typed.text;
      showUnit(state.unit);
      show();
    },
    clear() {
      typed = { text: "", unit: shownUnit() };
      input.value = "";
      checked = false;
      refused = "";
      mending = undefined;
      noted = "";
      readFrom = "";
      say();
    },
    check() {
      checked = true;
      show();
    },
    refuse(text, how) {
      refused = text ?? "";
      mending = how;
      say();
    },
    note(text) {
      noted = text;
      say();
    },
    said: words.said,
    focus: () => input.focus(),
  };
}

/**
 * A value as POST /v1/risk takes it, or a text, as if it had been typed.
 *
 * @param {Value} sent
 * @param {Unit} canonical
 * @param {Unit[]} units
 * @returns {Typed | null}
 */
function typedFrom(sent, canonical, units) {
  const { language } = table();
  if (typeof sent === "number") {
    return { text: fieldText(sent, language), unit: canonical };
  }
  if (typeof sent === "string") {
    return { text: sent, unit: canonical };
  }
  if (typeof sent === "boolean") {
    return null;
  }
  const unit = units.find((one) => one.code === sent.unit);
  const text = fieldText(sent.value, language);
  return unit === undefined
    ? { text: `${text} ${sent.unit}`, unit: canonical }
    : { text, unit };
}

/* The form as the clinician uses it: every value is checked when its field is left, and
   whoever listens is told of the patient as soon as what stands there makes one. */

import { t, variable } from "../text.js";
import { answerField } from "./answer_field.js";
import { tellContradictions } from "./contradictions.js";
import { computedBmi } from "./derived.js";
import { askOfWomenAlone, countKnown, openWrong } from "./groups.js";
import { createIntake } from "./intake.js";
import { quantityField } from "./quantity_field.js";
import { createSaid } from "./said.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("./field.js").Field} Field */

/**
 * @typedef {{missing: string[], wrong: string[]}} Waiting Variables that are needed, and
 *   variables whose value cannot be used; without any there is a patient.
 *
 * @typedef {object} Entry
 * @property {(values: Patient) => void} fill Start again with these values.
 * @property {() => Patient} values All that was entered, a refused value as its text.
 * @property {() => Patient | null} patient
 * @property {() => boolean} focusFirstError Whether there was one.
 * @property {(figure: string) => void} conclude Put the answer beside the way to it, for
 *   who has no room for form and result at once.
 */

/** So long nobody types on; then the answer is asked for. */
const PAUSE_MS = 250;

/**
 * @param {HTMLFormElement} form
 * @param {object} listener
 * @param {(patient: Patient | null, waiting: Waiting) => void} listener.onChange
 * @param {() => void} [listener.onSubmit] The reader wants to see the result.
 * @returns {Entry}
 */
export function createEntry(form, { onChange, onSubmit }) {
  /** @type {Map<string, Field>} */
  const fields = new Map();
  for (const element of form.querySelectorAll("[data-variable]")) {
    const make = element.classList.contains("quantity") ? quantityField : answerField;
    const field = make(/** @type {HTMLElement} */ (element), (unfinished) =>
      changed(unfinished, field),
    );
    fields.set(field.name, field);
  }
  const bmi = computedBmi(fields);
  const said = createSaid(part("said"));
  let pause = 0;
  let told = "";
  let concluded = ""; // of what was told

  /** @param {string} id */
  function part(id) {
    return /** @type {HTMLElement} */ (form.querySelector(`#${id}`));
  }

  /**
   * @param {boolean} unfinished
   * @param {Field} [field]
   */
  function changed(unfinished, field) {
    update();
    clearTimeout(pause);
    if (!unfinished) {
      pause = setTimeout(tell, PAUSE_MS);
    }
    const wrong = unfinished ? "" : (field?.said() ?? "");
    part("heard").textContent = wrong && `${variable(field?.name ?? "").label}: ${wrong}`;
  }

  function update() {
    const removed = askOfWomenAlone(fields);
    if (removed.length > 0) {
      const names = removed.map(({ name }) => variable(name).label).join(", ");
      said.say(t("entry.not_for_men", { fields: names }));
    }
    tellContradictions(fields, () => changed(false));
    bmi.update();
    countKnown(form, fields);
    sayBesideButton();
  }

  /** What the listener is told of, to see whether it is new. */
  function now() {
    return JSON.stringify([currentPatient(), waiting()]);
  }

  function sayBesideButton() {
    const lacking = waitingText(waiting());
    const figure = lacking === "" && now() === told ? concluded : "";
    part("waiting").textContent = lacking || figure;
    part("waiting").classList.toggle("concluded", figure !== "");
  }

  function tell() {
    clearTimeout(pause);
    const patient = currentPatient();
    if (patient !== null) {
      form.querySelector("#entry-errors")?.remove(); // of the form as it was sent
    }
    if (now() !== told) {
      told = now();
      concluded = "";
      onChange(patient, waiting());
    }
  }

  /** @returns {Waiting} */
  function waiting() {
    const all = [...fields.values()];
    const isWrong = (/** @type {Field} */ field) =>
      field.name === "bmi" && bmi.isComputed()
        ? field.said() !== ""
        : field.isWrong() || (field.entered() !== undefined && field.said() !== "");
    return {
      missing: all
        .filter(({ name, entered }) => variable(name).required && entered() === undefined)
        .map(({ name }) => name),
      wrong: all.filter(isWrong).map(({ name }) => name),
    };
  }

  function values() {
    /** @type {Patient} */
    const entered = {};
    for (const [name, field] of fields) {
      const value = name === "bmi" && bmi.isComputed() ? undefined : field.entered();
      if (value !== undefined) {
        entered[name] = value;
      }
    }
    return entered;
  }

  function currentPatient() {
    const { missing, wrong } = waiting();
    return missing.length + wrong.length > 0 ? null : values();
  }

  function focusFirstError() {
    for (const { name } of fields.values()) {
      if (waiting().missing.includes(name) || waiting().wrong.includes(name)) {
        show(name);
        return true;
      }
    }
    return false;
  }

  /** @param {string} name */
  function show(name) {
    const field = fields.get(name);
    const group = field?.element.closest("details");
    if (group) {
      group.open = true;
    }
    field?.focus();
  }

  function clear() {
    for (const field of fields.values()) {
      field.clear();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const field of fields.values()) {
      field.check();
    }
    update();
    tell();
    if (!focusFirstError()) {
      onSubmit?.();
    }
  });

  part("clear").addEventListener("click", () => {
    const before = [...fields].map(([name, field]) => [name, field.state()]);
    clear();
    intake.close();
    update();
    tell();
    said.say(t("entry.cleared"), {
      label: t("entry.undo"),
      act() {
        for (const [name, state] of before) {
          fields.get(/** @type {string} */ (name))?.restore(state);
        }
        update();
        tell();
        part("clear").focus();
      },
    });
  });

  const intake = createIntake(form, fields, {
    changed() {
      update();
      openWrong(form, fields);
      tell();
    },
    say: (text) => (text === "" ? said.hush() : said.say(text)),
  });

  return {
    fill(sent) {
      if (Object.keys(sent).length > 0) {
        clear();
        intake.fill(sent);
      }
      update();
      openWrong(form, fields);
      tell();
    },
    values,
    patient: currentPatient,
    focusFirstError,
    conclude(figure) {
      concluded = figure;
      sayBesideButton();
    },
  };
}

/** @param {Waiting} waiting */
function waitingText({ missing, wrong }) {
  const labels = (/** @type {string[]} */ names) =>
    names.map((name) => variable(name).label).join(", ");
  if (wrong.length > 0) {
    return t("entry.waiting_wrong", { fields: labels(wrong) });
  }
  return missing.length > 0 ? t("entry.waiting_missing", { fields: labels(missing) }) : "";
}

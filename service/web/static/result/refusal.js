/* No figure, and why: known diabetes, a diagnostic value, pregnancy, age, a test that answers
   the question, or a value that a model cannot do without. Told beside the conclusion, which
   has the next step; no error. */

import { t, table, variable } from "../text.js";
import { clone, list, say } from "./dom.js";
import { fieldLink } from "./field_link.js";
import { bundleOf } from "./pairs.js";

/** @typedef {import("../types.js").NotAssessed} NotAssessed */
/** @typedef {import("../types.js").Patient} Patient */

const KNOWN = new Set([
  "known_diabetes",
  "diagnostic_value",
  "pregnant",
  "under_20",
  "answered_by_test",
  "missing_required_input",
]);

/**
 * One card for all models that give the same reason.
 *
 * @param {NotAssessed[]} refusals
 * @param {Patient} patient
 * @param {string} said The next step of the conclusion, which is not said twice.
 */
export function refusalOf(refusals, patient, said) {
  const reason = /** @type {NotAssessed} */ (refusals[0]);
  const made = clone("part-refusal");
  made.dataset.code = reason.code;
  const outcomes = refusals.map(({ bundle }) => bundleOf(bundle).outcome).join("; ");
  say(made, {
    concerns: t("result.refusal_concerns", { outcomes }),
    title: titleOf(reason),
    text: reason.text,
    "next-step": reason.next_step === said ? "" : reason.next_step,
  });
  list(made, "fields", lacking(reason, patient).map((name) => fieldLink("result.to_field", name)));
  return made;
}

/** @param {NotAssessed} reason */
export function titleOf({ code }) {
  return t(`result.refusal_${KNOWN.has(code) ? code : "other"}`);
}

/**
 * The inputs that a model cannot do without and that are not known, as they are entered.
 *
 * @param {NotAssessed} reason
 * @param {Patient} patient
 */
function lacking({ bundle, code }, patient) {
  if (code !== "missing_required_input") {
    return [];
  }
  const { required_inputs: required } = bundleOf(bundle);
  const absent = required.filter((name) => patient[name] === undefined);
  const sources = absent.flatMap((name) => variable(name).derived_from);
  return [...new Set([...absent, ...sources])].filter((name) => patient[name] === undefined);
}

/**
 * Refusals by what they say, in the order of the models.
 *
 * @param {NotAssessed[]} refusals
 * @returns {NotAssessed[][]}
 */
export function together(refusals) {
  const order = table().bundles.map(({ name }) => name);
  /** @type {Map<string, NotAssessed[]>} */
  const groups = new Map();
  for (const one of [...refusals].sort(
    (a, b) => order.indexOf(a.bundle) - order.indexOf(b.bundle),
  )) {
    const same = `${one.code} ${one.text} ${one.next_step}`;
    groups.set(same, [...(groups.get(same) ?? []), one]);
  }
  return [...groups.values()];
}

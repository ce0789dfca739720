/* Enters what was read. A value that stands in a field already is never overwritten
   without asking, and every value that was entered can be taken back. */

import { table, t, variable } from "../text.js";
import { toCanonical } from "./measure.js";
import { valueText } from "./value_text.js";

/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./reading.js").Offer} Offer */
/** @typedef {import("./reading.js").Question} Question */
/** @typedef {import("./reading.js").Unread} Unread */

/**
 * @typedef {object} Taken What became of offers.
 * @property {{offer: Offer, undo: () => void}[]} filled
 * @property {Question[]} questions
 * @property {Unread[]} unread
 */

/**
 * @param {Map<string, Field>} fields
 * @param {Offer[]} offers
 * @param {boolean} [instead] Whether they replace what stands there.
 * @returns {Taken}
 */
export function take(fields, offers, instead = false) {
  /** @type {Taken} */
  const taken = { filled: [], questions: [], unread: [] };
  // The sex decides which questions are asked at all.
  const inOrder = [...offers].sort((a, b) => Number(b.name === "sex") - Number(a.name === "sex"));
  for (const offer of inOrder) {
    const field = fields.get(offer.name);
    if (field === undefined) {
      taken.unread.push({ from: offer.from, reason: t("entry.unread_name") });
    } else if (isNotForThem(fields, offer.name)) {
      const { label } = variable(offer.name);
      taken.unread.push({ from: offer.from, reason: t("entry.unread_sex", { label }) });
    } else if (!instead && differs(field, offer.value)) {
      taken.questions.push(conflict(field, offer));
    } else {
      takeOne(field, offer, taken);
    }
  }
  return taken;
}

/**
 * @param {Field} field
 * @param {Offer} offer
 * @param {Taken} taken
 */
function takeOne(field, offer, taken) {
  const before = field.state();
  const { label } = variable(offer.name);
  if (field.put(offer.value)) {
    if (field.isWrong()) {
      // It stands there to be mended.
      const reason = t("entry.item", { label, value: field.said() });
      taken.unread.push({ from: offer.from, reason });
    } else {
      taken.filled.push({ offer, undo: () => field.restore(before) });
    }
  } else {
    const text = String(typeof offer.value === "object" ? offer.value.value : offer.value);
    taken.unread.push({ from: offer.from, reason: t("entry.unread_value", { label, text }) });
  }
}

/**
 * @param {Map<string, Field>} fields
 * @param {string} name
 */
function isNotForThem(fields, name) {
  const isMan = fields.get("sex")?.value() === "male";
  return isMan && table().clinical.problems.of_women_alone.includes(name);
}

/**
 * Whether another value stands in the field.
 *
 * @param {Field} field
 * @param {Value} value
 */
function differs(field, value) {
  const present = field.entered();
  return present !== undefined && meaning(field.name, present) !== meaning(field.name, value);
}

/**
 * What two ways of writing one value share.
 *
 * @param {string} name
 * @param {Value} value
 */
function meaning(name, value) {
  if (typeof value !== "object") {
    return String(value);
  }
  const unit = variable(name).units.find(({ code }) => code === value.unit);
  return unit === undefined ? "" : String(toCanonical(value.value, unit));
}

/**
 * @param {Field} field
 * @param {Offer} offer
 * @returns {Question}
 */
function conflict(field, offer) {
  const current = field.shown();
  const value = valueText(offer.name, offer.value);
  return {
    text: t("entry.ask_conflict", { label: variable(offer.name).label, current }),
    from: offer.from,
    options: [
      { label: t("entry.take", { value }), offers: [offer], instead: true },
      { label: t("entry.keep", { value: current }), offers: [] },
    ],
  };
}

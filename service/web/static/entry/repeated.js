/* A value that a text has more than once: the same ones count as one, of different ones
   the reader chooses. */

import { t, variable } from "../text.js";
import { valueText } from "./value_text.js";

/** @typedef {import("./reading.js").Offer} Offer */
/** @typedef {import("./reading.js").Reading} Reading */

/**
 * @param {Reading} reading
 * @returns {Reading}
 */
export function oneOfEach(reading) {
  /** @type {Map<string, Offer[]>} */
  const byName = new Map();
  for (const offer of reading.offers) {
    const others = byName.get(offer.name) ?? [];
    if (!others.some((other) => JSON.stringify(other.value) === JSON.stringify(offer.value))) {
      byName.set(offer.name, [...others, offer]);
    }
  }
  const questions = [
    ...new Map(reading.questions.map((one) => [JSON.stringify(one.options), one])).values(),
  ];
  const offers = [];
  for (const [name, found] of byName) {
    const [first] = found;
    if (found.length === 1 && first !== undefined) {
      offers.push(first);
      continue;
    }
    questions.push({
      text: t("entry.ask_which_value", { label: variable(name).label }),
      from: found.map(({ from }) => from).join("; "),
      options: found.map((offer) => ({ label: valueText(name, offer.value), offers: [offer] })),
    });
  }
  return { ...reading, offers, questions };
}

/* What was read from a pasted text, a file or a link, before any of it is entered. */

/** @typedef {import("../types.js").Value} Value */

/**
 * @typedef {object} Offer A value that was recognised.
 * @property {string} name
 * @property {Value} value
 * @property {string} from As it was written.
 * @property {string} [note] How it was read, where that is not plain to see.
 *
 * @typedef {object} Option
 * @property {string} label
 * @property {Offer[]} offers
 * @property {boolean} [instead] Whether it replaces what stands in the field.
 *
 * @typedef {object} Question What only the reader knows.
 * @property {string} text
 * @property {string} from
 * @property {Option[]} options
 *
 * @typedef {object} Unread What is not used.
 * @property {string} from
 * @property {string} [reason]
 *
 * @typedef {object} Reading
 * @property {Offer[]} offers
 * @property {Question[]} questions
 * @property {Unread[]} unread
 * @property {string[]} remarks
 */

/** @returns {Reading} */
export function nothingRead() {
  return { offers: [], questions: [], unread: [], remarks: [] };
}

/* Text of records cut into words, numbers, dates and signs. Accents, case and the many
   forms of dashes and digits are folded; each piece knows where it stood, so that what
   was not understood can be shown as it was written. */

/**
 * @typedef {object} Token
 * @property {"word" | "number" | "date" | "sign" | "break"} kind
 * @property {string} text Lower case, without accents.
 * @property {string} written As it stands in the text.
 * @property {number} start
 * @property {number} end
 * @property {boolean} glued Whether nothing stands between it and the piece before.
 */

/* Heights are written 1m58. A date or a time of day is told from a number by its parts: 12/03/1970, 08:15, 8h15. */
const PIECE =
  /(?<tall>[12]m\d{1,2}(?![\da-z]))|(?<date>\d{1,4}(?<mark>[-/.])\d{1,2}\k<mark>\d{1,4}(?!\d)|\d{1,2}(?::\d\d){1,2}(?!\d)|\d{1,2}h\d\d(?![\da-z]))|(?<number>\d+(?:[.,]\d+)*)|(?<word>[\p{L}][\p{L}\d]*)|(?<break>[\n;]+)|(?<sign>\S)/gu;

/**
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  const plain = fold(text);
  /** @type {Token[]} */
  const found = [];
  let last = -1;
  for (const match of plain.matchAll(PIECE)) {
    const [piece] = match;
    const [start, end] = [match.index, match.index + piece.length];
    const groups = match.groups ?? {};
    const glued = start === last;
    last = end;
    if (groups.tall !== undefined) {
      const [metres, rest] = piece.split("m");
      const written = text.slice(start, end);
      found.push(
        { kind: "number", text: `${metres}.${rest}`, written, start, end, glued },
        { kind: "word", text: "m", written, start, end, glued: true },
      );
      continue;
    }
    const kinds = /** @type {const} */ (["date", "number", "word", "break", "sign"]);
    const kind = kinds.find((one) => groups[one] !== undefined) ?? "sign";
    found.push({ kind, text: piece, written: text.slice(start, end), start, end, glued });
  }
  return found;
}

/**
 * Lower case without accents, each character in its place.
 *
 * @param {string} text In the composed form (NFC), else places would shift.
 */
export function fold(text) {
  return Array.from({ length: text.length }, (_, place) => foldOne(text[place] ?? "")).join("");
}

/** @type {Record<string, string>} */
const FOLDED = { đ: "d", "µ": "u", "μ": "u", γ: "g", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-" };

/** @param {string} character */
function foldOne(character) {
  if (character === "\n" || character === "\r") {
    return "\n";
  }
  const lower = character.toLowerCase();
  const bare = (FOLDED[lower] ?? lower).normalize("NFKD").replace(/\p{M}/gu, "");
  const one = FOLDED[bare] ?? bare;
  return one.length === 1 ? one : character;
}

/* Numbers rounded and written as the service writes them.

   JavaScript and Python both round the exact binary value, but a tie goes up in one and
   to the even neighbour in the other; here it goes to the even one. */

const SIGNIFICANT = 6;
// Digits enough to see whether anything follows the five of a tie.
const EXACT = 100;

/**
 * A number with so many decimals, as Python's `format(value, ".2f")`.
 *
 * @param {number} value
 * @param {number} decimals
 * @returns {string}
 */
export function fixed(value, decimals) {
  const text = value.toFixed(decimals);
  // Between two decimals lies exactly what is an odd number of this power of two.
  const isTie = Math.abs((value * 2 ** (decimals + 1)) % 2) === 1;
  const sign = Object.is(value, -0) ? "-" : "";
  return sign + (isTie ? downToEven(text) : text);
}

/**
 * A number rounded to so many decimals, as Python's `round`.
 *
 * @param {number} value
 * @param {number} [decimals]
 * @returns {number}
 */
export function rounded(value, decimals = 0) {
  return Number(fixed(value, decimals));
}

/**
 * A number as each language writes it: six significant digits if not told.
 *
 * @param {number} value
 * @param {number | undefined} decimals
 * @param {"vi" | "en"} language
 * @returns {string}
 */
export function numeral(value, decimals, language) {
  const text = grouped(
    decimals === undefined ? general(value) : fixed(value, decimals),
  );
  if (language === "en") {
    return text;
  }
  return text.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
}

/**
 * Six significant digits without zeros behind them, as Python's `format(value, ".6g")`.
 *
 * @param {number} value
 * @returns {string}
 */
function general(value) {
  if (!Number.isFinite(value)) {
    return value > 0 ? "inf" : "-inf";
  }
  const [digits = "", power = ""] = scientific(value).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= SIGNIFICANT) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${withoutZeros(digits)}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  return withoutZeros(fixed(value, SIGNIFICANT - 1 - exponent));
}

/**
 * @param {number} value
 * @returns {string} Six digits and the power of ten, a tie to the even neighbour.
 */
function scientific(value) {
  const text = value.toExponential(SIGNIFICANT - 1);
  const [exact = ""] = value.toExponential(EXACT).split("e");
  const [digits = "", power = ""] = text.split("e");
  const rest = exact.replace("-", "").slice(SIGNIFICANT + 1);
  return /^50*$/.test(rest) ? `${downToEven(digits)}e${power}` : text;
}

/**
 * A tie that was rounded up, rounded to the even neighbour; no digit is borrowed from.
 *
 * @param {string} text
 * @returns {string}
 */
function downToEven(text) {
  const last = Number(text.at(-1));
  return last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}

/**
 * @param {string} digits
 * @returns {string}
 */
function withoutZeros(digits) {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/**
 * @param {string} text
 * @returns {string} The whole part in groups of three.
 */
function grouped(text) {
  return text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

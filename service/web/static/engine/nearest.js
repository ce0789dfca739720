/* The known name that a misspelt one most resembles, as Python's difflib finds it:
   by the share of characters in common runs, the longest run first. */

const CLOSE_ENOUGH = 0.6;

/**
 * @param {string} word
 * @param {Iterable<string>} names
 * @returns {string | undefined}
 */
export function nearest(word, names) {
  const letters = [...word];
  /** @type {{name: string, ratio: number} | undefined} */
  let best;
  for (const name of names) {
    const ratio = resemblance([...name], letters);
    if (
      ratio >= CLOSE_ENOUGH &&
      (best === undefined ||
        ratio > best.ratio ||
        (ratio === best.ratio && name > best.name))
    ) {
      best = { name, ratio };
    }
  }
  return best?.name;
}

/**
 * @param {string[]} a
 * @param {string[]} b
 * @returns {number} Twice the matching characters by all of them; 0 if that is too few.
 */
function resemblance(a, b) {
  const all = a.length + b.length;
  const atMost = (2 * Math.min(a.length, b.length)) / all;
  return atMost < CLOSE_ENOUGH ? 0 : (2 * matching(a, b)) / all;
}

/**
 * @param {string[]} a
 * @param {string[]} b
 * @returns {number} Characters in the longest common run, and on either side of it.
 */
function matching(a, b) {
  let size = 0;
  let startA = 0;
  let startB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let run = 0;
      while (i + run < a.length && j + run < b.length && a[i + run] === b[j + run]) {
        run++;
      }
      if (run > size) {
        [size, startA, startB] = [run, i, j];
      }
    }
  }
  return size === 0
    ? 0
    : size +
        matching(a.slice(0, startA), b.slice(0, startB)) +
        matching(a.slice(startA + size), b.slice(startB + size));
}

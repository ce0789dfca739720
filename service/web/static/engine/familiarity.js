/* How far a row is from the people a model learned from: the statistics, as the
   service's engine/familiarity.py. */

/**
 * @typedef {object} Familiarity
 * @property {Record<string, {low: number, high: number}>} ranges
 * @property {string[]} quantities
 * @property {Record<string, number[]>} grid
 * @property {number[][]} correlation
 * @property {Record<string, number>} thresholds
 */

/**
 * Where a value stands in training, as a normal score; held at the ends of the grid.
 *
 * @param {number} value
 * @param {number[]} grid Values at equally spaced normal scores.
 * @param {number} lastScore The grid's end.
 * @returns {number}
 */
export function normalScore(value, grid, lastScore) {
  const first = grid.findIndex((place) => place > value);
  const above = first === -1 ? grid.length : first;
  if (above === 0 || above === grid.length) {
    return above === 0 ? -lastScore : lastScore;
  }
  const [below, next] = grid.slice(above - 1, above + 1);
  const place = above - 1 + (value - below) / (next - below);
  return lastScore * ((2 * place) / (grid.length - 1) - 1);
}

/**
 * How far known normal scores are off together, and each of them given the others.
 *
 * @param {number[]} scores
 * @param {number[][]} correlation Of these scores.
 * @returns {{distance: number, conditional: number[]}} The squared Mahalanobis
 *   distance, and z-scores.
 */
export function compared(scores, correlation) {
  const precision = inverse(correlation);
  const pulled = precision.map((row) => dot(row, scores));
  return {
    distance: dot(scores, pulled),
    conditional: pulled.map((pull, at) => pull / Math.sqrt(precision[at][at])),
  };
}

/**
 * @param {number[]} a
 * @param {number[]} b
 * @returns {number}
 */
function dot(a, b) {
  return a.reduce((sum, value, at) => sum + value * b[at], 0);
}

/**
 * Gauss and Jordan's way; a positive definite matrix needs no exchange of rows.
 *
 * @param {number[][]} matrix
 * @returns {number[][]}
 */
function inverse(matrix) {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [
    ...row,
    ...Array.from({ length: size }, (_, column) => Number(column === at)),
  ]);
  rows.forEach((row, pivot) => {
    const divisor = row[pivot];
    row.forEach((value, at) => (row[at] = value / divisor));
    rows.forEach((other) => {
      const factor = other[pivot];
      if (other !== row) {
        row.forEach((value, at) => (other[at] -= factor * value));
      }
    });
  });
  return rows.map((row) => row.slice(size));
}

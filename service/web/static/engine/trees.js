/* The operator that holds trees with several targets (ai.onnx.ml TreeEnsembleRegressor,
   version 3), in the one form that the project's compiler writes: numeric splits
   `x < threshold`, nodes of a tree numbered in order. It is rewritten once as flat arrays.
   Sums run in float32, tree by tree, as ONNX Runtime's do on one thread, so that both
   give the same bits. */

import { breath } from "./breath.js";
import { floats } from "./tensors.js";

/** @typedef {import("./onnx.js").Tensor} Tensor */

const SPLIT = "BRANCH_LT";
const LEAF = "LEAF";

/**
 * @typedef {object} Attributes
 * @property {number[]} nodes_treeids
 * @property {number[]} nodes_nodeids
 * @property {string[]} nodes_modes
 * @property {number[]} nodes_featureids
 * @property {number[]} nodes_values
 * @property {number[]} nodes_truenodeids
 * @property {number[]} nodes_falsenodeids
 * @property {number[]} nodes_missing_value_tracks_true
 * @property {number[]} target_treeids
 * @property {number[]} target_nodeids
 * @property {number[]} target_ids
 * @property {number[]} target_weights
 * @property {number} n_targets
 * @property {number[] | null} base_values
 */

/** What may be said of the trees; null is what need not be. */
export const TREE_ATTRIBUTES = {
  nodes_treeids: [],
  nodes_nodeids: [],
  nodes_modes: [],
  nodes_featureids: [],
  nodes_values: [],
  nodes_truenodeids: [],
  nodes_falsenodeids: [],
  nodes_missing_value_tracks_true: [],
  target_treeids: [],
  target_nodeids: [],
  target_ids: [],
  target_weights: [],
  n_targets: 0,
  base_values: null,
};

/**
 * Trees as arrays over all nodes; a leaf has feature -1, and its votes are those from
 * `firstVote[node]` to before `firstVote[node + 1]`.
 *
 * @typedef {object} Forest
 * @property {number} columns How many of a row are looked at, at least.
 * @property {Int32Array} roots
 * @property {Int16Array} feature
 * @property {Float32Array} threshold
 * @property {Int32Array} whenTrue
 * @property {Int32Array} whenFalse
 * @property {Uint8Array} missingIsTrue
 * @property {Int32Array} firstVote
 * @property {Uint16Array} target
 * @property {Float32Array} weight
 * @property {Float32Array} starts What each target starts from.
 */

/**
 * @param {Attributes} attributes
 * @returns {Promise<(inputs: Tensor[]) => Tensor[]>}
 */
export async function treeEnsemble(attributes) {
  const forest = await plant(attributes);
  return ([x]) => {
    if (x.dims.length !== 2 || !(x.dims[1] >= forest.columns)) {
      throw new Error(`trees need ${forest.columns} columns, given [${x.dims}]`);
    }
    return [sums(forest, floats(x), x.dims[0], x.dims[1])];
  };
}

/**
 * @param {Attributes} raw
 * @returns {Promise<Forest>}
 */
async function plant(raw) {
  refuseUneven(raw);
  const stranger = raw.nodes_modes.find((mode) => mode !== SPLIT && mode !== LEAF);
  if (stranger !== undefined) {
    throw new Error(`trees split by ${stranger}, which is not known here`);
  }
  const roots = rootsOf(raw);
  await breath();
  const feature = new Int16Array(raw.nodes_featureids);
  const columns = feature.reduce((most, column) => Math.max(most, column + 1), 0);
  raw.nodes_modes.forEach((mode, node) => {
    feature[node] = mode === LEAF ? -1 : feature[node];
  });
  await breath();
  const whenTrue = placed(raw, raw.nodes_truenodeids);
  await breath();
  const whenFalse = placed(raw, raw.nodes_falsenodeids);
  await breath();
  const firstVote = firstVotes(raw, roots);
  await breath();
  const starts = new Float32Array(raw.n_targets);
  starts.set(raw.base_values ?? []);
  return {
    columns,
    roots: Int32Array.from(roots.values()),
    feature,
    threshold: new Float32Array(raw.nodes_values),
    whenTrue,
    whenFalse,
    missingIsTrue: new Uint8Array(raw.nodes_missing_value_tracks_true),
    firstVote,
    target: new Uint16Array(raw.target_ids),
    weight: new Float32Array(raw.target_weights),
    starts,
  };
}

/** @param {Attributes} raw */
function rootsOf({ nodes_treeids, nodes_nodeids }) {
  /** @type {Map<number, number>} */
  const roots = new Map();
  let root = 0;
  nodes_treeids.forEach((tree, node) => {
    if (tree !== nodes_treeids[root] || node === 0) {
      root = node;
      if (roots.has(tree)) {
        throw new Error(`tree ${tree} is in two places`);
      }
      roots.set(tree, node);
    }
    if (nodes_nodeids[node] !== node - root) {
      throw new Error(`tree ${tree} is not numbered in order`);
    }
  });
  return roots;
}

/**
 * Where branches lead, counted over all trees.
 *
 * @param {Attributes} raw
 * @param {number[]} branches
 */
function placed({ nodes_treeids, nodes_nodeids, nodes_modes }, branches) {
  return new Int32Array(branches).map((number, node) => {
    const place = node - nodes_nodeids[node] + number;
    const inside = place > node && nodes_treeids[place] === nodes_treeids[node];
    if (nodes_modes[node] === SPLIT && !inside) {
      throw new Error(`a split of tree ${nodes_treeids[node]} leads back or out of it`);
    }
    return place;
  });
}

/** @param {Attributes} raw */
function refuseUneven(raw) {
  for (const [name, values] of Object.entries(raw)) {
    const [group] = name.split("_");
    const { length } = group === "nodes" ? raw.nodes_treeids : raw.target_treeids;
    if (Array.isArray(values) && name !== "base_values" && values.length !== length) {
      throw new Error(`${name} of the trees is not as long as the others`);
    }
  }
}

/**
 * @param {Attributes} raw
 * @param {Map<number, number>} roots
 */
function firstVotes(raw, roots) {
  const count = raw.nodes_treeids.length;
  const first = new Int32Array(count + 1);
  let previous = 0;
  raw.target_treeids.forEach((tree, vote) => {
    const node = (roots.get(tree) ?? NaN) + raw.target_nodeids[vote];
    const target = raw.target_ids[vote];
    if (!(node >= previous && node < count && target >= 0 && target < raw.n_targets)) {
      throw new Error("the votes of the trees are not in the order of their leaves");
    }
    previous = node;
    first[node + 1] = vote + 1;
  });
  for (let node = 1; node <= count; node++) {
    first[node] = Math.max(first[node], first[node - 1]);
  }
  return first;
}

/**
 * @param {Forest} forest
 * @param {Float32Array} x
 * @param {number} rows
 * @param {number} columns
 * @returns {Tensor}
 */
function sums(forest, x, rows, columns) {
  const { roots, feature, threshold, whenTrue, whenFalse, missingIsTrue } = forest;
  const { firstVote, target, weight, starts } = forest;
  const targets = starts.length;
  const out = new Float32Array(rows * targets); // rounds every sum to float32
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const to = row * targets;
    for (const root of roots) {
      let node = root;
      for (let column = feature[node]; column >= 0; column = feature[node]) {
        const value = x[from + column];
        const holds =
          value < threshold[node] || (value !== value && missingIsTrue[node] === 1);
        node = holds ? whenTrue[node] : whenFalse[node];
      }
      for (let vote = firstVote[node]; vote < firstVote[node + 1]; vote++) {
        out[to + target[vote]] += weight[vote];
      }
    }
    for (let index = 0; index < targets; index++) {
      out[to + index] += starts[index];
    }
  }
  return { dims: [rows, targets], data: out };
}

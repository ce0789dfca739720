/* The operators of ONNX (operator set 13) that the project's compiler uses, on tensors of
   float32, int64 and bool. An attribute that is not named here is refused when the graph
   is opened, shapes that do not fit when it runs.
   Source: https://onnx.ai/onnx/operators/ */

import {
  broadcast,
  cut,
  flags,
  floats,
  gathered,
  integers,
  joined,
  product,
  reduced,
} from "./tensors.js";
import { TREE_ATTRIBUTES, treeEnsemble } from "./trees.js";

/** @typedef {import("./onnx.js").Attribute} Attribute */
/** @typedef {import("./onnx.js").Tensor} Tensor */

/**
 * @typedef {(inputs: Tensor[]) => Tensor[]} Compute
 *
 * @typedef {object} Operator
 * @property {Record<string, Attribute | null>} attributes With their defaults.
 * @property {(attributes: any) => Compute | Promise<Compute>} open
 */

export const OPERATOR_SETS = { "": 13, "ai.onnx.ml": 3 };

const FLOAT = 1; // TensorProto.DataType

/**
 * @param {(values: number[]) => number} choose
 * @returns {Operator}
 */
const reduce = (choose) => ({
  attributes: { axes: [], keepdims: 1 },
  open: ({ axes, keepdims }) => {
    if (axes.length !== 1 || keepdims !== 1) {
      throw new Error("only one axis can be reduced, and is kept");
    }
    return ([x]) => [reduced(x, axes[0], choose)];
  },
});

/**
 * @param {(value: number) => number} compute
 * @returns {Operator}
 */
const each = (compute) => ({
  attributes: {},
  open:
    () =>
    ([x]) => [{ dims: x.dims, data: floats(x).map(compute) }],
});

/**
 * @param {(a: number, b: number) => number} compute
 * @returns {Operator}
 */
const pairwise = (compute) => ({
  attributes: {},
  open:
    () =>
    ([a, b]) => [broadcast(a, b, compute)],
});

/** @type {Record<string, Operator>} */
export const OPERATORS = {
  "ai.onnx.ml.TreeEnsembleRegressor": { attributes: TREE_ATTRIBUTES, open: treeEnsemble },
  Add: pairwise((a, b) => a + b),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b),
  Sign: each(Math.sign),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  ReduceMin: reduce((values) => Math.min(...values)),
  ReduceMax: reduce((values) => Math.max(...values)),
  IsNaN: {
    attributes: {},
    open:
      () =>
      ([x]) => [{ dims: x.dims, data: Uint8Array.from(floats(x), (v) => +isNaN(v)) }],
  },
  Cast: {
    attributes: { to: FLOAT },
    open: ({ to }) => {
      if (to !== FLOAT) {
        throw new Error(`a cast to type ${to} is not known here`);
      }
      return ([x]) => [{ dims: x.dims, data: Float32Array.from(x.data, Number) }];
    },
  },
  MatMul: {
    attributes: {},
    open:
      () =>
      ([a, b]) => [product(a, b, 1)],
  },
  Gemm: {
    attributes: { alpha: 1, beta: 1 },
    open:
      ({ alpha, beta }) =>
      ([a, b, c]) => [
        broadcast(product(a, b, alpha), c, (x, y) => x + Math.fround(beta * y)),
      ],
  },
  ArgMax: {
    attributes: { axis: 0, keepdims: 1 },
    open: ({ axis, keepdims }) => {
      if (keepdims !== 0) {
        throw new Error("ArgMax must drop its axis");
      }
      return ([x]) => {
        // Of equal ones the first.
        const best = reduced(x, axis, (row) => row.indexOf(Math.max(...row)));
        const dims = x.dims.filter((_, index) => index !== axis);
        return [{ dims, data: BigInt64Array.from(floats(best), BigInt) }];
      };
    },
  },
  Gather: {
    attributes: { axis: 0 },
    open: ({ axis }) => {
      if (axis !== 0) {
        throw new Error("only rows can be gathered");
      }
      return ([x, indices]) => [gathered(x, indices)];
    },
  },
  Where: {
    attributes: {},
    open:
      () =>
      ([condition, a, b]) => {
        const holds = flags(condition);
        const other = broadcast(b, a, (_, value) => value);
        if ([condition, other].some(({ dims }) => String(dims) !== String(b.dims))) {
          throw new Error("Where must choose for each number of its last input");
        }
        const chosen = floats(other);
        return [{ dims: b.dims, data: floats(b).map((x, at) => (holds[at] ? chosen[at] : x)) }];
      },
  },
  Slice: {
    attributes: {},
    open:
      () =>
      ([x, starts, ends]) => {
        const [from, ...more] = integers(starts);
        const [to] = integers(ends);
        if (from === undefined || to === undefined || more.length > 0) {
          throw new Error("only rows can be sliced");
        }
        return [cut(x, 0, from, Math.max(from, Math.min(to, x.dims[0])))];
      },
  },
  Split: {
    attributes: { axis: 0 },
    open:
      ({ axis }) =>
      ([x, sizes]) => {
        let from = 0;
        return integers(sizes).map((size) => cut(x, axis, from, (from += size)));
      },
  },
  Concat: {
    attributes: { axis: 0 },
    open:
      ({ axis }) =>
      (inputs) => [joined(inputs, axis)],
  },
};

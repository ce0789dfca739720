/* What the operators do to tensors: numbers in row-major order with their dimensions.
   All sums are rounded to float32 at every step, from the first term to the last, as
   ONNX Runtime computes them. */

/** @typedef {import("./onnx.js").Tensor} Tensor */

/** @param {Tensor} tensor */
export function floats({ data }) {
  if (!(data instanceof Float32Array)) {
    throw new Error("a tensor is not of float32");
  }
  return data;
}

/** @param {Tensor} tensor */
export function integers({ data }) {
  if (!(data instanceof BigInt64Array)) {
    throw new Error("a tensor is not of int64");
  }
  return Array.from(data, Number);
}

/** @param {Tensor} tensor */
export function flags({ data }) {
  if (!(data instanceof Uint8Array)) {
    throw new Error("a tensor is not of bool");
  }
  return data;
}

/**
 * @param {Tensor} a
 * @param {Tensor} b
 * @param {(a: number, b: number) => number} compute
 * @returns {Tensor}
 */
export function broadcast(a, b, compute) {
  const rank = Math.max(a.dims.length, b.dims.length);
  const [left, right] = [a, b].map(({ dims }) => [
    ...Array(rank - dims.length).fill(1),
    ...dims,
  ]);
  const dims = left.map((length, axis) => {
    if (length !== right[axis] && length !== 1 && right[axis] !== 1) {
      throw new Error(`shapes [${a.dims}] and [${b.dims}] do not fit`);
    }
    return length === 1 ? right[axis] : length;
  });
  const data = new Float32Array(size(dims));
  const [leftSteps, rightSteps] = [steps(left), steps(right)];
  const [leftData, rightData] = [floats(a), floats(b)];
  for (let place = 0; place < data.length; place++) {
    let rest = place;
    let fromLeft = 0;
    let fromRight = 0;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const at = rest % dims[axis];
      rest = (rest - at) / dims[axis];
      fromLeft += at * leftSteps[axis];
      fromRight += at * rightSteps[axis];
    }
    data[place] = compute(leftData[fromLeft], rightData[fromRight]);
  }
  return { dims, data };
}

/**
 * `alpha` times the product of two matrices.
 *
 * @param {Tensor} a
 * @param {Tensor} b
 * @param {number} alpha
 * @returns {Tensor}
 */
export function product(a, b, alpha) {
  const [rows, shared] = a.dims;
  const [same, columns] = b.dims;
  if (a.dims.length !== 2 || b.dims.length !== 2 || shared !== same) {
    throw new Error(`matrices [${a.dims}] and [${b.dims}] do not fit`);
  }
  const [left, right] = [floats(a), floats(b)];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < shared; k++) {
        const term = left[row * shared + k] * right[k * columns + column];
        sum = Math.fround(sum + term);
      }
      data[row * columns + column] = alpha * sum;
    }
  }
  return { dims: [rows, columns], data };
}

/**
 * One number for all places of an axis, which stays with length 1.
 *
 * @param {Tensor} tensor
 * @param {number} axis
 * @param {(values: number[]) => number} choose
 * @returns {Tensor}
 */
export function reduced(tensor, axis, choose) {
  const { blocks, length, inner } = layout(tensor, axis);
  const source = floats(tensor);
  const data = new Float32Array(blocks * inner);
  for (let place = 0; place < data.length; place++) {
    const from = Math.floor(place / inner) * length * inner + (place % inner);
    const values = Array.from({ length }, (_, index) => source[from + index * inner]);
    data[place] = choose(values);
  }
  return { dims: tensor.dims.with(axis, 1), data };
}

/**
 * The rows with these numbers.
 *
 * @param {Tensor} tensor
 * @param {Tensor} indices
 * @returns {Tensor}
 */
export function gathered(tensor, indices) {
  const { length, inner } = layout(tensor, 0);
  const rows = integers(indices);
  const data = new Float32Array(rows.length * inner);
  rows.forEach((row, place) => {
    if (!(row >= 0 && row < length)) {
      throw new Error(`a tensor has no row ${row}`);
    }
    data.set(floats(tensor).subarray(row * inner, (row + 1) * inner), place * inner);
  });
  return { dims: [...indices.dims, ...tensor.dims.slice(1)], data };
}

/**
 * The places of an axis from one to before another.
 *
 * @param {Tensor} tensor
 * @param {number} axis
 * @param {number} from
 * @param {number} to
 * @returns {Tensor}
 */
export function cut(tensor, axis, from, to) {
  const { blocks, length, inner } = layout(tensor, axis);
  if (!(from >= 0 && from <= to && to <= length)) {
    throw new Error(`a tensor of [${tensor.dims}] has no ${from} to ${to}`);
  }
  const width = (to - from) * inner;
  const data = new Float32Array(blocks * width);
  for (let block = 0; block < blocks; block++) {
    const start = (block * length + from) * inner;
    data.set(floats(tensor).subarray(start, start + width), block * width);
  }
  return { dims: tensor.dims.with(axis, to - from), data };
}

/**
 * Tensors one after the other along an axis.
 *
 * @param {Tensor[]} tensors
 * @param {number} axis
 * @returns {Tensor}
 */
export function joined(tensors, axis) {
  const parts = tensors.map((tensor) => ({
    source: floats(tensor),
    width: layout(tensor, axis).length * layout(tensor, axis).inner,
  }));
  const { blocks } = layout(tensors[0], axis);
  const width = parts.reduce((total, part) => total + part.width, 0);
  const data = new Float32Array(blocks * width);
  let to = 0;
  for (let block = 0; block < blocks; block++) {
    for (const part of parts) {
      const from = block * part.width;
      data.set(part.source.subarray(from, from + part.width), to);
      to += part.width;
    }
  }
  const length = tensors.reduce((total, { dims }) => total + dims[axis], 0);
  return { dims: tensors[0].dims.with(axis, length), data };
}

/** @param {number[]} dims */
export function size(dims) {
  return dims.reduce((total, dim) => total * dim, 1);
}

/**
 * How far apart neighbours along each axis are; 0 where one number serves all.
 *
 * @param {number[]} dims
 */
function steps(dims) {
  return dims.map((dim, axis) => (dim === 1 ? 0 : size(dims.slice(axis + 1))));
}

/**
 * How many blocks an axis has, its length, and how many numbers each place holds.
 *
 * @param {Tensor} tensor
 * @param {number} axis
 */
function layout({ dims }, axis) {
  if (!(axis >= 0 && axis < dims.length)) {
    throw new Error(`a tensor of [${dims}] has no axis ${axis}`);
  }
  return {
    blocks: size(dims.slice(0, axis)),
    length: dims[axis],
    inner: size(dims.slice(axis + 1)),
  };
}

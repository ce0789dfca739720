/* An ONNX file as plain values: nodes, constants, inputs and outputs of its graph.
   Only what the project's compiler writes is read; words for people are passed over,
   and any other field, type or storage is refused.
   Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

import { readMessage } from "./protobuf.js";
import { size } from "./tensors.js";

/** @typedef {import("./protobuf.js").Fields} Fields */
/** @typedef {import("./protobuf.js").Kind} Kind */

/**
 * Numbers with dimensions; the array's type is the tensor's: float32, int64 or bool.
 *
 * @typedef {object} Tensor
 * @property {number[]} dims
 * @property {Float32Array | BigInt64Array | Uint8Array} data
 *
 * @typedef {number | string | number[] | string[]} Attribute
 *
 * @typedef {object} Node
 * @property {string} operator With its domain if that is not ONNX's own.
 * @property {string[]} inputs
 * @property {string[]} outputs
 * @property {Map<string, Attribute>} attributes
 *
 * @typedef {object} End
 * @property {string} name
 * @property {number} width How many columns.
 *
 * @typedef {object} Model
 * @property {Record<string, number>} operatorSets Version by domain.
 * @property {Node[]} nodes In an order in which they can be computed.
 * @property {Map<string, Tensor>} constants
 * @property {End[]} inputs
 * @property {End[]} outputs
 */

const FLOAT = 1;
const INT64 = 7;

/**
 * A table of fields from lines of "name kind".
 *
 * @param {Record<number, string>} lines
 * @returns {Fields}
 */
function fields(lines) {
  return Object.fromEntries(
    Object.entries(lines).map(([number, line]) => {
      const [name, kind] = line.split(" ");
      return [number, { name, kind: /** @type {Kind} */ (kind) }];
    }),
  );
}

const MODEL = fields({
  1: "format unused", // what matters of it is in the operator sets
  2: "producer unused",
  3: "version unused",
  6: "doc unused",
  7: "graph part",
  8: "operatorSets parts",
  14: "properties unused",
});
const OPERATOR_SET = fields({ 1: "domain text", 2: "version int" });
const GRAPH = fields({
  1: "nodes parts",
  2: "name unused",
  5: "constants parts",
  11: "inputs parts",
  12: "outputs parts",
});
const NODE = fields({
  1: "inputs texts",
  2: "outputs texts",
  3: "name unused",
  4: "type text",
  5: "attributes parts",
  6: "doc unused",
  7: "domain text",
});
const ATTRIBUTE = fields({
  1: "name text",
  2: "f float",
  3: "i int",
  4: "s text",
  7: "floats floats",
  8: "ints ints",
  9: "strings texts",
  20: "type unused", // told by which of the fields is there
});
const TENSOR = fields({ 1: "dims ints", 2: "type int", 8: "name text", 9: "raw part" });
const END = fields({ 1: "name text", 2: "type part" });
const TYPE = fields({ 1: "tensor part" });
const TENSOR_TYPE = fields({ 1: "element int", 2: "shape part" });
const SHAPE = fields({ 1: "dims parts" });
const DIMENSION = fields({ 1: "value int", 2: "symbol text" });

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Model>}
 */
export async function readModel(bytes) {
  const model = await readMessage(bytes, MODEL, "model");
  const graph = await readMessage(model.graph ?? NOTHING, GRAPH, "graph");
  return {
    operatorSets: Object.fromEntries(await each(model.operatorSets, readOperatorSet)),
    nodes: await each(graph.nodes, readNode),
    constants: new Map(await each(graph.constants, readTensor)),
    inputs: await each(graph.inputs, readEnd),
    outputs: await each(graph.outputs, readEnd),
  };
}

/**
 * One after the other, as each may take a breath.
 *
 * @template T
 * @param {Uint8Array[] | undefined} parts
 * @param {(part: Uint8Array) => Promise<T>} read
 */
async function each(parts, read) {
  const found = [];
  for (const part of parts ?? []) {
    found.push(await read(part));
  }
  return found;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<[string, number]>}
 */
async function readOperatorSet(bytes) {
  const { domain = "", version } = await readMessage(bytes, OPERATOR_SET, "operator set");
  return [domain, version];
}

const NOTHING = new Uint8Array();

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Node>}
 */
async function readNode(bytes) {
  const node = await readMessage(bytes, NODE, "node");
  /** @type {Map<string, Attribute>} */
  const attributes = new Map();
  for (const part of node.attributes ?? []) {
    const it = await readMessage(part, ATTRIBUTE, "attribute");
    attributes.set(it.name, it.floats ?? it.ints ?? it.strings ?? it.i ?? it.f ?? it.s);
  }
  return {
    operator: node.domain ? `${node.domain}.${node.type}` : node.type,
    inputs: node.inputs ?? [],
    outputs: node.outputs ?? [],
    attributes,
  };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<[string, Tensor]>}
 */
async function readTensor(bytes) {
  const { name, dims = [], type, raw = NOTHING } = await readMessage(bytes, TENSOR, "constant");
  if (type !== FLOAT && type !== INT64) {
    throw new Error(`constant ${name} is of type ${type}, which is not known here`);
  }
  const aligned = raw.slice().buffer; // little-endian, as every browser's machine is
  const data = type === FLOAT ? new Float32Array(aligned) : new BigInt64Array(aligned);
  if (data.length !== size(dims)) {
    throw new Error(`constant ${name} does not have as many numbers as it says`);
  }
  return [name, { dims, data }];
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<End>}
 */
async function readEnd(bytes) {
  const { name, type = NOTHING } = await readMessage(bytes, END, "input or output");
  const { tensor = NOTHING } = await readMessage(type, TYPE, name);
  const { shape = NOTHING } = await readMessage(tensor, TENSOR_TYPE, name);
  const { dims = [] } = await readMessage(shape, SHAPE, name);
  const last = await readMessage(dims.at(-1) ?? NOTHING, DIMENSION, name);
  return { name, width: last.value ?? 0 };
}

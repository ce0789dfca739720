/* A model's graph, ready to run: every operator is known and every name has a source
   before the first number is computed, so a model that cannot be computed here is
   refused when it is opened. */

import { breath } from "./breath.js";
import { readModel } from "./onnx.js";
import { OPERATORS, OPERATOR_SETS } from "./operators.js";

/** @typedef {import("./onnx.js").End} End */
/** @typedef {import("./onnx.js").Node} Node */
/** @typedef {import("./onnx.js").Tensor} Tensor */

/**
 * @typedef {object} Graph
 * @property {End[]} inputs
 * @property {End[]} outputs
 * @property {(feeds: Record<string, Tensor>) => Map<string, Tensor>} run An input that
 *   has a default need not be fed.
 */

/**
 * @typedef {object} Step
 * @property {string[]} inputs
 * @property {string[]} outputs
 * @property {import("./operators.js").Compute} compute
 */

/**
 * @param {Uint8Array} bytes An ONNX file.
 * @returns {Promise<Graph>}
 */
export async function openGraph(bytes) {
  const { operatorSets, nodes, constants, inputs, outputs } = await readModel(bytes);
  for (const [domain, version] of Object.entries(operatorSets)) {
    if (/** @type {Record<string, number>} */ (OPERATOR_SETS)[domain] !== version) {
      throw new Error(`operator set ${domain || "ai.onnx"} ${version} is not known here`);
    }
  }
  const known = new Set([...constants.keys(), ...inputs.map(({ name }) => name)]);
  /** @type {Step[]} */
  const steps = [];
  for (const node of nodes) {
    const absent = node.inputs.find((name) => !known.has(name));
    if (absent !== undefined) {
      throw new Error(`${node.operator} reads ${absent}, which nothing computes`);
    }
    node.outputs.forEach((name) => known.add(name));
    steps.push({ inputs: node.inputs, outputs: node.outputs, compute: await opened(node) });
    await breath();
  }
  const missing = outputs.find(({ name }) => !known.has(name));
  if (missing !== undefined) {
    throw new Error(`nothing computes ${missing.name}`);
  }

  return {
    inputs,
    outputs,
    run(feeds) {
      const tensors = new Map([...constants, ...Object.entries(feeds)]);
      /** @param {string} name */
      const tensor = (name) => {
        const found = tensors.get(name);
        if (found === undefined) {
          throw new Error(`${name} was not fed`);
        }
        return found;
      };
      for (const step of steps) {
        const results = step.compute(step.inputs.map(tensor));
        step.outputs.forEach((name, index) => tensors.set(name, results[index]));
      }
      return new Map(outputs.map(({ name }) => [name, tensor(name)]));
    },
  };
}

/** @param {Node} node */
function opened({ operator, attributes }) {
  const found = OPERATORS[operator];
  if (found === undefined) {
    throw new Error(`operator ${operator} is not known here`);
  }
  for (const name of attributes.keys()) {
    if (!(name in found.attributes)) {
      throw new Error(`${operator} has an attribute ${name} that is not known here`);
    }
  }
  return found.open({ ...found.attributes, ...Object.fromEntries(attributes) });
}

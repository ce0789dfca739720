/* A bundle in the browser: its files fetched, checked as the service checks them, and its
   graph ready to score. What differs from what was approved is refused, so that a number
   computed here is the number that the service would have given. */

import { deviation } from "./approved.js";
import { openGraph } from "./graph.js";

/** @typedef {import("../types.js").BundleDescription} BundleDescription */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {import("./onnx.js").Tensor} Tensor */

/**
 * What the graph answers, row by row: of every row, and of the first `companionRows` how
 * far their score could have been another. All but `risk` in log-odds.
 *
 * @typedef {object} Scores
 * @property {Float32Array[]} risk One for each horizon.
 * @property {Float32Array[]} log_odds One, of the first horizon.
 * @property {Float32Array[]} base One; with the contributions it sums to `log_odds`.
 * @property {Float32Array[]} contributions One for each input.
 * @property {Float32Array[]} replicates One for each model of another sample.
 * @property {Float32Array[]} if_known Low and high.
 *
 * @callback Score
 * @param {Float32Array[]} rows Each with all inputs, NaN where unknown.
 * @param {number} companionRows
 * @returns {Scores}
 *
 * @typedef {(url: string) => Promise<Uint8Array>} FetchBytes
 * @typedef {{manifest: any, reference: any, score: Score}} Bundle
 */

/**
 * @param {BundleDescription} description
 * @param {FetchBytes} fetchBytes
 * @returns {Promise<Bundle>}
 */
export async function openBundle(description, fetchBytes) {
  const place = `${description.name} ${description.version}`;
  const [manifest, reference, golden, model] = await Promise.all(
    ["manifest.json", "reference.json", "golden.json", "model.onnx"].map((file) =>
      verified(description, file, fetchBytes),
    ),
  );
  const graph = await openGraph(model);
  const bundle = {
    manifest: read(manifest),
    reference: read(reference),
    score: scorer(graph),
  };
  const why = await deviation(bundle.manifest, read(golden), graph, bundle.score);
  if (why !== null) {
    throw new Error(`${place}: ${why}`);
  }
  return bundle;
}

/**
 * A file, if it is the one that the page was made with. Its address says which that is,
 * so that no cache gives another. Browsers compute hashes on https and localhost only;
 * elsewhere the golden rows alone vouch for the model.
 *
 * @param {BundleDescription} description
 * @param {string} file
 * @param {FetchBytes} fetchBytes
 */
async function verified({ name, version, files, url }, file, fetchBytes) {
  const bytes = await fetchBytes(`${url}/${file}?sha256=${files[file]}`);
  if (globalThis.crypto?.subtle) {
    const buffer = /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
    const digest = await crypto.subtle.digest("SHA-256", buffer);
    const found = Array.from(new Uint8Array(digest), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
    if (found !== files[file]) {
      throw new Error(`${name} ${version}: ${file} is not the file of this page`);
    }
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
function read(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * @param {Graph} graph
 * @returns {Score}
 */
function scorer(graph) {
  const width = graph.inputs.find(({ name }) => name === "x")?.width ?? 0;
  return (rows, companionRows) => {
    const x = new Float32Array(rows.length * width);
    rows.forEach((row, index) => x.set(row, index * width));
    const results = graph.run({
      x: { dims: [rows.length, width], data: x },
      companion_rows: { dims: [1], data: BigInt64Array.of(BigInt(companionRows)) },
    });
    /** @param {string} name */
    const rowsOf = (name) => split(/** @type {Tensor} */ (results.get(name)));
    return {
      risk: rowsOf("risk"),
      log_odds: rowsOf("log_odds"),
      base: rowsOf("base"),
      contributions: rowsOf("contributions"),
      replicates: rowsOf("replicates"),
      if_known: rowsOf("if_known"),
    };
  };
}

/**
 * @param {Tensor} tensor
 * @returns {Float32Array[]}
 */
function split({ dims: [rows, width], data }) {
  const values = /** @type {Float32Array} */ (data);
  return Array.from({ length: rows }, (_, row) =>
    values.subarray(row * width, (row + 1) * width),
  );
}

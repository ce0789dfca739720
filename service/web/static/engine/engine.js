/* The risk engine in the browser: the same bundles, the same rules and the same texts
   as the service's, so the same answer without a connection. What belongs to the
   service alone, the number of a request, is left empty. */

import { answered } from "./answered.js";
import { bandOf } from "./bands.js";
import { openBundle } from "./bundle.js";
import { ineligibility, lacks } from "./eligibility.js";
import { rangesOf } from "./interval.js";
import { knowledgeOf } from "./knowledge.js";
import { decidingHorizon } from "./manifest.js";
import { missingOf, vector } from "./measurement.js";
import { missingInputs, probes } from "./missing.js";
import { standing } from "./peers.js";
import { present } from "./present.js";
import { readRequest } from "./requests.js";
import { unfamiliar } from "./unfamiliar.js";

export { InvalidRequest } from "./requests.js";

/**
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./measurement.js").Patient} Patient
 * @typedef {import("./bundle.js").Bundle} Bundle
 * @typedef {import("../types.js").Interval} Interval
 * @typedef {import("../types.js").RiskRequest} RiskRequest
 * @typedef {import("../types.js").RiskResponse} RiskResponse
 *
 * @typedef {object} Contribution
 * @property {Variable} variable
 * @property {Scalar | null} value Null: not measured.
 * @property {number} logOdds
 *
 * @typedef {object} Assessed One bundle's answer, its numbers as they were computed.
 * @property {Manifest} manifest
 * @property {number[]} risks By horizon.
 * @property {number} deciding Which of the horizons decides the band.
 * @property {string} band
 * @property {number} base
 * @property {number} logOdds
 * @property {Contribution[]} contributions
 * @property {import("./missing.js").MissingInput[]} missing
 * @property {Interval | null} interval
 * @property {Interval | null} ifKnown
 * @property {import("../types.js").Assessment["unfamiliar"]} unfamiliar
 * @property {import("../types.js").Standing | null} standing
 *
 * @typedef {object} NotAssessed
 * @property {Manifest} manifest
 * @property {import("./eligibility.js").Ineligibility} reason
 *
 * @typedef {object} Engine
 * @property {(request: RiskRequest) => RiskResponse} assess Throws `InvalidRequest`.
 *   Texts are in the table's language, whichever is asked for.
 */

/**
 * @param {import("../types.js").TextTable} table
 * @param {import("./bundle.js").FetchBytes} fetchBytes
 * @returns {Promise<Engine>}
 */
export async function openEngine(table, fetchBytes) {
  const know = knowledgeOf(table);
  /** @type {Map<string, Bundle>} */
  const bundles = new Map();
  for (const description of table.bundles) {
    bundles.set(description.name, await openBundle(description, fetchBytes));
  }
  const inputs = new Set(
    [...bundles.values()].flatMap(({ manifest }) => manifest.inputs),
  );
  return {
    assess(request) {
      const asked = readRequest(know, request, [...bundles.keys()]);
      const answers = asked.bundles.flatMap((name) => {
        const bundle = bundles.get(name);
        return bundle ? [answer(know, bundle, asked.patient, asked.interval)] : [];
      });
      return present(know, answers, asked.patient, inputs);
    },
  };
}

/**
 * @param {Knowledge} know
 * @param {Bundle} bundle
 * @param {Patient} patient
 * @param {boolean} interval
 * @returns {Assessed | NotAssessed}
 */
function answer(know, bundle, patient, interval) {
  const { manifest } = bundle;
  const absent = missingOf(patient, manifest.required_inputs);
  const reason =
    ineligibility(know, patient) ??
    answered(know, patient, manifest.outcome.answered_by) ??
    (absent.length > 0 ? lacks(know, absent) : null);
  return reason === null
    ? score(know, bundle, patient, interval)
    : { manifest, reason };
}

/**
 * One run of the graph: the patient's row and, behind it, what is missing tried out.
 *
 * @param {Knowledge} know
 * @param {Bundle} bundle
 * @param {Patient} patient
 * @param {boolean} interval
 * @returns {Assessed}
 */
function score(know, bundle, patient, interval) {
  const { reference } = bundle;
  /** @type {Manifest} */
  const manifest = bundle.manifest;
  const own = vector(patient, manifest.inputs);
  const rows = [own, ...probes(know, manifest, patient)];
  const vectors = rows.map((row) => Float32Array.from(row));
  const found = bundle.score(vectors, interval ? 1 : 0);
  const [risk, ...probed] = found.risk;
  const deciding = decidingHorizon(manifest);
  const band = bandOf(risk[deciding], manifest.bands.levels);
  const [logOdds] = found.log_odds[0];
  const ranges = interval
    ? rangesOf(
        know,
        manifest,
        own,
        { risk, logOdds, replicates: found.replicates[0], ifKnown: found.if_known[0] },
        probed,
      )
    : { interval: null, ifKnown: null };
  return {
    manifest,
    risks: Array.from(risk),
    deciding,
    band,
    base: found.base[0][0],
    logOdds,
    contributions: contributions(know, manifest, patient, found.contributions[0]),
    missing: missingInputs(know, manifest, patient, probed),
    ...ranges,
    unfamiliar: unfamiliar(know, reference.familiarity, manifest.inputs, own),
    standing: standing(know, manifest, reference.peers, patient, logOdds),
  };
}

/**
 * @param {Knowledge} know
 * @param {Manifest} manifest
 * @param {Patient} patient
 * @param {Float32Array} added By input.
 * @returns {Contribution[]}
 */
function contributions(know, manifest, patient, added) {
  return manifest.inputs.map((name, at) => ({
    variable: know.variable(name),
    value: patient.found.get(name)?.value ?? null,
    logOdds: added[at],
  }));
}

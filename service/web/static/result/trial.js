/* Asks what a changed patient's answer would be: the browser's own engine at once, the
   service after a moment's rest where the engine is not loaded. */

import { ask, localEngine, Refused } from "../ask.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */

/** @typedef {{answer: RiskResponse} | {refused: string} | {failed: true}} Outcome */

const REST = 250;

/**
 * @param {(outcome: Outcome) => void} told Called for the newest question alone.
 */
export function createTrial(told) {
  let newest = 0;
  let timer = 0;

  /**
   * @param {Patient} patient
   * @param {number} question
   */
  async function later(patient, question) {
    const outcome = await asked(patient);
    if (question === newest) {
      told(outcome);
    }
  }

  return {
    /** @param {Patient} patient */
    ask(patient) {
      const question = ++newest;
      clearTimeout(timer);
      const engine = localEngine();
      if (engine === null) {
        timer = setTimeout(() => later(patient, question), REST);
      } else {
        told(assessed(() => engine.assess({ patient })));
      }
    },
    /** What is still on its way is no longer wanted. */
    forget() {
      newest += 1;
      clearTimeout(timer);
    },
  };
}

/**
 * @param {Patient} patient
 * @returns {Promise<Outcome>}
 */
async function asked(patient) {
  try {
    return { answer: (await ask({ patient })).answer };
  } catch (error) {
    return error instanceof Refused ? refusal(error.problem.errors) : { failed: true };
  }
}

/**
 * @param {() => RiskResponse} assess
 * @returns {Outcome}
 */
function assessed(assess) {
  try {
    return { answer: assess() };
  } catch (error) {
    if (error instanceof Error && "errors" in error) {
      return refusal(/** @type {{message: string}[]} */ (error.errors));
    }
    throw error;
  }
}

/**
 * @param {{message: string}[]} errors
 * @returns {Outcome}
 */
function refusal(errors) {
  return { refused: errors.map(({ message }) => message).join(" ") };
}

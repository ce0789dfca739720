/* An assessment in a few sentences; as the service's engine/narrative.py. */

import { figureOf } from "./interval.js";
import { fill } from "./knowledge.js";
import { rounded } from "./numeral.js";

/**
 * @typedef {import("./engine.js").Assessed} Assessed
 * @typedef {import("./engine.js").Contribution} Contribution
 * @typedef {import("./knowledge.js").Knowledge} Knowledge
 * @typedef {import("./knowledge.js").Scalar} Scalar
 * @typedef {import("./knowledge.js").Variable} Variable
 * @typedef {Contribution & {value: Scalar}} Reason
 */

/**
 * The whole assessment in words.
 *
 * @param {Knowledge} know
 * @param {Assessed} assessed
 * @returns {string}
 */
export function narrate(know, assessed) {
  const { manifest, missing, unfamiliar } = assessed;
  const { texts, worth_mentioning: worth } = know.rules.narrative;
  const known = assessed.contributions.filter(isKnown);
  const raised = known.filter(({ logOdds }) => logOdds >= worth);
  const lowered = known.filter(({ logOdds }) => logOdds <= -worth);
  const against = {
    whom: manifest.compared_with[know.language],
    figure: figureOf(know, manifest),
  };
  const unlike = [...new Set(unfamiliar.flatMap((way) => way.variables))];
  return [
    frequency(know, assessed),
    !manifest.bands.horizon_years && texts.is_there,
    raised.length > 0 &&
      fill(texts.raised, { names: reasons(know, raised), ...against }),
    lowered.length > 0 &&
      fill(texts.lowered, { names: reasons(know, lowered), ...against }),
    missing.length > 0 &&
      fill(texts.unknown, {
        names: know.listing(missing.map(({ variable }) => variable.name)),
      }),
    unlike.length > 0 && fill(texts.unlike, { names: know.listing(unlike) }),
    fill(texts.limits, { caution: manifest.caution[know.language] }),
  ]
    .filter(Boolean)
    .join("");
}

/**
 * A probability as so many of 100 people, or of 1,000 where it is small.
 *
 * @param {Knowledge} know
 * @param {number} probability
 * @returns {{count: number, people: number}}
 */
function naturalFrequency(know, probability) {
  const people = probability >= know.rules.narrative.whole_people ? 100 : 1000;
  return { count: rounded(probability * people), people };
}

/**
 * The risk that decides the band, as so many people, with its range and band.
 *
 * @param {Knowledge} know
 * @param {Assessed} assessed
 * @returns {string}
 */
export function frequency(know, assessed) {
  const { texts } = know.rules.narrative;
  const { manifest, band, deciding } = assessed;
  const { count, people } = naturalFrequency(know, assessed.risks[deciding]);
  const years = manifest.bands.horizon_years;
  return fill(texts.frequency, {
    outcome: manifest.outcome.label[know.language],
    people: know.numeral(people),
    count: count
      ? fill(texts.about, { count: know.numeral(count) })
      : fill(texts.fewer_than_one, {}),
    range: range(know, assessed, people),
    when: years
      ? fill(texts.within, { years: know.numeral(years) })
      : fill(texts.now, {}),
    band: know.rules.bands[band],
    figure: figureOf(know, manifest),
  });
}

/**
 * @param {Knowledge} know
 * @param {Assessed} assessed
 * @param {number} people
 * @returns {string} The ends of the interval as counts; empty if it was not asked for.
 */
function range(know, { interval, deciding }, people) {
  const { texts } = know.rules.narrative;
  const ends = interval?.risks[deciding];
  if (ends === undefined) {
    return "";
  }
  const low = rounded(ends.low * people);
  const high = Math.max(rounded(ends.high * people), 1);
  return fill(low ? texts.between : texts.at_most, {
    low: know.numeral(low),
    high: know.numeral(high),
  });
}

/**
 * @param {Knowledge} know
 * @param {Reason[]} contributions
 * @returns {string} The strongest with their values.
 */
function reasons(know, contributions) {
  return contributions
    .toSorted((one, other) => Math.abs(other.logOdds) - Math.abs(one.logOdds))
    .slice(0, know.rules.narrative.mentioned)
    .map(
      ({ variable, value }) =>
        `${know.listing([variable.name])}: ${valueText(know, variable, value)}`,
    )
    .join("; ");
}

/**
 * A value as a clinician reads it, with its unit.
 *
 * @param {Knowledge} know
 * @param {Variable} variable
 * @param {Scalar} value
 * @returns {string}
 */
function valueText(know, variable, value) {
  if (typeof value === "boolean") {
    return value ? know.rules.narrative.yes : know.rules.narrative.no;
  }
  return typeof value === "string"
    ? know.choicesNamed(variable.name, [value])
    : know.withUnit(value, variable.units[0], variable.decimals);
}

/**
 * @param {Contribution} contribution
 * @returns {contribution is Reason}
 */
function isKnown(contribution) {
  return contribution.value !== null;
}

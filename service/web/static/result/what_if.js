/* "What if": the same patient with other values, beside the patient as entered. The figure
   above stays that of the patient; nothing here says that a change has an effect. */

import { rounded } from "../engine/numeral.js";
import { t, table } from "../text.js";
import { list, part, say } from "./dom.js";
import { fieldLink } from "./field_link.js";
import { countText, frequency, percent, percentWith } from "./figures.js";
import { leverControl } from "./lever_control.js";
import { changed, leversOf, offersOf } from "./levers.js";
import { figuresOf, keyOf } from "./pairs.js";
import { drawChanged } from "./people.js";
import { drawReasons, firstView } from "./reasons.js";
import { createTrial } from "./trial.js";

/** @typedef {import("../types.js").Assessment} Assessment */
/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */
/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("./pairs.js").Figure} Figure */
/** @typedef {import("./trial.js").Outcome} Outcome */

const OFFERS = 4;
const LEVERS = 5;
const NEAR = 0.01;

/** @param {HTMLElement} article Of the question whose figure is tried. */
export function createWhatIf(article) {
  const card = part(article, "what-if");
  const view = firstView();
  const trial = createTrial(tell);
  /** @type {Map<string, Value>} */
  const changes = new Map();
  /** @type {{key: string, patient: Patient} | null} */
  let based = null;
  /** @type {Figure | null} */
  let figure = null;
  /** @type {RiskResponse | null} */
  let base = null;
  /** @type {(() => void)[]} */
  let resets = [];
  let settled = false;

  part(card, "reset").addEventListener("click", () => {
    restart();
    card.querySelector("input")?.focus();
  });

  function restart() {
    changes.clear();
    trial.forget();
    resets.forEach((reset) => reset());
    settled = true;
    if (base !== null) {
      tell({ answer: base });
    }
  }

  /**
   * @param {string} name
   * @param {Value} entered
   * @param {Value} value
   */
  function move(name, entered, value) {
    if (JSON.stringify(value) === JSON.stringify(entered)) {
      changes.delete(name);
    } else {
      changes.set(name, value);
    }
  }

  function ask() {
    if (changes.size === 0) {
      restart();
    } else if (based !== null) {
      trial.ask(changed(based.patient, changes));
    }
  }

  /** @param {Outcome} told */
  function tell(told) {
    /** @type {Outcome} */
    const outcome = isOfAnotherModel(told, figure) ? { failed: true } : told;
    part(card, "reset").hidden = changes.size === 0;
    const refusal = refusalText(outcome, figure);
    say(card, { "trial-refusal": refusal });
    part(card, "trial-outcome").toggleAttribute("data-void", refusal !== "");
    if (figure !== null && based !== null) {
      const after = "answer" in outcome ? same(outcome.answer, figure) : null;
      compare(card, figure, after);
      if (after?.assessment) {
        const patient = changed(based.patient, changes);
        drawChanged(part(card, "trial-people"), after.probability, figure.probability);
        drawReasons(part(card, "trial-reasons"), after.assessment, after, patient, view);
      }
    }
    if (settled) {
      part(card, "told").textContent = refusal || part(card, "trial-sentence").textContent;
      settled = false;
    }
  }

  /**
   * @param {Assessment} assessment
   * @param {Patient} patient
   */
  function build(assessment, patient) {
    const levers = leversOf(assessment, patient);
    const controls = levers.map((lever) =>
      leverControl(lever, (value, done) => {
        settled = done;
        move(lever.name, lever.entered, value);
        ask();
      }),
    );
    resets = controls.map(({ reset }) => reset);
    list(card, "levers", controls.map(({ element }) => element));
    const rest = levers.length > LEVERS + 1 ? controls.slice(LEVERS) : [];
    fold(card, rest.map(({ element }) => element));
    const offers = offersOf(assessment, patient).slice(0, OFFERS);
    list(card, "offers", offers.map((name) => fieldLink("result.to_field", name)));
    part(card, "offers").hidden = offers.length === 0;
  }

  return {
    /**
     * @param {{answer: RiskResponse, asked: {patient: Patient}}} latest
     * @param {Figure} shown
     */
    show(latest, shown) {
      const { assessment } = shown;
      card.hidden = assessment === null;
      if (assessment === null) {
        return;
      }
      const key = JSON.stringify([shown.bundle, latest.asked.patient]);
      const isNew = key !== based?.key;
      based = { key, patient: latest.asked.patient };
      base = latest.answer;
      figure = shown;
      const { caution, not_undone: notUndone } = table().clinical.what_if;
      say(card, { caution: shown.years === 0 ? caution + notUndone : caution });
      if (isNew) {
        build(assessment, latest.asked.patient);
        restart();
      } else {
        ask();
      }
    },
  };
}

/**
 * Keep what is less important behind a button.
 *
 * @param {Element} card
 * @param {HTMLElement[]} elements
 */
function fold(card, elements) {
  const button = part(card, "more-levers");
  /** @param {boolean} unfolded */
  const put = (unfolded) => {
    elements.forEach((element) => (element.hidden = !unfolded));
    button.setAttribute("aria-expanded", String(unfolded));
    button.textContent = unfolded
      ? t("result.fewer_rows")
      : t("result.others", { count: elements.length });
  };
  button.hidden = elements.length === 0;
  button.onclick = () => put(button.getAttribute("aria-expanded") !== "true");
  put(false);
}

/**
 * The same model at the same horizon in another answer.
 *
 * @param {RiskResponse} answer
 * @param {Figure} figure
 */
function same(answer, figure) {
  return figuresOf(answer).find((one) => keyOf(one) === keyOf(figure)) ?? null;
}

/**
 * Whether another version of the model answered than the one whose figure is shown: the
 * service was updated, and this page still has what was there before.
 *
 * @param {Outcome} outcome
 * @param {Figure | null} figure
 */
function isOfAnotherModel(outcome, figure) {
  const shown = figure?.assessment?.bundle;
  return (
    "answer" in outcome &&
    outcome.answer.assessments.some(
      ({ bundle }) => bundle.name === shown?.name && bundle.version !== shown.version,
    )
  );
}

/**
 * Why there is no figure for the changed patient; empty if there is one.
 *
 * @param {Outcome} outcome
 * @param {Figure | null} figure
 */
function refusalText(outcome, figure) {
  if ("failed" in outcome) {
    return t("share.trial_failed");
  }
  if ("refused" in outcome) {
    return t("share.trial_refused", { text: outcome.refused });
  }
  const reason = figure && same(outcome.answer, figure)?.refusal;
  if (!reason) {
    return "";
  }
  return t("share.trial_not_assessed", { text: `${reason.text} ${reason.next_step}` });
}

/**
 * Both figures, counted of the same number of people.
 *
 * @param {Element} card
 * @param {Figure} before
 * @param {Figure | null} after
 */
function compare(card, before, after) {
  const probability = after?.assessment ? after.probability : NaN;
  const { people } = frequency(Math.min(before.probability, probability || 1));
  /** @param {number} value */
  const of = (value) => t("share.of", { count: countText(rounded(value * people)), people });
  const isSame = probability === before.probability;
  say(card, {
    before: near(before.probability, probability),
    after: Number.isNaN(probability) ? "–" : near(probability, before.probability),
    "trial-sentence": isSame
      ? t("share.same")
      : Number.isNaN(probability)
        ? ""
        : t("share.less", { before: of(before.probability), after: of(probability) }),
  });
  part(card, "trial-people").hidden = Number.isNaN(probability);
}

/**
 * Tenths only where two figures would look the same without.
 *
 * @param {number} probability
 * @param {number} other
 */
function near(probability, other) {
  const apart = Math.abs(probability - other);
  const isAlike = apart > 0 && apart < NEAR && probability >= NEAR;
  return isAlike ? percentWith(probability, 1) : percent(probability);
}

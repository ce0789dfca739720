/* The result's section: one of its states at a time, and in an answer the figure that the
   reader has chosen. Draws an answer's shape, whoever gave it. */

import { createWhatIf } from "./what_if.js";
import { drawScores, drawStanding } from "./around.js";
import { clone, list, part, say } from "./dom.js";
import { fieldLink, leadToField } from "./field_link.js";
import { sentence } from "./figures.js";
import { drawHeadline, glance } from "./headline.js";
import { drawHorizons } from "./horizons.js";
import { drawNext, drawRemarks, noticeItem } from "./next.js";
import { figuresOf, shown } from "./pairs.js";
import { drawReasons, firstView } from "./reasons.js";
import { refusalOf, together } from "./refusal.js";
import { createShare } from "./share.js";
import { drawUnknown } from "./unknown.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */
/** @typedef {import("./pairs.js").Figure} Figure */
/** @typedef {{patient: Patient, answeredBy: "server" | "browser", at: Date}} Asked */
/** @typedef {"empty" | "waiting" | "failed" | "refused" | "answer"} State */

// So long must values rest before a screen reader is told: not every key that is pressed.
const REST = 900;
// Where the result is a long way to scroll, the published scores are closed at first.
const NARROW = "(max-width: 40rem)";

/**
 * @param {HTMLElement} section
 * @param {{askAgain: () => void, onFigure: (glance: string) => void}} options
 */
export function createResult(section, { askAgain, onFigure }) {
  const answered = /** @type {HTMLElement} */ (section.querySelector('[data-state="answer"]'));
  const article = clone("part-assessment");
  const view = { chosen: /** @type {string | null} */ (null), missing: { unfolded: false } };
  const reasons = firstView();
  const share = createShare(section);
  const whatIf = createWhatIf(section);
  const announce = announcer(part(section, "announcement"));
  /** @type {{answer: RiskResponse, asked: Asked} | null} */
  let latest = null;

  const scores = /** @type {HTMLDetailsElement} */ (part(section, "scores"));
  scores.open = !matchMedia(NARROW).matches;
  part(section, "again").addEventListener("click", askAgain);
  section.addEventListener("click", leadToField);

  /** @param {State} state */
  function enter(state) {
    for (const one of section.querySelectorAll("[data-state]")) {
      /** @type {HTMLElement} */ (one).hidden = one.getAttribute("data-state") !== state;
    }
    section.setAttribute("aria-busy", String(state === "waiting"));
  }

  /** @param {string} key */
  function choose(key) {
    view.chosen = key;
    draw();
  }

  function draw() {
    if (latest === null) {
      return;
    }
    const { answer, asked } = latest;
    const figures = figuresOf(answer);
    const figure = shown(figures, view.chosen);
    const refusals = together(answer.not_assessed);
    const none = answer.assessments.length === 0;
    part(section, "horizons").hidden = none && refusals.length === 1;
    drawHorizons(section, figures, figure, choose);
    const screens = refusals
      .filter((group) => none || group.some(({ bundle }) => bundle === figure.bundle))
      .map((group) => refusalOf(group, asked.patient));
    list(section, "answers", figure.assessment ? [article] : screens);
    section.dataset.band = figure.assessment?.band.code ?? "";
    if (figure.assessment) {
      drawAssessment(figure, asked);
    }
    const title = screens[0]?.querySelector("h3")?.textContent ?? "";
    announce(figure.assessment ? sentence(figure.probability, figure.years) : title);
    onFigure(figure.assessment ? glance(figure, figure.assessment) : title);
    whatIf.show(latest, figure);
    share.show(latest, figures);
  }

  /**
   * @param {Figure} figure
   * @param {Asked} asked
   */
  function drawAssessment(figure, asked) {
    const { assessment } = figure;
    if (assessment === null || latest === null) {
      return;
    }
    article.dataset.bundle = assessment.bundle.name;
    article.dataset.band = assessment.band.code;
    drawHeadline(article, figure, assessment, asked);
    drawNext(article, assessment, latest.answer.notices);
    drawReasons(part(article, "reasons"), assessment, figure, asked.patient, reasons);
    drawUnknown(article, assessment, view.missing);
    drawStanding(article, assessment.standing);
  }

  return {
    /**
     * @param {RiskResponse} answer
     * @param {Asked} asked
     */
    show(answer, asked) {
      latest = { answer, asked };
      enter("answer");
      draw();
      drawScores(answered, answer.reference_scores);
      drawRemarks(answered, answer.notices);
    },
    /** What is shown stays until there is something newer, so that nothing jumps. */
    waiting() {
      section.setAttribute("aria-busy", "true");
      if (latest === null) {
        enter("waiting");
      }
    },
    /** @param {{missing: string[], wrong: string[]}} [waitingFor] Variables by what is amiss. */
    empty({ missing, wrong } = { missing: [], wrong: [] }) {
      latest = null;
      share.show(null, []);
      enter("empty");
      list(section, "awaited", [
        ...wrong.map((name) => fieldLink("result.to_mend", name)),
        ...missing.map((name) => fieldLink("result.to_field", name)),
      ]);
    },
    /** @param {Problem | null} problem Null: nobody could be asked. */
    failed(problem) {
      latest = null;
      share.show(null, []);
      enter(problem === null ? "failed" : "refused");
      if (problem !== null) {
        say(section, { detail: problem.detail });
        list(section, "errors", problem.errors.map(({ message }) => noticeItem(message)));
      }
    },
  };
}

/**
 * Says the newest text when nothing newer has come for a while.
 *
 * @param {HTMLElement} region
 * @returns {(text: string) => void}
 */
function announcer(region) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (region.textContent !== text) {
        region.textContent = text;
      }
    }, REST);
  };
}

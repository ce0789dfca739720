/* The result's section: one of its states at a time, and in an answer the conclusion, then
   each question that was answered. Draws an answer's shape, whoever gave it. */

import { drawScores } from "./around.js";
import { drawRemarks, noticeItem } from "./cautions.js";
import { drawConclusion, glance } from "./conclusion.js";
import { list, part, say } from "./dom.js";
import { fieldLink, leadToField } from "./field_link.js";
import { questionsOf } from "./pairs.js";
import { createQuestion } from "./question.js";
import { refusalOf, together } from "./refusal.js";
import { createShare } from "./share.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../types.js").RiskResponse} RiskResponse */
/** @typedef {{patient: Patient, answeredBy: "server" | "browser", at: Date}} Asked */
/** @typedef {import("./share.js").Latest} Latest */
/** @typedef {"empty" | "waiting" | "failed" | "refused" | "answer"} State */

// So long must values rest before a screen reader is told: not every key that is pressed.
const REST = 900;
// Where the result is a long way to scroll, the published scores are closed at first.
const NARROW = "(max-width: 40rem)";

/**
 * @param {HTMLElement} section
 * @param {{askAgain: () => void, onConclusion: (glance: string) => void}} options
 */
export function createResult(section, { askAgain, onConclusion }) {
  const answered = /** @type {HTMLElement} */ (section.querySelector('[data-state="answer"]'));
  /** @type {Map<string, ReturnType<typeof createQuestion>>} By model. */
  const drawn = new Map();
  const share = createShare(section);
  const announce = announcer(part(section, "announcement"));
  /** @type {Latest | null} */
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

  /** @param {Latest} shown */
  function draw(shown) {
    const { conclusion, not_assessed: refused } = shown.answer;
    const questions = questionsOf(shown.answer);
    drawConclusion(answered, conclusion);
    const articles = questions.map((question) => {
      const { name } = question.assessment.bundle;
      const one = drawn.get(name) ?? createQuestion();
      drawn.set(name, one);
      one.draw(question, shown);
      return one.article;
    });
    const reasons = together(refused).map((group) =>
      refusalOf(group, shown.asked.patient, conclusion.next_step.text),
    );
    list(answered, "answers", [...articles, ...reasons]);
    announce(`${conclusion.status.label}. ${conclusion.next_step.text}`);
    onConclusion(glance(conclusion));
    share.show(shown, questions);
  }

  return {
    /**
     * @param {RiskResponse} answer
     * @param {Asked} asked
     */
    show(answer, asked) {
      latest = { answer, asked };
      enter("answer");
      draw(latest);
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

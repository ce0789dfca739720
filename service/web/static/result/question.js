/* One question with its model's answer: the figure at the chosen horizon, what to know of it,
   why, what is unknown, and "what if". Its own choices are kept while values change. */

import { drawStanding } from "./around.js";
import { drawCautions } from "./cautions.js";
import { clone, part } from "./dom.js";
import { drawHeadline } from "./headline.js";
import { drawHorizons } from "./horizons.js";
import { shown } from "./pairs.js";
import { drawReasons, firstView } from "./reasons.js";
import { drawUnknown } from "./unknown.js";
import { createWhatIf } from "./what_if.js";

/** @typedef {import("./pairs.js").Question} Question */
/** @typedef {import("./share.js").Latest} Latest */

export function createQuestion() {
  const article = clone("part-assessment");
  const whatIf = createWhatIf(article);
  const reasons = firstView();
  const missing = { unfolded: false };
  /** @type {number | null} */
  let chosen = null;

  return {
    article,
    /**
     * @param {Question} question
     * @param {Latest} latest
     */
    draw(question, latest) {
      const { assessment, figures } = question;
      const figure = shown(question, chosen);
      article.dataset.bundle = assessment.bundle.name;
      article.dataset.band = assessment.band.code;
      drawHorizons(article, figures, figure, (years) => {
        chosen = years;
        this.draw(question, latest);
      });
      drawHeadline(article, figure, assessment, latest.asked);
      drawCautions(article, assessment, latest.answer.notices);
      const { patient } = latest.asked;
      drawReasons(part(article, "reasons"), assessment, figure, patient, reasons);
      drawUnknown(article, assessment, missing);
      drawStanding(article, assessment.standing);
      whatIf.show(latest, figure);
    },
  };
}

/* What was filled in from a text or a file, what is to be decided, and what was not used:
   nothing that stood there goes without a word. */

import { t, variable } from "../text.js";
import { take } from "./taking.js";
import { valueText } from "./value_text.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./reading.js").Offer} Offer */
/** @typedef {import("./reading.js").Question} Question */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./taking.js").Taken} Taken */

/* A whole letter may be pasted; of what was not used a reader looks at no more. */
const MOST_SHOWN = 100;

/**
 * @typedef {object} Report
 * @property {(title: string, reading: Reading) => void} take Enter what was read and tell.
 * @property {(title: string, taken: Taken) => void} tell What was entered already.
 * @property {(title: string, count: number, choose: (row: number) => void) => void} choose
 *   Let the reader choose a row.
 * @property {() => void} close
 */

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} heard A live region.
 * @param {Map<string, Field>} fields
 * @param {object} listener
 * @param {() => void} listener.changed Values were entered or taken back.
 * @param {() => void} listener.closed
 * @returns {Report}
 */
export function createReport(place, heard, fields, { changed, closed }) {
  /** @type {Taken & {title: string, remarks: string[]}} */
  let now = { title: "", filled: [], questions: [], unread: [], remarks: [] };

  /** @param {Taken} taken */
  function add(taken) {
    now.filled.push(...taken.filled);
    now.questions.push(...taken.questions);
    now.unread.push(...taken.unread);
    changed();
    draw();
  }

  function draw() {
    const { filled, questions, unread } = now;
    const counts = { filled: filled.length, asked: questions.length, unread: unread.length };
    const nothing = filled.length + questions.length === 0;
    const summary = nothing ? t("entry.report_nothing") : t("entry.report_counts", counts);
    place.replaceChildren(
      heading(now.title),
      element("p", summary),
      ...section(t("entry.report_asked"), "asked", questions.map(questionItem)),
      ...section(t("entry.report_filled"), "filled", filled.map(filledItem)),
      ...section(t("entry.report_unread"), "unread", unreadItems(unread)),
      ...section(t("entry.report_remarks"), "remarks", now.remarks.map(remarkItem)),
      tools(),
    );
    place.hidden = false;
    heard.textContent = `${now.title}. ${summary}`;
  }

  /** @param {Question} question */
  function questionItem(question) {
    const item = element("li", question.text);
    item.append(source(question.from));
    const answers = element("div", "", "tools");
    for (const { label, offers, instead } of question.options) {
      answers.append(button(label, () => answer(question, offers, instead), "button"));
    }
    if (question.options.every(({ offers }) => offers.length > 0)) {
      answers.append(button(t("entry.leave_out"), () => leaveOut(question), "button"));
    }
    item.append(answers);
    return item;
  }

  /**
   * @param {Question} question
   * @param {Offer[]} offers
   * @param {boolean} [instead]
   */
  function answer(question, offers, instead) {
    now.questions = now.questions.filter((one) => one !== question);
    add(take(fields, offers, instead));
    place.focus();
  }

  /** @param {Question} question */
  function leaveOut(question) {
    now.unread.push({ from: question.from });
    answer(question, []);
  }

  /** @param {Taken["filled"][number]} one */
  function filledItem({ offer, undo }) {
    const { label } = variable(offer.name);
    const value = valueText(offer.name, offer.value);
    const item = element("li", "");
    item.append(element("span", t("entry.item", { label, value })));
    item.append(source([offer.from, offer.note].filter(Boolean).join("; ")));
    const back = button(t("entry.undo"), () => takeBack(offer, undo));
    back.setAttribute("aria-label", `${t("entry.undo")}: ${label}`);
    item.append(back);
    return item;
  }

  /**
   * @param {Offer} offer
   * @param {() => void} undo
   */
  function takeBack(offer, undo) {
    undo();
    now.filled = now.filled.filter((one) => one.offer !== offer);
    add({ filled: [], questions: [], unread: [{ from: offer.from, reason: t("entry.undone") }] });
    place.focus();
  }

  function tools() {
    const row = element("p", "", "tools");
    if (now.filled.length > 1) {
      row.append(button(t("entry.undo_all"), undoAll));
    }
    row.append(button(t("entry.dismiss"), dismiss));
    return row;
  }

  function undoAll() {
    const { filled } = now;
    now.filled = [];
    for (const { undo } of filled.reverse()) {
      undo();
    }
    const reason = t("entry.undone");
    const unread = filled.map(({ offer }) => ({ from: offer.from, reason }));
    add({ filled: [], questions: [], unread });
    place.focus();
  }

  function dismiss() {
    close();
    closed();
  }

  function close() {
    place.hidden = true;
    place.replaceChildren();
  }

  return {
    take(title, { offers, questions, unread, remarks }) {
      now = { title, filled: [], questions: [...questions], unread: [...unread], remarks };
      add(take(fields, offers));
    },
    tell(title, taken) {
      now = { title, ...taken, remarks: [] };
      draw();
    },
    choose(title, count, chosen) {
      const label = element("label", t("entry.row"));
      label.setAttribute("for", "report-row");
      const number = numberInput("report-row", count);
      const choose = () => number.reportValidity() && chosen(Number(number.value));
      const row = element("p", "", "tools");
      row.append(
        button(t("entry.paste_read"), choose, "button primary"),
        button(t("entry.close"), dismiss),
      );
      place.replaceChildren(heading(title), label, number, row);
      place.hidden = false;
      number.select();
    },
    close,
  };
}

/**
 * @param {string} title
 * @param {string} style
 * @param {HTMLElement[]} items
 */
function section(title, style, items) {
  if (items.length === 0) {
    return [];
  }
  const list = element("ul", "", style);
  list.append(...items);
  return [element("h4", title), list];
}

/** @param {string} text */
function remarkItem(text) {
  return element("li", text);
}

/** @param {string} text */
function heading(text) {
  const title = element("h3", text);
  title.id = "report-title";
  return title;
}

/** @param {import("./reading.js").Unread[]} unread */
function unreadItems(unread) {
  const items = unread.slice(0, MOST_SHOWN).map(unreadItem);
  const more = unread.length - items.length;
  return more > 0 ? [...items, element("li", t("entry.more_unread", { count: more }))] : items;
}

/** @param {import("./reading.js").Unread} unread */
function unreadItem({ from, reason }) {
  const item = element("li", from);
  if (reason !== undefined) {
    item.append(element("span", reason, "quiet"));
  }
  return item;
}

/** @param {string} from */
function source(from) {
  return element("span", t("entry.from", { text: from }), "quiet");
}

/**
 * @param {string} id
 * @param {number} most
 */
function numberInput(id, most) {
  const input = document.createElement("input");
  input.className = "input";
  input.type = "number";
  input.required = true;
  input.min = "1";
  input.max = String(most);
  input.value = "1";
  input.id = id;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // it would send the form
      input.parentElement?.querySelector("button")?.click();
    }
  });
  return input;
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [style]
 */
function button(text, act, style = "button plain") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = style;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [style]
 */
function element(name, text, style = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (style !== "") {
    made.className = style;
  }
  return made;
}

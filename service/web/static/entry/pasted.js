/* Values in a text that was copied from a record: a line of results, a letter, a table.
   What is recognised is offered, what only the reader knows is asked, and everything else
   is given back as it was written. Nothing of it leaves the browser. */

import { t } from "../text.js";
import { nameAt, numbersAt } from "./named.js";
import { ageAt, ageOffer, bornAt, sexAt, sexText } from "./person.js";
import { nothingRead } from "./reading.js";
import { oneOfEach } from "./repeated.js";
import { tokens } from "./tokens.js";
import { understood } from "./values.js";
import { PREFIXES } from "./words.js";

/** @typedef {import("./reading.js").Offer} Offer */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./values.js").Understood} Understood */
/** @typedef {import("./words.js").Meaning} Meaning */

const PAUSES = new Set([",", ".", "|"]);
const PRESSURES = [{ variable: "systolic_bp" }, { variable: "diastolic_bp" }];

/**
 * @param {string} text
 * @param {Date} today
 * @returns {Reading}
 */
export function readPasted(text, today) {
  const source = text.normalize("NFC");
  const all = tokens(source);
  const used = all.map(() => false);
  const reading = nothingRead();
  /** @type {Map<number, string>} Why something recognised is not used, by its start. */
  const reasons = new Map();
  /** @type {Set<number>} Where an age ended. */
  const ages = new Set();

  const written = (/** @type {number} */ start, /** @type {number} */ end) =>
    source.slice(all[start]?.start, all[end - 1]?.end).replace(/\s+/g, " ");

  /**
   * @param {number} start
   * @param {number} end
   * @param {Understood} what
   */
  function take(start, end, what) {
    if ("reason" in what) {
      reasons.set(start, what.reason);
      return end;
    }
    used.fill(true, start, end);
    if ("offers" in what) {
      reading.offers.push(...what.offers);
    } else {
      reading.questions.push(what.question);
    }
    return end;
  }

  /** @param {number} at */
  function readNamed(at) {
    const names = namesAt(at);
    const [first] = names.meanings;
    const ratio = all[at - 1]?.text === "/" && all[at - 2]?.kind === "word";
    if (first === undefined || first.variable === "nothing" || ratio) {
      return first === undefined ? null : names.end;
    }
    if (first.variable === "birth") {
      return readBirth(at, names.end);
    }
    if (first.variable === "sex") {
      return readSex(at, names.end);
    }
    const meanings = first.variable === "pressure" ? PRESSURES : names.meanings;
    const found = numbersAt(all, names.end, meanings.length);
    const complete = found !== null && found.numbers.length === meanings.length;
    if (!complete || (first.unitNeeded && found.unit === "")) {
      return names.end;
    }
    if (first.variable === "pressure" || meanings.length === 1) {
      return take(at, found.end, understood(meanings, found, written(at, found.end)));
    }
    let end = found.end;
    meanings.forEach((meaning, index) => {
      const one = { ...found, numbers: [found.numbers[index] ?? ""] };
      end = take(at, found.end, understood([meaning], one, written(at, found.end)));
    });
    return end;
  }

  /**
   * The names that begin here, with a slash between if there are several: GOT/GPT.
   *
   * @param {number} start
   */
  function namesAt(start) {
    /** @type {Meaning[]} */
    const meanings = [];
    let end = start;
    for (let name = nameAt(all, start); name !== null; ) {
      meanings.push(name.meaning);
      end = name.end;
      name = all[end]?.text === "/" ? nameAt(all, end + 1) : null;
    }
    return { meanings, end };
  }

  /**
   * @param {number} at
   * @param {number} end
   */
  function readBirth(at, end) {
    const born = bornAt(all, end, today);
    return born && take(at, born.end, ageOffer(born.age, written(at, born.end), born.exact));
  }

  /**
   * @param {number} at
   * @param {number} [labelEnd] Behind the word for sex, if there is one.
   */
  function readSex(at, labelEnd) {
    let place = labelEnd ?? at;
    while (labelEnd !== undefined && /^[:=-]$|^tinh$/.test(all[place]?.text ?? "")) {
      place += 1;
    }
    const found = sexAt(all, place, labelEnd !== undefined, isBesideAge(place));
    if (found === null) {
      return null;
    }
    const offers = [{ name: "sex", value: found.sex, from: written(at, place + 1) }];
    const options = [{ label: sexText(found.sex), offers }];
    const from = written(Math.max(0, at - 2), place + 1);
    const question = { text: t("entry.ask_sex", { text: written(at, place + 1) }), from, options };
    return take(at, place + 1, found.sure ? { offers } : { question });
  }

  /** @param {number} at */
  function isBesideAge(at) {
    const next = all[at + 1]?.text === "," ? at + 2 : at + 1;
    const name = nameAt(all, next);
    const named = name?.meaning.variable === "age" || name?.meaning.variable === "birth";
    const before = all[at - 1]?.text === "," ? at - 2 : at - 1;
    return ageAt(all, next) !== null || named || ages.has(before);
  }

  /** @param {number} at */
  function readAge(at) {
    const age = ageAt(all, at);
    if (age === null) {
      return null;
    }
    ages.add(age.end - 1);
    return take(at, age.end, ageOffer(age.age, written(at, age.end), true));
  }

  /** Two numbers with a slash and a unit of pressure need no name. @param {number} at */
  function readPressure(at) {
    const found = all[at]?.kind === "number" ? numbersAt(all, at, 2) : null;
    return found?.numbers.length === 2 && /^(mm|cm)hg$/.test(found.unit)
      ? take(at, found.end, understood(PRESSURES, found, written(at, found.end)))
      : null;
  }

  for (let at = 0; at < all.length; ) {
    const next = readNamed(at) ?? readAge(at) ?? readPressure(at) ?? readSex(at);
    at = next ?? Math.max(at + 1, nameAt(all, at)?.end ?? 0);
  }
  usePrefixes();

  /** What stands before a test or a person in lists says nothing by itself. */
  function usePrefixes() {
    for (let at = all.length - 2; at >= 0; at -= 1) {
      const token = all[at];
      const prefix = PREFIXES.has(token?.text ?? "");
      const rank = token?.kind === "number" && (at === 0 || all[at - 1]?.kind === "break");
      const dotted = rank && /^[.)]$/.test(all[at + 1]?.text ?? "") ? at + 2 : at + 1;
      if (!used[at] && (prefix || rank) && used[dotted]) {
        used.fill(true, at, dotted);
      }
    }
  }

  /** Give back what was not used, in pieces as they stood. */
  function giveBack() {
    let start = -1;
    let end = -1;
    const close = () => {
      if (start >= 0) {
        const reason = [...reasons.keys()].find((key) => key >= start && key < end);
        const from = written(start, end);
        reading.unread.push(reason === undefined ? { from } : { from, reason: reasons.get(reason) });
      }
      start = -1;
    };
    all.forEach((token, at) => {
      if (used[at] || token.kind === "break" || PAUSES.has(token.text)) {
        close();
      } else if (token.kind !== "sign") {
        start = start < 0 ? at : start;
        end = at + 1;
      }
    });
    close();
  }
  giveBack();
  return oneOfEach(reading);
}

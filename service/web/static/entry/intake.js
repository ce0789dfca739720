/* The ways in which many values come at once: pasted, from a file, from a link. */

import { t } from "../text.js";
import { openFile } from "./files.js";
import { readPasted } from "./pasted.js";
import { createReport } from "./report.js";
import { take } from "./taking.js";

/** @typedef {import("../types.js").Patient} Patient */
/** @typedef {import("./field.js").Field} Field */

/* Shorter than this, or one value only, it belongs into the field it was pasted into. */
const LONG_TEXT = 12;

/**
 * @param {HTMLFormElement} form
 * @param {Map<string, Field>} fields
 * @param {object} listener
 * @param {() => void} listener.changed
 * @param {(text: string) => void} listener.say
 * @returns {{fill: (values: Patient) => void, close: () => void}}
 */
export function createIntake(form, fields, { changed, say }) {
  const part = (/** @type {string} */ id) =>
    /** @type {HTMLElement} */ (document.getElementById(id));
  const report = createReport(part("report"), part("heard"), fields, {
    changed,
    closed: () => part("paste-open").focus(),
  });
  const panel = part("paste");
  const opener = part("paste-open");
  const text = /** @type {HTMLTextAreaElement} */ (part("paste-text"));
  const chooser = /** @type {HTMLInputElement} */ (part("file"));

  /** @param {boolean} open */
  function showPanel(open) {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open) {
      text.value = ""; // it may name the patient
    }
  }

  function close() {
    showPanel(false);
    report.close();
  }

  /** @param {string} pasted */
  function read(pasted) {
    const reading = readPasted(pasted, new Date());
    report.take(t("entry.report_pasted"), reading);
    showPanel(reading.offers.length + reading.questions.length === 0);
    part("report").focus();
  }

  opener.addEventListener("click", () => {
    const opens = panel.hidden !== false;
    showPanel(opens);
    if (opens) {
      text.focus();
    }
  });
  part("paste-read").addEventListener("click", () => read(text.value));
  part("paste-close").addEventListener("click", () => {
    close();
    opener.focus();
  });
  text.addEventListener("paste", () => setTimeout(() => read(text.value)));

  form.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target === text || pasted.trim().length < LONG_TEXT) {
      return;
    }
    const { offers, questions } = readPasted(pasted, new Date());
    if (offers.length + questions.length > 1) {
      event.preventDefault();
      read(pasted);
    }
  });

  /** @param {File} file */
  async function open(file) {
    say(t("entry.file_reading", { file: file.name }));
    const unreadable = { refused: t("entry.file_unreadable", { file: file.name }) };
    const opened = await openFile(file).catch(() => unreadable); // a folder, say
    if ("refused" in opened) {
      say(opened.refused);
      return;
    }
    say("");
    const title = t("entry.report_file", { file: file.name });
    const { count, row } = opened;
    if (count === 1) {
      report.take(title, row(1));
    } else {
      const question = t("entry.rows_title", { file: file.name, count });
      report.choose(question, count, (number) => report.take(title, row(number)));
    }
    part("report").scrollIntoView({ block: "nearest" });
  }

  part("file-open").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    if (file !== undefined) {
      void open(file);
    }
    chooser.value = "";
  });
  acceptDrops(part("dropping"), open);

  return {
    fill(values) {
      const offers = Object.entries(values).map(([name, value]) => ({
        name,
        value,
        from: `${name}=${typeof value === "object" ? `${value.value} ${value.unit}` : value}`,
      }));
      const taken = take(fields, offers, true);
      if (taken.unread.length > 0) {
        report.tell(t("entry.report_link"), taken);
      } else {
        report.close();
      }
    },
    close,
  };
}

/**
 * A file may be dropped anywhere on the page.
 *
 * @param {HTMLElement} overlay Shown while one is held over the page.
 * @param {(file: File) => void} open
 */
function acceptDrops(overlay, open) {
  const hasFile = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (hasFile(event)) {
      event.preventDefault();
      overlay.hidden = false;
    }
  });
  addEventListener("dragleave", (event) => {
    overlay.hidden ||= event.relatedTarget === null;
  });
  addEventListener("drop", (event) => {
    overlay.hidden = true;
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) {
      event.preventDefault();
      open(file);
    }
  });
}

/* A FHIR record without what names anybody. Only the elements that the service reads are
   kept; ids, addresses of resources and references become numbers that still tell which
   belong together, and of the date of birth stay year and month. */

import { table } from "../text.js";
import { pseudonyms } from "./pseudonyms.js";
import { answerIn } from "./sheet.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./pseudonyms.js").Pseudonyms} Pseudonyms */

const CODING = ["system", "code", "display"];
const QUANTITY = ["value", "comparator", "unit", "code"];
const PERIOD = ["start", "end"];
const MEASURED = {
  code: concept,
  valueQuantity: only(QUANTITY),
  valueInteger: same,
  valueString: result,
  valueBoolean: same,
  valueCodeableConcept: concept,
  valueDateTime: blank, // no result that is read is a date, but a birth is
  valueTime: blank,
  valueRange: presence,
  valueRatio: presence,
  valueSampledData: presence,
  valuePeriod: presence,
  dataAbsentReason: concept,
};
const MEDICATION = { code: concept, ingredient: each(parts({ itemCodeableConcept: concept })) };
const PRESCRIBED = {
  status: same,
  intent: same,
  doNotPerform: same,
  medicationCodeableConcept: concept,
  reasonCode: each(concept),
  authoredOn: same,
  effectiveDateTime: same,
  effectivePeriod: only(PERIOD),
  dateAsserted: same,
};

/** What is kept of each type, beside its ids and references. */
/** @type {Record<string, Record<string, (value: any) => unknown>>} */
const KEPT = {
  Patient: {
    gender: same,
    birthDate: yearAndMonth,
    deceasedBoolean: same,
    deceasedDateTime: yearAndMonth,
  },
  Observation: {
    ...MEASURED,
    status: same,
    effectiveDateTime: same,
    effectivePeriod: only(PERIOD),
    effectiveInstant: same,
    issued: same,
    component: each(parts(MEASURED)),
  },
  Condition: {
    clinicalStatus: concept,
    verificationStatus: concept,
    code: concept,
    onsetDateTime: same,
    onsetPeriod: only(PERIOD),
    abatementDateTime: same,
    abatementAge: only(QUANTITY),
    abatementPeriod: only(PERIOD),
    abatementRange: presence,
    abatementString: blank,
    recordedDate: same,
  },
  Medication: MEDICATION,
  MedicationRequest: PRESCRIBED,
  MedicationStatement: PRESCRIBED,
  FamilyMemberHistory: {
    status: same,
    date: same,
    relationship: concept,
    condition: each(parts({ code: concept })),
  },
};
const ABOUT = ["subject", "patient"];

const LONGEST_RESULT = 40;
const NUMBER =
  /^[*<>≤≥=\s]*\d{1,5}([.,]\d{1,5}){0,2}\s*([a-zµμ%[][\w/%.[\]{}µμ*^²-]{0,15})?([\s(]+(of|total|hb|ngsp|ifcc|dcct|[hl]{1,2}|cao|thấp|[*↑↓])\)?)*$/i;

/**
 * @param {Json} record A resource or a Bundle.
 * @returns {Json}
 */
export function anonymous(record) {
  const names = pseudonyms(record);
  return stripped(record, names) ?? { resourceType: record.resourceType };
}

/**
 * @param {Json} resource
 * @param {Pseudonyms} names
 * @returns {Json | null} Null: nothing of this type is read.
 */
function stripped(resource, names) {
  if (resource?.resourceType === "Bundle") {
    return strippedBundle(resource, names);
  }
  const kept = KEPT[resource?.resourceType];
  if (kept === undefined) {
    return null;
  }
  const copy = { resourceType: resource.resourceType, ...parts(kept)(resource) };
  if (resource.id !== undefined) {
    copy.id = names.id(resource.resourceType, resource.id);
  }
  if (resource.meta?.lastUpdated !== undefined) {
    copy.meta = { lastUpdated: same(resource.meta.lastUpdated) };
  }
  if (resource.modifierExtension?.length > 0) {
    copy.modifierExtension = [{}]; // that there is one is all that counts
  }
  for (const element of ABOUT) {
    if (resource[element] !== undefined) {
      copy[element] = names.reference(resource[element]);
    }
  }
  if (Array.isArray(resource.focus)) {
    copy.focus = resource.focus.map(names.reference);
  }
  if (resource.medicationReference) {
    const { display } = resource.medicationReference;
    const named = typeof display === "string" ? { display } : {}; // of a drug, not a person
    copy.medicationReference = { ...names.reference(resource.medicationReference), ...named };
    copy.contained = contained(resource, names);
  }
  return copy;
}

/**
 * @param {Json} bundle
 * @param {Pseudonyms} names
 * @returns {Json}
 */
function strippedBundle(bundle, names) {
  const entry = [];
  for (const row of Array.isArray(bundle.entry) ? bundle.entry : []) {
    const resource = stripped(row?.resource, names);
    if (resource !== null) {
      const fullUrl = row.fullUrl === undefined ? {} : { fullUrl: names.url(row.fullUrl) };
      entry.push({ ...fullUrl, resource });
    }
  }
  return { resourceType: "Bundle", type: same(bundle.type), entry };
}

/**
 * The drugs within a prescription.
 *
 * @param {Json} resource
 * @param {Pseudonyms} names
 */
function contained(resource, names) {
  const drugs = Array.isArray(resource.contained) ? resource.contained : [];
  return drugs
    .filter((one) => one?.resourceType === "Medication")
    .map((one) => ({
      resourceType: "Medication",
      id: names.within(one.id).slice(1),
      ...parts(MEDICATION)(one),
    }));
}

/** In a damaged record an object may stand here. @param {unknown} value */
function same(value) {
  return typeof value === "object" ? presence(value) : value;
}

/** What is not read, but must not seem absent. @param {unknown} value */
function blank(value) {
  return typeof value === "string" ? "-" : same(value);
}

/**
 * A result that was written out: a number with its unit and flag, or an answer that is
 * known. Any other text may be a name.
 *
 * @param {unknown} value
 */
function result(value) {
  const text = typeof value === "string" ? value.normalize("NFC").trim() : "";
  const isAnswer = table().variables.some((variable) => answerIn(variable, text) !== undefined);
  const isKnown = isAnswer || (text.length <= LONGEST_RESULT && NUMBER.test(text));
  return isKnown ? value : blank(value);
}

/** What is too much to send, but must not seem absent. @param {unknown} value */
function presence(value) {
  return typeof value === "object" && value !== null ? {} : value;
}

/** @param {unknown} value */
function yearAndMonth(value) {
  return typeof value === "string" ? value.slice(0, 7) : same(value);
}

/** @param {string[]} names */
function only(names) {
  return parts(Object.fromEntries(names.map((name) => [name, same])));
}

/**
 * Keep these parts of an object. What is of another kind stays, so that a damaged record
 * is refused as such.
 *
 * @param {Record<string, (value: any) => unknown>} kept
 * @returns {(value: any) => any}
 */
function parts(kept) {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return Array.isArray(value) ? [] : value;
    }
    const present = Object.entries(kept).filter(([name]) => value[name] !== undefined);
    return Object.fromEntries(present.map(([name, keep]) => [name, keep(value[name])]));
  };
}

/** @param {(value: any) => unknown} keep */
function each(keep) {
  return (/** @type {any} */ value) => (Array.isArray(value) ? value.map(keep) : value);
}

/** @param {any} value */
function concept(value) {
  return parts({ coding: each(only(CODING)), text: same })(value);
}

/* A FHIR record without what names anybody. Only the elements that the service reads are
   kept; ids, addresses of resources and references become numbers that still tell which
   belong together, and of the date of birth stay year and month. */

/** @typedef {Record<string, any>} Json */

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
  valueDateTime: blank, // a date of birth among them
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
    copy.meta = { lastUpdated: resource.meta.lastUpdated };
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
  if (resource.medicationReference !== undefined) {
    const { display } = resource.medicationReference;
    const named = typeof display === "string" ? { display } : {}; // of a drug, not a person
    copy.medicationReference = { ...names.reference(resource.medicationReference), ...named };
    copy.contained = contained(resource);
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
  return { resourceType: "Bundle", type: bundle.type, entry };
}

/** Drugs within a prescription keep the names by which it refers to them. @param {Json} resource */
function contained(resource) {
  const drugs = Array.isArray(resource.contained) ? resource.contained : [];
  return drugs
    .filter((one) => one?.resourceType === "Medication")
    .map((one) => ({ resourceType: "Medication", id: one.id, ...parts(MEDICATION)(one) }));
}

/**
 * @typedef {object} Pseudonyms
 * @property {(type: string, id: unknown) => string} id
 * @property {(url: unknown) => string} url
 * @property {(reference: Json) => Json} reference
 */

/**
 * Numbers in place of the names by which the resources of a record refer to each other.
 *
 * @param {Json} record
 * @returns {Pseudonyms}
 */
function pseudonyms(record) {
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @type {Json[]} */
  const identifiers = [];
  learn({ resource: record });

  /** @param {Json} row */
  function learn({ resource, fullUrl }) {
    if (typeof fullUrl === "string") {
      known.set(fullUrl, `urn:record:${known.size + 1}`);
    }
    if (resource?.id !== undefined) {
      const key = `${resource.resourceType}/${resource.id}`;
      known.set(key, known.get(key) ?? `${resource.resourceType}/${known.size + 1}`);
    } else if (typeof fullUrl === "string" && resource?.resourceType) {
      const relative = fullUrl.match(/\/([A-Za-z]+\/[\w.-]+)$/)?.[1];
      known.set(relative ?? fullUrl, known.get(fullUrl) ?? "");
    }
    if (resource?.resourceType === "Patient" && Array.isArray(resource.identifier)) {
      identifiers.push(...resource.identifier);
    }
    for (const inner of resource?.resourceType === "Bundle" ? (resource.entry ?? []) : []) {
      learn(inner ?? {});
    }
  }

  /** @param {string} reference */
  function numbered(reference) {
    const [unversioned = ""] = reference.split("/_history/");
    const [relative = ""] = unversioned.match(/[A-Za-z]+\/[^/]+$/) ?? [];
    if (reference.startsWith("#") || reference.startsWith("Patient?")) {
      return reference.startsWith("#") ? reference : "Patient?";
    }
    return known.get(unversioned) ?? known.get(relative) ?? `${relative.split("/")[0] || "Patient"}/0`;
  }

  /** Whether an identifier is another than the patient's own. @param {Json} identifier */
  function isForeign({ system, value }) {
    const own = identifiers.filter((one) => one?.system === system).map((one) => one?.value);
    return value !== undefined && own.length > 0 && !own.includes(value);
  }

  return {
    id: (type, id) => (known.get(`${type}/${id}`) ?? `${type}/0`).split("/")[1] ?? "",
    url: (url) => known.get(String(url)) ?? "urn:record:0",
    reference(sent) {
      if (typeof sent?.reference === "string") {
        return { reference: numbered(sent.reference) };
      }
      const type = typeof sent?.type === "string" ? { type: sent.type } : {};
      return sent?.identifier && isForeign(sent.identifier) ? { reference: "Patient/0" } : type;
    },
  };
}

/** @param {unknown} value */
function same(value) {
  return value;
}

/** What is too much to send, but must not seem absent. @param {unknown} value */
function presence(value) {
  return typeof value === "object" ? {} : value;
}

/** @param {unknown} value */
function yearAndMonth(value) {
  return typeof value === "string" ? value.slice(0, 7) : value;
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

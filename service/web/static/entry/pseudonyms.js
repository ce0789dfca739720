/* Numbers in place of the names by which the resources of a record refer to each other: ids,
   addresses and references may hold the number of a patient. What belongs together is
   still told from them. */

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Pseudonyms
 * @property {(type: string, id: unknown) => string} id
 * @property {(url: unknown) => string} url
 * @property {(id: unknown) => string} within Of a resource in another, with its `#`.
 * @property {(reference: Json) => Json} reference
 */

/**
 * @param {Json} record A resource or a Bundle.
 * @returns {Pseudonyms}
 */
export function pseudonyms(record) {
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
    if (resource?.resourceType === "Bundle" && Array.isArray(resource.entry)) {
      resource.entry.forEach((/** @type {Json | null} */ inner) => learn(inner ?? {}));
    }
  }

  /** @param {string} reference */
  function numbered(reference) {
    const [unversioned = ""] = reference.split("/_history/");
    const [relative = ""] = unversioned.match(/[A-Za-z]+\/[^/]+$/) ?? [];
    if (reference.startsWith("#")) {
      return within(reference.slice(1));
    }
    if (reference.startsWith("Patient?")) {
      return "Patient?";
    }
    return known.get(unversioned) ?? known.get(relative) ?? `${relative.split("/")[0] || "Patient"}/0`;
  }

  /** @param {unknown} id */
  function within(id) {
    const name = `#${id}`;
    const number = known.get(name) ?? `#${known.size + 1}`;
    known.set(name, number);
    return number;
  }

  /** Whether an identifier is another than the patient's own. @param {Json} identifier */
  function isForeign({ system, value }) {
    const own = identifiers.filter((one) => one?.system === system).map((one) => one?.value);
    return value !== undefined && own.length > 0 && !own.includes(value);
  }

  return {
    id: (type, id) => (known.get(`${type}/${id}`) ?? `${type}/0`).split("/")[1] ?? "",
    within,
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

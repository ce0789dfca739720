// Reads resources from stdin, one JSON text a line, and answers each line with a JSON
// array of what is wrong with it. Lantana's `fhir`: structure, cardinality, required
// codes and the types of references, against the profiles and value sets of R4 4.0.1.

import { createInterface } from "node:readline";
import fhirPackage from "fhir";

const { Fhir } = fhirPackage;
const fhir = new Fhir();

for await (const line of createInterface({ input: process.stdin })) {
  const { messages } = fhir.validate(JSON.parse(line), { errorOnUnexpected: true });
  const wrong = messages
    .filter(({ severity }) => severity === "error" || severity === "fatal")
    .map(({ resourceId, location, message }) => `${resourceId} ${location}: ${message}`);
  process.stdout.write(JSON.stringify(wrong) + "\n");
}

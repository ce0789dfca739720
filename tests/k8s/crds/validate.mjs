// Reads a list of objects on standard input; prints what their schemas forbid, a line each.
import * as models from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";

let text = "";
for await (const chunk of process.stdin) text += chunk;
for (const object of JSON.parse(text)) {
  try {
    new models[object.kind](object).validate();
  } catch (error) {
    console.log(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}

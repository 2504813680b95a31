import type { Observation } from "../observation.ts";
import { type CaptureEvidence, ofKind } from "../../../exercises/capture-evidence.ts";

/**
 * Who said each line of a chat in the clear. What a client sends is said by the name in its first line; what the server delivers as
 * `ana > …`, `ana >> …` or `ana * …` by ana. Other lines have no name.
 */
export function chatNames(evidence: CaptureEvidence): ReadonlyMap<Observation, string> {
  const clients = new Map<number, string>();
  const names = new Map<Observation, string>();
  for (const line of ofKind(evidence, "text")) {
    if (line.from === "client") {
      const name = clients.get(line.connection);
      if (name === undefined) clients.set(line.connection, line.text.trim());
      else names.set(line, name);
    } else {
      const [, name] = /^([^\s*!#]\S*) (?:>>?|\*) /u.exec(line.text) ?? [];
      if (name !== undefined) names.set(line, name);
    }
  }
  return names;
}

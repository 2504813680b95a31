import type { Observation } from "../../observe/observation.ts";
import { type ItemKind, itemKinds } from "./item-index.ts";

/** Observations from opened records. */
type InsideObservation = Exclude<Extract<Observation, { readonly offset: number }>, { kind: "gap" | "conflict" }>;

const kinds = {
  text: itemKinds.text,
  binary: itemKinds.binary,
  "tls-record": itemKinds.record,
  "tls-message": itemKinds.message,
  "tls-alert": itemKinds.alert,
} as const;

/** The kind of its item. */
export function insideKind({ kind }: InsideObservation): ItemKind {
  return kinds[kind];
}

/** The name of its item. */
export function nameInside(observation: InsideObservation): string {
  switch (observation.kind) {
    case "text":
      return observation.encoding ?? "";
    case "binary":
      return observation.note ?? "";
    case "tls-record":
      return observation.contentType;
    case "tls-message":
      return observation.message;
    case "tls-alert":
      return observation.description ?? "";
  }
}

import type { Observation } from "../../observe/observation.ts";
import { type ItemKind, itemKinds } from "./item-index.ts";

/** Observations of a stream's contents, also of those from opened records. */
export type SaidObservation = Exclude<Extract<Observation, { readonly offset: number }>, { kind: "gap" | "conflict" }>;

const kinds = {
  text: itemKinds.text,
  binary: itemKinds.binary,
  "tls-record": itemKinds.record,
  "tls-message": itemKinds.message,
  "tls-alert": itemKinds.alert,
} as const;

/** The item that it becomes. */
export function itemOf(observation: SaidObservation): {
  readonly kind: ItemKind;
  readonly length: number;
  readonly name: string;
} {
  const length = observation.kind === "tls-alert" ? 0 : observation.length;
  return { kind: kinds[observation.kind], length, name: nameOf(observation) };
}

function nameOf(observation: SaidObservation): string {
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

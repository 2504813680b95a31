import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const schema = JSON.parse(
  readFileSync(new URL("../../sniffer/observe/observations.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

export const schemaKinds: readonly string[] = schema.oneOf.map(({ $ref }: { $ref: string }) => $ref.split("/").at(-1));

/** The schema's errors for a value, as text for a failing test; empty if it fits. */
export function schemaFaults(value: unknown): string {
  if (validate(value)) return "";
  const kind = (value as { kind?: unknown } | null)?.kind;
  const faults = (validate.errors ?? []).filter(({ schemaPath }) => schemaPath.includes(`/${kind}/`));
  return JSON.stringify(faults.length > 0 ? faults : validate.errors);
}

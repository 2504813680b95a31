import { join } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import type { GalleryCase } from "./case.ts";
import { type Client, curlClient, labClient, opensslClient, type Verdict } from "./clients.ts";
import { type Alert, type FindRecords, openRelay } from "./relay.ts";
import { serveExhibit, writeExhibit } from "./serve.ts";

/** The clients of the gallery, in the order of the table. */
const galleryClients = { lab: labClient, openssl: opensslClient, curl: curlClient } as const;
export type ClientName = keyof typeof galleryClients;

/** The results of one case. */
export interface GalleryRow {
  readonly name: string;
  /** Why no server could start; then `results` is empty. */
  readonly serverSaid?: string;
  readonly results: readonly (Verdict & { readonly client: ClientName; readonly alerts: readonly Alert[] })[];
}

/**
 * Makes a new example of a case in its own folder under `folder`, serves it, and tests it with every client through a
 * relay.
 */
export async function tryCase(
  { name, make }: GalleryCase,
  folder: string,
  findRecords: FindRecords,
): Promise<GalleryRow> {
  const exhibit = await make();
  const files = writeExhibit(join(folder, name), exhibit);
  const server = await serveExhibit(exhibit, files).catch((error: unknown) => {
    if (error instanceof LabError) return error;
    throw error;
  });
  if (server instanceof LabError) return { name, serverSaid: server.message, results: [] };
  try {
    const attempts = Object.entries(galleryClients) as [ClientName, Client][];
    const results = attempts.map(async ([client, attempt]) => {
      const relay = await openRelay(server.port, findRecords);
      const verdict = await attempt(exhibit, files.caFile, relay.port);
      return { client, ...verdict, alerts: relay.close() };
    });
    return { name, results: await Promise.all(results) };
  } finally {
    server.close();
  }
}

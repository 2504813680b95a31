import type { Page } from "./page.ts";
import { connectionsPage } from "./pages/connections-page.ts";
import { conversationPage } from "./pages/conversation-page.ts";
import { eavesdropperPage } from "./pages/eavesdropper-page.ts";
import { packetsPage } from "./pages/packets-page.ts";

/** The pages of the inspector; the first is shown at first, and is where Esc leads back to. */
export const pages: readonly Page[] = [packetsPage, conversationPage, eavesdropperPage, connectionsPage];

export function pageNamed(name: string): Page {
  return pages.find((page) => page.name === name) ?? pages[0]!;
}

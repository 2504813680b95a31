import type { Page } from "./page.ts";
import { connectionsPage } from "./pages/connections-page.ts";
import { conversationPage } from "./pages/conversation-page.ts";
import { eavesdropperPage } from "./pages/eavesdropper-page.ts";
import { packetsPage } from "./pages/packets-page.ts";

/** The pages of the inspector. The first one is shown first, and Esc leads back to it. */
export const pages: readonly Page[] = [packetsPage, conversationPage, eavesdropperPage, connectionsPage];

export function pageNamed(name: string): Page {
  return pages.find((page) => page.name === name) ?? pages[0]!;
}

import type { Screen } from "../../terminal/screen/full-screen.ts";
import type { Action, Effect } from "./model.ts";
import type { View } from "./page.ts";
import { saveConversation } from "./save-conversation.ts";
import { traits } from "./store/packet-index.ts";
import { texts } from "./texts.ts";
import { writePackets } from "./write-packets.ts";

/** Most characters for the clipboard; terminals refuse much more. */
const MAX_COPIED = 70_000;

/** What effects work on: the capture, the screen, and the way back to the model. */
interface Stage {
  readonly view: View;
  readonly screen: Pick<Screen, "copy" | "leave">;
  readonly send: (action: Action) => void;
}

/** Does what the reducer cannot do: files, the clipboard, the end. Results come back as actions. */
export function perform(effect: Effect, { view, screen, send }: Stage): void {
  const notice = (text: string) => send({ kind: "notice", text });
  const { session } = view;
  switch (effect.kind) {
    case "quit":
      screen.leave();
      return;
    case "mark": {
      const { packets, changed } = session.store;
      const change = packets.has(effect.packet, traits.marked) ? "remove" : "add";
      packets[change](effect.packet, traits.marked);
      changed?.push(effect.packet);
      return;
    }
    case "turn-key": {
      session.turnKey();
      send({ kind: "page", act: { kind: "turned", packet: effect.packet } });
      const { items, opened } = session.store;
      notice(items.isUnlocked ? texts.notice.unlocked(opened.opened, opened.closed) : texts.notice.locked);
      return;
    }
    case "copy":
      if (effect.text.length > MAX_COPIED) {
        notice(texts.notice.tooLong);
        return;
      }
      screen.copy(effect.text);
      notice(texts.notice.copied(effect.text.length));
      return;
    case "write":
      void writePackets(
        session,
        { filter: view.filter, until: effect.until ?? session.store.packets.length },
        effect.path,
        notice,
      );
      return;
    case "save":
      notice(saveConversation(session, effect.text));
  }
}

import type { Accounts } from "../accounts/accounts.ts";
import { Reception } from "../accounts/reception.ts";
import { receive } from "../accounts/visit.ts";
import type { FileStore } from "../files/file-store.ts";
import { refusal } from "../protocol/refusal.ts";
import type { DeskSession, SessionDesk } from "./desk-session.ts";
import type { ProvenName } from "./room.ts";

/** The parts of the desk that the lobby uses. */
export interface LobbyDesk extends Pick<SessionDesk, "rules" | "onEvent" | "toOne" | "evict"> {
  /** Gives the newcomer a seat in the room, or refuses it. */
  join(session: DeskSession, line: string, provenName: ProvenName | undefined): void;
  /** The newcomer wants the files of the account instead of a seat. */
  openFiles(session: DeskSession, name: string, files: FileStore): void;
  /** This user has a new password. */
  closeAllOf(name: string): void;
}

/** Handles newcomers without a name, on a server with accounts. */
export class Lobby {
  private readonly accounts: Accounts;
  private readonly desk: LobbyDesk;

  constructor(accounts: Accounts, desk: LobbyDesk) {
    this.accounts = accounts;
    this.desk = desk;
    accounts.onEvent = (event) => desk.onEvent({ kind: "account", event });
    accounts.onNewPassword = (names) => {
      for (const name of names) desk.closeAllOf(name);
    };
  }

  /** Talks with the newcomer until it is known who it is. */
  receive(session: DeskSession): void {
    const { desk } = this;
    const { files } = this.accounts.options;
    const { connection, reader, certifiedName } = session;
    const { protection, endpoint } = connection;
    clearTimeout(session.nameTimer);
    session.nameTimer = setTimeout(() => desk.evict(session, "no-name", refusal("no-name")), desk.rules.visitDeadline);
    session.reception = new Reception(this.accounts, {
      ...{ address: endpoint.address, certifiedName },
      tlsVersion: protection.kind === "tls" ? protection.version : undefined,
      exportKeys: (length, label) => connection.exportKeys(length, label),
      say: (line) => desk.toOne(session, line),
      readOn: () => reader.readOn(),
      onEnter: (name) => {
        desk.join(session, name, { name, by: "account" });
        return session.name !== undefined;
      },
      onFiles:
        files &&
        ((name) => {
          desk.openFiles(session, name, files);
          return true;
        }),
      onQuit: () => desk.join(session, "/quit", undefined),
    });
    void receive(session.reception);
  }
}

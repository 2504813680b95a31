import type { DeskSession } from "../desk-session.ts";
import type { FileStore } from "../files/file-store.ts";
import type { ProvenName } from "../room.ts";
import type { AccountEvent } from "./account-event.ts";
import type { Accounts } from "./accounts.ts";
import { type Reading, Reception } from "./reception.ts";
import { receive } from "./visit.ts";

/** What the lobby needs of the desk. */
interface LobbyOptions {
  readonly say: (session: DeskSession, line: string) => void;
  /** Gives the newcomer a seat in the room, or says why not. */
  readonly join: (session: DeskSession, line: string, provenName: ProvenName | undefined) => void;
  /** The newcomer wants the files of the account, and no seat. */
  readonly openFiles: (session: DeskSession, name: string, files: FileStore) => void;
  readonly onTooLate: (session: DeskSession) => void;
  readonly onNewPassword: (name: string) => void;
  readonly onEvent: (event: AccountEvent) => void;
  /** How long a newcomer may say nothing, in milliseconds. */
  readonly deadline: number;
}

/** Where newcomers are before they have a name, on a server whose names belong to accounts. */
export class Lobby {
  private readonly accounts: Accounts;
  private readonly options: LobbyOptions;

  constructor(accounts: Accounts, options: LobbyOptions) {
    this.accounts = accounts;
    this.options = options;
    accounts.onEvent = options.onEvent;
    accounts.onNewPassword = (names) => names.forEach(options.onNewPassword);
  }

  /** From now on the newcomer and the server speak, until it is clear who it is. */
  receive(session: DeskSession): void {
    const { say, join, openFiles, onTooLate, deadline } = this.options;
    const { files } = this.accounts.options;
    const { connection, reader, certifiedName } = session;
    const { protection, endpoint } = connection;
    clearTimeout(session.nameTimer);
    session.nameTimer = setTimeout(() => onTooLate(session), deadline);
    session.reception = new Reception(this.accounts, {
      ...{ address: endpoint.address, certifiedName },
      tlsVersion: protection.kind === "tls" ? protection.version : undefined,
      exportKeys: (length, label) => connection.exportKeys(length, label),
      say: (line) => say(session, line),
      readOn: () => reader.readOn(),
      onEnter: (name) => {
        join(session, name, { name, by: "account" });
        return session.name !== undefined;
      },
      onFiles:
        files &&
        ((name) => {
          openFiles(session, name, files);
          return true;
        }),
      onQuit: () => join(session, "/quit", undefined),
    });
    void receive(session.reception);
  }
}

/** What the next line of a connection is read as. */
export function readingOf({ name, entrance, reception }: DeskSession): Reading {
  return name !== undefined || !entrance.isOpen ? "line" : (reception?.reading ?? "line");
}

export function takeLine({ nameTimer, reception }: DeskSession, text: string): void {
  nameTimer.refresh();
  reception?.take(text);
}

export function takeSecret(session: DeskSession, bytes: Buffer): void {
  session.heardAt = performance.now();
  session.nameTimer.refresh();
  session.reception?.take(bytes);
}

import { createHmac, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { databaseReason } from "../database/database.ts";
import type { FileStore } from "../files/file-store.ts";
import type { PublicKeys } from "../files/key-pair.ts";
import { partyOf } from "../protocol/party.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { AccountEvent } from "./account-event.ts";
import { type Account, type AccountStore, MAX_ACCOUNTS } from "./account-store.ts";
import { type Cost, fitsRecord, isStoredHash, makeRecord, type Storage, scramOf } from "./password-record.ts";
import { codeLifetime, MAX_CODE_TRIES, makeCode, type Recovery, typedCode } from "./recovery-code.ts";
import type { ScramRecord } from "./scram.ts";
import { Tries } from "./tries.ts";
import { WorkQueue } from "./work-queue.ts";
import { codeEmail, type Email, passwordEmail } from "./write-email.ts";

/** After this many milliseconds without a refused try, the operator sees the next one: many refusals give one line. */
const heldUpPause = 5_000;

/** How long `close` waits for e-mails, in milliseconds. */
const closePatience = 3_000;

/** What a client must send: the password itself, its SHA-256, or a proof that it knows the password. */
export type LoginForm = "words" | "hash" | "scram";

export interface AccountsOptions {
  readonly login: LoginForm;
  readonly storage: Storage;
  readonly recovery: Recovery;
  readonly cost: Cost;
  /** Whether secrets may cross the wire unencrypted, for the lesson. */
  readonly allowsClear: boolean;
  /** The files of the accounts, if the server keeps files. */
  readonly files?: FileStore | undefined;
  /** Sends an e-mail. Rejects with the reason in words. */
  readonly send: (email: Email) => Promise<void>;
}

/** A new account. Everything in it was checked. */
interface NewAccount {
  readonly name: string;
  readonly email: string;
  /** For files and sealed lines. Without keys here, the user can give them later. */
  readonly keys?: PublicKeys | undefined;
}

/** The origin of a request, for the limits and the operator. */
export interface Origin {
  /** The address without the port. */
  readonly address: string;
}

/**
 * The rules of the accounts: register, log in and recover, with limits. Each method returns a refusal, or undefined
 * after success. Buffers with secrets belong to the caller, who wipes them. Throws SQLite's errors; `trouble` turns
 * them into refusals. Knows no connections.
 */
export class Accounts {
  readonly options: AccountsOptions;
  /** Set by the server. */
  onEvent: (event: AccountEvent) => void = () => {};
  /** These accounts have a new password, so their connections end. Set by the server. */
  onNewPassword: (names: readonly string[]) => void = () => {};
  private readonly store: AccountStore;
  private readonly queue = new WorkQueue();
  private readonly tries = new Tries();
  private readonly emails = new Tries();
  private readonly posting = new Set<Promise<void>>();
  private readonly scramSecret: string;
  /** When a try was refused for the last time. */
  private heldUpAt = Number.NEGATIVE_INFINITY;

  constructor(store: AccountStore, options: AccountsOptions) {
    this.store = store;
    this.options = options;
    this.scramSecret = store.secret("scram for unknown names");
  }

  list(): readonly Account[] {
    return this.store.list();
  }

  /** Why nobody can register with this name now. */
  nameProblem(name: string): Refusal | undefined {
    if (this.store.size >= MAX_ACCOUNTS) return refusal("accounts-full", MAX_ACCOUNTS);
    return this.store.isTaken(name) ? refusal("name-taken", name) : undefined;
  }

  async register({ name, email, keys }: NewAccount, password: Buffer, from: Origin): Promise<Refusal | undefined> {
    const { storage, cost } = this.options;
    const record = await this.queue.add(partyOf(from.address), () => makeRecord(password, storage, cost));
    if (record === undefined) return refusal("busy");
    const problem = this.nameProblem(name); // Another client may have been faster.
    if (problem !== undefined) return problem;
    if (!this.store.add({ name, email, password: record })) return refusal("name-taken", name);
    if (keys !== undefined) this.options.files?.setKeys(name, keys);
    this.onEvent({ kind: "registered", name, address: from.address });
    return undefined;
  }

  /** Checks the password, or its SHA-256 if the server uses that. */
  async logIn(name: string, secret: Buffer, from: Origin): Promise<Refusal | undefined> {
    return this.tried(name, from, async () => {
      const record = this.store.find(name)?.password;
      if (this.options.login === "hash") return isStoredHash(secret, record);
      return this.queue.add(partyOf(from.address), () => fitsRecord(secret, record, this.options));
    });
  }

  /** Checks a proof; `isProved` is synchronous. */
  async logInByProof(name: string, from: Origin, isProved: () => boolean): Promise<Refusal | undefined> {
    return this.tried(name, from, async () => isProved());
  }

  /**
   * The data for a SCRAM exchange. For an unknown name always the same salt (RFC 5802, section 5.1), and keys that fit
   * no password.
   */
  scramRecord(name: string): ScramRecord {
    const known = scramOf(this.store.find(name)?.password);
    if (known !== undefined) return known;
    const salt = createHmac("sha256", this.scramSecret).update(name).digest().subarray(0, 16);
    const { iterations } = this.options.cost;
    return { salt, iterations, storedKey: randomBytes(32), serverKey: randomBytes(32) };
  }

  /** Sends a code to the address if it belongs to an account. The answer does not show whether it does. */
  askForCode(email: string, from: Origin): Refusal | undefined {
    const wait = this.emails.begin([email, partyOf(from.address)], Date.now());
    if (wait > 0) return tooMany(wait);
    // A weak code exists to be guessed: it must be stored before the first guess. A strong one is made after the
    // answer, so the answer takes as long for an unknown address.
    if (this.options.recovery === "weak") void this.sendCode(email, from);
    else setImmediate(() => void this.sendCode(email, from));
    return undefined;
  }

  /** Checks a code that was sent to this address. A right code works once. */
  async spendCode(email: string, typed: Buffer, from: Origin): Promise<Refusal | undefined> {
    if (this.options.recovery === "weak") return this.spendWeakCode(email, typed);
    return this.tried(
      email,
      from,
      async () => {
        const code = typedCode(typed);
        const fits = await this.queue.add(partyOf(from.address), () => this.fitsCode(email, code));
        code.fill(0);
        return fits && this.store.spendCode(email);
      },
      "code-wrong",
    );
  }

  /** Stores a new password for the accounts of an address, after a code was used. Returns their names. */
  async changePassword(email: string, password: Buffer, from: Origin): Promise<{ names: readonly string[] } | Refusal> {
    const accounts = this.store.ofEmail(email);
    const { storage, cost } = this.options;
    const records = new Map<number, string>();
    for (const { id } of accounts) {
      const record = await this.queue.add(partyOf(from.address), () => makeRecord(password, storage, cost));
      if (record === undefined) return refusal("busy");
      records.set(id, record);
    }
    const names = accounts.map(({ name }) => name);
    this.store.setPasswords(records);
    this.onEvent({ kind: "password-changed", names });
    this.onNewPassword(names);
    void this.post(passwordEmail(email, names));
    return { names };
  }

  /** Waits a short time for e-mails on their way, then closes the file. */
  async close(): Promise<void> {
    const late = setTimeout(closePatience, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.posting), late]);
    this.store.close();
  }

  /** Counts a try before the check. Tries are checked one by one, never two at once. */
  private fitsCode(email: string, code: Buffer): Promise<boolean> {
    const waiting = this.store.codeOf(email);
    const isGood = waiting !== undefined && waiting.expires > Date.now() && waiting.tries < MAX_CODE_TRIES;
    this.store.countTry(email);
    return fitsRecord(code, isGood ? waiting.code : undefined, { storage: "scrypt", cost: this.options.cost });
  }

  private spendWeakCode(email: string, typed: Buffer): Refusal | undefined {
    const isRight = this.store.codeOf(email)?.code === String(typedCode(typed)) && this.store.spendCode(email);
    return isRight ? undefined : refusal("code-wrong");
  }

  private async sendCode(email: string, from: Origin): Promise<void> {
    const { recovery, cost } = this.options;
    const code = makeCode(recovery);
    try {
      const names = this.store.ofEmail(email).map(({ name }) => name);
      if (names.length === 0) return;
      const asScrypt = () => makeRecord(code, "scrypt", cost);
      const kept = recovery === "weak" ? String(code) : await this.queue.add(partyOf(from.address), asScrypt);
      if (kept === undefined) return this.onEvent({ kind: "email-failed", email, why: refusal("busy").text });
      const now = Date.now();
      const expires = recovery === "weak" ? Number.MAX_SAFE_INTEGER : now + codeLifetime;
      this.store.putCode(email, kept, expires, now);
      await this.post(codeEmail(email, names, code));
    } catch (error) {
      this.trouble(error);
    } finally {
      code.fill(0);
    }
  }

  private async post(email: Email): Promise<void> {
    const sending = this.options.send(email);
    this.posting.add(sending);
    try {
      await sending;
    } catch (error) {
      this.onEvent({ kind: "email-failed", email: email.to, why: (error as Error).message });
    } finally {
      this.posting.delete(sending);
      email.message.fill(0);
    }
  }

  /** One try, counted for the account and for the address. `judge` returns undefined if too many tries wait. */
  private async tried(
    name: string,
    from: Origin,
    judge: () => Promise<boolean | undefined>,
    wrong: "login-failed" | "code-wrong" = "login-failed",
  ): Promise<Refusal | undefined> {
    const keys = [`account ${name}`, `address ${partyOf(from.address)}`];
    const begun = performance.now();
    const wait = this.tries.begin(keys, begun);
    if (wait > 0) {
      if (begun - this.heldUpAt > heldUpPause) {
        this.heldUpAt = begun;
        this.onEvent({ kind: "held-up", name, address: from.address });
      }
      return tooMany(wait);
    }
    const isRight = await judge();
    if (isRight === false) {
      this.onEvent({ kind: wrong, name, address: from.address });
      return refusal(wrong);
    }
    this.tries.takeBack(keys, begun);
    return isRight ? undefined : refusal("busy");
  }

  /** The file failed: the operator reads why. */
  trouble(error: unknown): Refusal {
    this.onEvent({ kind: "trouble", why: databaseReason(error) });
    return refusal("accounts-trouble");
  }
}

function tooMany(wait: number): Refusal {
  return refusal("too-many-tries", Math.ceil(wait / 1000));
}

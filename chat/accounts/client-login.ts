import { createHash, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { PublicKeys } from "../files/key-pair.ts";
import type { Delivery, Protection } from "../protocol/protocol.ts";
import type { RefusalCode } from "../protocol/refusal.ts";
import type { LoginForm } from "./accounts.ts";
import { type Binding, exporterLabel, exporterLength, ScramClient } from "./scram.ts";
import { texts } from "./texts.ts";

/** A secret that the user types; the screen does not show it. */
export type SecretKind = "password" | "again" | "code" | "new-password" | "new-again";

export interface ClientLoginOptions {
  readonly name: string;
  /** Registers first, with this e-mail address. */
  readonly register?: string | undefined;
  /** Returns the public half of the user's keys, for a new account. Called only if the server has accounts. */
  readonly keys?: (() => Promise<PublicKeys | undefined>) | undefined;
  /** Replaces the password first, with an e-mail to this address. */
  readonly recover?: string | undefined;
  /** The only form of log-in to accept. Without it, the one that the server asks for. */
  readonly form?: LoginForm | undefined;
  readonly ask: (what: SecretKind) => Promise<string>;
  /** The password comes from a file: after a refusal, a second try would send the same one. */
  readonly isFromFile?: boolean;
  /** Shows the server's messages. */
  readonly tell: (line: string) => void;
  /** Shows a warning before the user types a secret. */
  readonly warn: (line: string) => void;
}

/** Refusals of a new password, or of the moment: the user types it again. */
const slips: ReadonlySet<string> = new Set<RefusalCode>([
  ...(["password-short", "password-long", "passwords-differ", "busy"] as const),
]);

/** The connection, for a log-in. */
export interface LoginChannel {
  readonly protection: Protection;
  exportKeys(length: number, label: string): Buffer;
}

/**
 * The client's part before the welcome, on servers with accounts. It remembers the password while the program runs, so
 * that it can connect again by itself.
 */
export class ClientLogin {
  private readonly options: ClientLoginOptions;
  private password: string | undefined;
  private isNew = false;
  /** A task that comes once before the log-in. */
  private errand: "register" | "recover" | undefined;
  private isAskingForAccounts = false;
  private scram: ScramClient | undefined;
  /** Whether the server of this connection has proved that it knows the account. */
  private isServerProved = false;

  constructor(options: ClientLoginOptions) {
    this.options = options;
    this.errand = options.register !== undefined ? "register" : options.recover !== undefined ? "recover" : undefined;
  }

  /** Begins on a new connection. Returns its first line. */
  begin(): string {
    this.scram = undefined;
    this.isServerProved = false;
    const { name, register, keys, recover } = this.options;
    // Half of the command: a server with accounts names what is missing, and any other refuses.
    this.isAskingForAccounts = this.errand === "register" && keys !== undefined;
    if (this.errand === "register")
      return this.isAskingForAccounts ? `/register ${name}` : `/register ${name} ${register}`;
    return this.errand === "recover" ? `/recover ${recover}` : name;
  }

  /**
   * The answer to a line of the server; undefined if there is none. Rejects with a LabError if the server must not get
   * an answer.
   */
  hear(delivery: Delivery, channel: LoginChannel): Promise<string | undefined> | undefined {
    if (delivery.kind === "registered" || delivery.kind === "password-changed") {
      this.errand = undefined;
      return Promise.resolve(this.options.name);
    }
    if (delivery.kind === "refusal" && delivery.code === "account-incomplete" && this.isAskingForAccounts)
      return this.registerWithKeys();
    // Server-final has a form of its own. A server that cannot prove itself does not know the account.
    if (delivery.kind === "answer" && delivery.text.startsWith("v=") && this.scram !== undefined)
      return this.finishProof(delivery.text);
    if (delivery.kind === "refusal" && this.isAskedAgain(delivery.code)) {
      this.options.warn(delivery.code === "code-wrong" ? texts.typeCodeAgain : printable(delivery.text));
      return Promise.resolve(undefined);
    }
    if (delivery.kind === "answer" && this.errand === "recover") this.options.tell(printable(delivery.text));
    return delivery.kind === "question" ? this.answer(delivery.text, channel) : undefined;
  }

  /**
   * Why the server must not be trusted although it accepted the log-in: with SCRAM it must have proved itself first
   * (RFC 5802, section 5).
   */
  faultOfServer(): LabError | undefined {
    const wantsProof = this.options.form === "scram" || this.scram !== undefined;
    return wantsProof && !this.isServerProved ? serverNotProved() : undefined;
  }

  private finishProof(serverFinal: string): Promise<never> | undefined {
    this.isServerProved = this.scram!.isServer(serverFinal);
    return this.isServerProved ? undefined : Promise.reject(serverNotProved());
  }

  private async registerWithKeys(): Promise<string> {
    this.isAskingForAccounts = false;
    const { name, register, keys } = this.options;
    const own = await keys?.();
    return `/register ${name} ${register}${own === undefined ? "" : ` ${own.recipient} ${own.verifying}`}`;
  }

  private async answer(question: string, channel: LoginChannel): Promise<string> {
    const [code = ""] = question.split(" ", 1);
    switch (code) {
      case "password":
        if (this.errand === "register") return this.ask("password", channel);
        this.mustBe("words");
        return this.known(channel);
      case "again":
        return this.ask(this.isNew ? "new-again" : "again", channel);
      case "code":
        return this.ask("code", channel);
      case "new-password":
        this.isNew = true;
        return this.ask("new-password", channel);
      case "sha256":
        this.mustBe("hash");
        return createHash("sha256")
          .update(await this.known(channel))
          .digest("hex");
      case "SCRAM-SHA-256":
      case "SCRAM-SHA-256-PLUS":
        return this.beginScram(code, channel);
      default:
        return this.finishScram(question, channel);
    }
  }

  /** Whether the server asks the same question again after this refusal. */
  private isAskedAgain(code: string): boolean {
    if (this.errand !== "recover") return false;
    return code === "code-wrong" || (this.isNew && !this.options.isFromFile && slips.has(code));
  }

  /** The password. The user is asked only once. */
  private async known(channel: LoginChannel): Promise<string> {
    return this.password ?? this.ask("password", channel);
  }

  private async ask(what: SecretKind, { protection }: LoginChannel): Promise<string> {
    if (protection.kind === "plain" && what !== "again" && what !== "new-again" && this.scram === undefined)
      this.options.warn(texts.secretInTheClear);
    const typed = (await this.options.ask(what)).normalize("NFC");
    if (typed === "") throw new LabError(texts.nothingTyped);
    if (what === "password" || what === "new-password") this.password = typed;
    return typed;
  }

  private beginScram(mechanism: string, channel: LoginChannel): string {
    this.mustBe("scram");
    // Over TLS only the bound form: an attacker in the middle could ask for the other one.
    const isBound = mechanism.endsWith("-PLUS");
    if (isBound !== (channel.protection.kind === "tls"))
      throw new LabError(texts.wrongMechanism(mechanism), texts.perhapsInTheMiddle);
    const binding: Binding = isBound
      ? { kind: "tls-exporter", bytes: channel.exportKeys(exporterLength, exporterLabel) }
      : { kind: "none" };
    this.scram = new ScramClient(this.options.name, randomBytes(18).toString("base64"), binding);
    return this.scram.first;
  }

  private async finishScram(serverFirst: string, channel: LoginChannel): Promise<string> {
    const wanted = this.scram?.read(serverFirst);
    if (wanted === undefined) throw new LabError(texts.unknownQuestion);
    const password = await this.known(channel);
    const salted = await promisify(pbkdf2)(password, wanted.salt, wanted.iterations, 32, "sha256");
    return this.scram!.finish(serverFirst, salted);
  }

  private mustBe(form: LoginForm): void {
    const { form: only } = this.options;
    if (only !== undefined && only !== form)
      throw new LabError(texts.otherForm(only, texts.forms[form]), texts.perhapsInTheMiddle);
  }
}

function serverNotProved(): LabError {
  return new LabError(texts.serverNotProved, texts.perhapsInTheMiddle);
}

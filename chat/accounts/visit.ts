import { randomBytes, timingSafeEqual } from "node:crypto";
import { readPublicKeys } from "../files/key-pair.ts";
import { nameProblem } from "../protocol/names.ts";
import { deliveryLine } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import { readEmail } from "./email-address.ts";
import type { Reception } from "./reception.ts";
import { answerScram } from "./scram.ts";
import { texts } from "./texts.ts";

/** Fewest characters of a new password (NIST SP 800-63B, section 5.1.1.1), and most bytes. */
const MIN_PASSWORD_CHARACTERS = 8;
const MAX_PASSWORD_BYTES = 1024;

/** The whole conversation with a newcomer, until there is a seat in the room. */
export async function receive(at: Reception): Promise<void> {
  while (!at.isStopped) {
    const line = (await at.line()).trim();
    try {
      const why = await act(at, line);
      if (why !== undefined) at.refuse(why);
    } catch (error) {
      at.refuse(at.accounts.trouble(error));
    }
  }
}

/** Handles a line that is not a secret: a command, or a name. */
async function act(at: Reception, line: string): Promise<Refusal | undefined> {
  const [word = "", ...rest] = line.split(/\s+/u);
  switch (word.toLowerCase()) {
    case "":
      return refusal("name-empty");
    case "/register":
    case "/registrar":
      return register(at, rest);
    case "/recover":
    case "/recuperar":
      return recover(at, rest);
    case "/files":
      return rest.length === 1 ? openFiles(at, rest[0]!) : refusal("account-incomplete", texts.examples.files);
    case "/help":
    case "/ayuda":
      for (const text of texts.help) at.answer(text);
      return undefined;
    case "/quit":
    case "/exit":
    case "/salir":
      at.visitor.onQuit();
      return undefined;
    default:
      return line.startsWith("/") ? refusal("register-first") : logIn(at, line.normalize("NFC"));
  }
}

async function register(
  at: Reception,
  [given, address, recipient, verifying = "", ...more]: readonly string[],
): Promise<Refusal | undefined> {
  const keys = recipient === undefined ? undefined : readPublicKeys(recipient, verifying);
  const isOdd = more.length > 0 || (recipient !== undefined && keys === undefined);
  if (given === undefined || address === undefined || isOdd)
    return refusal("account-incomplete", texts.examples.register);
  const name = given.normalize("NFC");
  const read = readEmail(address);
  const problem = at.channelProblem ?? nameProblem(name) ?? at.accounts.nameProblem(name);
  if (problem !== undefined) return problem;
  if ("problem" in read) return read.problem;
  return withNewPassword(at, texts.questions.password, async (password) => {
    const why = await at.accounts.register({ name, email: read.email, keys }, password, at.visitor);
    if (why !== undefined) return why;
    at.say(deliveryLine.registered(name));
    at.answer(texts.howToLogIn);
    return undefined;
  });
}

/** A log-in that leads to the files of the account, not into the room. */
async function openFiles(at: Reception, name: string): Promise<Refusal | undefined> {
  const { onFiles } = at.visitor;
  return onFiles === undefined ? refusal("no-files") : logIn(at, name.normalize("NFC"), onFiles);
}

/** `onProved` is called after the proof that the newcomer owns the account. */
async function logIn(at: Reception, name: string, onProved = at.visitor.onEnter): Promise<Refusal | undefined> {
  const { login } = at.accounts.options;
  const { certifiedName } = at.visitor;
  if (certifiedName !== undefined && certifiedName !== name) return refusal("name-not-certified", certifiedName);
  const problem = nameProblem(name) ?? (login === "scram" ? undefined : at.channelProblem);
  if (problem !== undefined) return problem;
  if (login === "scram") return logInByScram(at, name, onProved);
  const secret = await at.secret(texts.questions[login === "hash" ? "sha256" : "password"]);
  try {
    return (await at.accounts.logIn(name, secret, at.visitor)) ?? enter(at, name, onProved);
  } finally {
    secret.fill(0);
  }
}

async function logInByScram(
  at: Reception,
  name: string,
  onProved: (name: string) => boolean,
): Promise<Refusal | undefined> {
  const binding = at.binding();
  if ("code" in binding) return binding;
  const first = await at.secret(binding.kind === "none" ? "SCRAM-SHA-256" : "SCRAM-SHA-256-PLUS");
  const nonce = randomBytes(18).toString("base64");
  const challenge = answerScram(String(first), { name, record: at.accounts.scramRecord(name), nonce, binding });
  const final = challenge && String(await at.secret(challenge.serverFirst));
  let serverFinal: string | undefined;
  const isProved = () => {
    serverFinal = final === undefined ? undefined : challenge?.finish(final);
    return serverFinal !== undefined;
  };
  const why = await at.accounts.logInByProof(name, at.visitor, isProved);
  if (why !== undefined) return why;
  at.answer(serverFinal!);
  return enter(at, name, onProved);
}

function enter(at: Reception, name: string, onProved: (name: string) => boolean): undefined {
  if (onProved(name)) at.leave();
  return undefined;
}

/** An e-mail with a code, the code, and a new password. No answer shows whether the address belongs to an account. */
async function recover(at: Reception, [address, ...more]: readonly string[]): Promise<Refusal | undefined> {
  if (address === undefined || more.length > 0) return refusal("account-incomplete", texts.examples.recover);
  if (at.channelProblem !== undefined) return at.channelProblem;
  const read = readEmail(address);
  if ("problem" in read) return read.problem;
  const held = at.accounts.askForCode(read.email, at.visitor);
  if (held !== undefined) return held;
  at.answer(texts.recovering);
  const why = await spendCode(at, read.email);
  if (why !== undefined) return why;
  const change = async (password: Buffer) => {
    const done = await at.accounts.changePassword(read.email, password, at.visitor);
    if ("code" in done) return done;
    at.say(deliveryLine.passwordChanged(done.names));
    at.answer(texts.howToLogIn);
    return undefined;
  };
  for (;;) {
    const problem = await withNewPassword(at, texts.questions["new-password"], change);
    if (problem === undefined) return undefined;
    at.refuse(problem); // The code is used up, so a typing error must not end the visit.
  }
}

/** Asks for the code until it is right, or no try is left. An empty line gives up. */
async function spendCode(at: Reception, email: string): Promise<Refusal | undefined> {
  for (;;) {
    const code = await at.secret(texts.questions.code);
    if (code.length === 0) return refusal("code-wrong");
    const why = await at.accounts.spendCode(email, code, at.visitor);
    code.fill(0);
    if (why?.code !== "code-wrong") return why;
    at.refuse(why);
  }
}

/** Asks twice for a new password, until it is accepted. Wipes it in any case. */
async function withNewPassword(
  at: Reception,
  prompt: string,
  act: (password: Buffer) => Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  const password = await at.secret(prompt);
  const again = await at.secret(texts.questions.again);
  try {
    if (password.length !== again.length || !timingSafeEqual(password, again)) return refusal("passwords-differ");
    return passwordProblem(password) ?? (await act(password));
  } finally {
    password.fill(0);
    again.fill(0);
  }
}

function passwordProblem(password: Buffer): Refusal | undefined {
  // Bytes that continue a character begin with 10 in binary.
  const characters = password.reduce((count, byte) => count + ((byte & 0xc0) === 0x80 ? 0 : 1), 0);
  if (characters < MIN_PASSWORD_CHARACTERS) return refusal("password-short", MIN_PASSWORD_CHARACTERS);
  return password.length > MAX_PASSWORD_BYTES ? refusal("password-long", MAX_PASSWORD_BYTES) : undefined;
}

import { LabError } from "../../terminal/lab-error.ts";
import type { LoginChannel } from "../accounts/client-login.ts";
import { texts as accountTexts } from "../accounts/texts.ts";
import { sealCommand } from "../files/seal-command.ts";
import type { Outgoing } from "../files/sealing.ts";
import { sealTexts } from "../files/texts.ts";
import type { ClientConnection } from "../layers/layered-connection.ts";
import { LineSplitter } from "../protocol/lines.ts";
import { type Delivery, readDelivery } from "../protocol/protocol.ts";
import { Connection } from "../transport/connection.ts";
import { closedEarly, closedUnheard, connectionError, notAChat, noWelcome, RefusedByServer } from "./client-errors.ts";
import { type ChatClient, type ClientOptions, MAX_DELIVERED_BYTES, usualDeadline } from "./client-options.ts";
import { oddFirstBytes } from "./first-bytes.ts";
import type { PeerStory } from "./peer-story.ts";

/** How long to wait for the welcome. After this many milliseconds the server counts as one that sends none. */
const foreignAfter = 3_000;
/** How long the server may take to check a password, in milliseconds: others may come first. */
const loginDeadline = 60_000;
/** How long to wait for the rest of a line, in milliseconds: some servers send no line ends. */
const foreignPause = 300;

/** Sends the name, waits for the welcome, and from then on passes lines on. */
export function joinRoom(
  connection: ClientConnection,
  peer: PeerStory | undefined,
  options: ClientOptions,
): Promise<ChatClient> {
  const { onClose, deadline = usualDeadline, sealing } = options;
  const onDelivery = inOrder(options);
  const splitter = new LineSplitter(MAX_DELIVERED_BYTES);
  return new Promise((resolve, reject) => {
    let isWelcome = false;
    let tellClosed = () => {};
    const closed = new Promise<void>((tell) => {
      tellClosed = tell;
    });
    let isForeign = false;
    let hasHeard = false;
    let isLeaving = false;
    let fault: LabError | undefined;
    let timer = setTimeout(() => refuse(noWelcome(options)), deadline);
    const foreignTimer = options.acceptsForeign ? setTimeout(() => acceptForeign(), foreignAfter) : undefined;
    let pauseTimer: NodeJS.Timeout | undefined;
    const refuse = (error: Error) => {
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      reject(error);
      connection.destroy();
    };
    const giveUp = () => refuse(options.signal!.reason as Error);
    options.signal?.addEventListener("abort", giveUp, { once: true });
    const client = (name: string): ChatClient => ({
      name,
      protection: connection.protection,
      peer,
      isForeign,
      say: (line) => {
        const oneLine = line.replace(/[\r\n]+/g, " ");
        const sealed = sealing?.seal(oneLine);
        if (sealed !== undefined) void sealed.then((made) => sayOrRefuse(connection, made, onDelivery));
        // Without keys, the server must not get the text that it should not read.
        else if (sealCommand.test(oneLine.trim())) sayOrRefuse(connection, { why: sealTexts.needsSeal }, onDelivery);
        else connection.write(Buffer.from(`${oneLine}\n`));
      },
      close: () => {
        isLeaving = true;
        connection.end();
        return closed;
      },
    });
    const welcome = (name: string) => {
      const fault = options.onMoveWord === undefined ? options.login?.faultOfServer() : undefined;
      if (fault !== undefined) return refuse(fault);
      isWelcome = true;
      options.signal?.removeEventListener("abort", giveUp);
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      resolve(client(name));
    };
    /** A person may take long to type, and the server to check. */
    const answerTo = (delivery: Delivery): boolean => {
      const answer = options.login?.hear(delivery, channelOf(connection));
      if (answer === undefined) return false;
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      const send = (line: string | undefined) => {
        timer = setTimeout(() => refuse(noWelcome(options)), loginDeadline);
        if (line !== undefined) connection.write(Buffer.from(`${line}\n`));
      };
      answer.then(send).catch(refuse);
      return true;
    };
    const acceptForeign = () => {
      isForeign = true;
      welcome(options.name);
      hearUnfinished();
    };
    const hearUnfinished = () => {
      const line = splitter.takeUnfinished();
      if (line?.kind === "line") onDelivery?.(readDelivery(line.text), line.text);
    };
    connection.onData = (bytes) => {
      const odd = hasHeard ? undefined : oddFirstBytes(bytes);
      hasHeard = true;
      if (odd !== undefined) {
        fault = notAChat(odd, options);
        connection.destroy();
        return;
      }
      splitter.push(bytes);
      clearTimeout(pauseTimer);
      if (isForeign) pauseTimer = setTimeout(hearUnfinished, foreignPause);
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (line.kind !== "line") continue;
        const delivery = readDelivery(line.text);
        if (!isWelcome && answerTo(delivery)) continue;
        if (!isWelcome && delivery.kind === "question" && !options.acceptsForeign) {
          refuse(new LabError(accountTexts.needsPassword, accountTexts.useLabChat));
          return;
        }
        if (!isWelcome && delivery.kind === "refusal" && (delivery.code !== "" || !options.acceptsForeign)) {
          refuse(new RefusedByServer(delivery.code, delivery.text, options));
          return;
        }
        if (!isWelcome && delivery.kind === "welcome") welcome(delivery.name);
        if (delivery.kind === "move-word") options.onMoveWord?.(delivery.word);
        // When a connection asks for a seat or logs in, lines before the welcome are for people who do it by hand.
        const isByHand = options.onMoveWord !== undefined || options.login !== undefined;
        if (isWelcome || !isByHand) onDelivery?.(delivery, line.text);
      }
    };
    connection.onEnd = () => connection.end();
    connection.onClose = (error) => {
      clearTimeout(pauseTimer);
      tellClosed();
      if (isForeign && !hasHeard && !isLeaving) fault = closedUnheard(options);
      if (isWelcome) onClose?.(fault ?? error);
      else refuse(fault ?? (error ? connectionError(error, options) : closedEarly(options)));
    };
    const { onMoveWord, name, tls } = options;
    if (tls?.accessKey !== undefined) connection.write(Buffer.from(`/key ${tls.accessKey}\n`));
    const firstLine = onMoveWord === undefined ? (options.login?.begin() ?? name) : `/seat ${name}`;
    connection.write(Buffer.from(`${firstLine}\n`));
  });
}

/** Passes deliveries on in their order. Sealed ones are opened, which takes a moment. */
function inOrder({ sealing, onDelivery }: ClientOptions): NonNullable<ClientOptions["onDelivery"]> {
  let opening: Promise<void> | undefined;
  return (delivery, line) => {
    const opened = sealing?.open(delivery);
    if (opened === undefined && opening === undefined) return onDelivery?.(delivery, line);
    const turn = (opening ?? Promise.resolve()).then(async () => {
      const shown = await opened;
      onDelivery?.(shown?.delivery ?? delivery, shown?.line ?? line);
    });
    const settled: Promise<void> = turn.finally(() => {
      if (opening === settled) opening = undefined;
    });
    opening = settled;
  };
}

/** A sealed line goes out; otherwise the user reads why not. */
function sayOrRefuse(connection: ClientConnection, made: Outgoing, onDelivery: ReturnType<typeof inOrder>): void {
  if ("why" in made) {
    onDelivery({ kind: "refusal", code: "", text: made.why }, `! ${made.why}`);
    return;
  }
  connection.write(Buffer.from(`${made.line}\n`));
  // The server sends nothing back, but the sender should see what went out, and to whom.
  onDelivery({ kind: "answer", text: made.shown }, `# ${made.shown}`);
}

/** A log-in is bound to TLS, never to home-made layers. */
function channelOf(connection: ClientConnection): LoginChannel {
  const { protection } = connection;
  if (connection instanceof Connection) return connection;
  return { protection, exportKeys: () => Buffer.alloc(0) };
}

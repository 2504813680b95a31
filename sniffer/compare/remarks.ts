import { isTls13, versionNumber } from "../wire/tls/names.ts";
import type { AlignedMessage } from "./align-messages.ts";
import { type ComparedCapture, MAX_COMPARED_CONNECTIONS } from "./compared-capture.ts";
import { texts } from "./texts.ts";

/** Remarks on this comparison, in sentences. Untrusted text: they contain file names and problems. */
export function remarksOn(
  first: ComparedCapture,
  second: ComparedCapture,
  messages: readonly AlignedMessage[],
): readonly string[] {
  const remarks = [first, second].flatMap(remarksOnOne);
  const [isFirstTls, isSecondTls] = [first.recordCount > 0, second.recordCount > 0];
  if (isFirstTls && isSecondTls && first.textCount === 0 && second.textCount === 0)
    remarks.push(texts.bothEncrypted(first.name, second.name));
  if (
    !isFirstTls &&
    !isSecondTls &&
    first.layersCount + second.layersCount === 0 &&
    first.messageCount > 0 &&
    second.messageCount > 0
  )
    remarks.push(texts.bothClear(first.name, second.name));
  if (isFirstTls && !isSecondTls && second.textCount > 0) remarks.push(texts.swapped(first.name, second.name));
  const wrong = messages.filter(({ fit }) => fit === "impossible").length;
  if (wrong > 0) remarks.push(texts.wrongLengths(wrong));
  const alone = messages.filter(
    ({ first, second }) =>
      (first.length === 0 || second.length === 0) &&
      [...first, ...second].every(
        ({ content }) => content.kind === "record" && isTls13(versionNumber(content.version)),
      ),
  ).length;
  if (alone > 0) remarks.push(texts.hiddenKinds(alone));
  return remarks;
}

function remarksOnOne(capture: ComparedCapture): string[] {
  const { name, messages, messageCount, connections, connectionCount, gaps, problems } = capture;
  const remarks = problems.map((problem) => texts.problem(name, problem));
  if (capture.start === undefined) remarks.push(texts.emptyCapture(name));
  else if (messageCount === 0) remarks.push(texts.noMessagesIn(name));
  else if (capture.textCount > 0 && capture.overheard.names.length === 0) remarks.push(texts.noChatIn(name));
  if (messages.length < messageCount) remarks.push(texts.leftOut(name, messages.length, messageCount));
  if (connections.length < connectionCount && connections.length === MAX_COMPARED_CONNECTIONS)
    remarks.push(texts.connectionsLeftOut(name, connections.length, connectionCount));
  if (capture.layersCount > 0) remarks.push(texts.homeMade(name));
  if (capture.openedLines > 0) remarks.push(texts.openedLines(name, capture.openedLines));
  if (gaps.count > 0) remarks.push(texts.gaps(name, gaps.count, gaps.bytes));
  return remarks;
}

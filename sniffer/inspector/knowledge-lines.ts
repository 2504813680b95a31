import { fitted } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { EavesdropperFacts } from "../observe/eavesdropper/eavesdropper.ts";
import { texts } from "./texts.ts";

const labelWidth = 16;

/** What an eavesdropper knows, as the lines of a page: what he sees, what he reads, and what is hidden from him. */
export function knowledgeLines(facts: EavesdropperFacts, width: number): readonly Line[] {
  const lines: Line[] = [];
  const add = (label: string, text: string, tone: "plain" | "readable" | "protected" = "plain") => {
    for (const [index, part] of wrapText(text, width - labelWidth - 3, { lines: 4, breaksWords: true }).entries()) {
      lines.push([span(fitted(index === 0 ? `  ${label}` : "", labelWidth + 2), "faint"), span(part, tone)]);
    }
  };
  const title = (text: string) => lines.push([span(text, "strong")]);
  const { knowledge: said } = texts;
  const { tls } = facts;

  title(said.sees);
  add(said.who, said.between(facts.client ?? "?", facts.server ?? "?", facts.isGuess));
  if (facts.first !== undefined && facts.last !== undefined) add(said.when, said.times(facts.first, facts.last));
  add(said.howMuch, said.amount(facts.packets, facts.bytes.client, facts.bytes.server));
  add(said.messages, said.messageCount(facts.messages.client, facts.messages.server));
  if (facts.lengths.length > 0) add(said.lengths, said.lengthList(facts.lengths));
  if (facts.binaryBytes > 0) add(said.binary, texts.bytes(facts.binaryBytes));
  if (facts.missingBytes > 0) add(said.missing, texts.bytes(facts.missingBytes));
  if (tls !== undefined) {
    add(said.version, tls.version ?? said.notYet);
    if (tls.serverName !== undefined) add(said.serverName, printable(tls.serverName), "readable");
    if (tls.alpnOffered.length > 0)
      add(said.alpn, said.alpnList(tls.alpnOffered.map(printable), tls.alpnChosen && printable(tls.alpnChosen)));
    if (tls.suite !== undefined) add(said.suite, said.suiteText(tls.suite, tls.suitesOffered));
    for (const certificate of tls.certificates) {
      add(
        said.certificate,
        said.certificateText(printable(certificate.subject), printable(certificate.issuer), certificate.notAfter),
        "readable",
      );
    }
    if (tls.alerts.length > 0) add(said.alerts, tls.alerts.join(", "));
  }

  lines.push([]);
  title(said.reads);
  if (facts.names.length > 0) add(said.names, facts.names.map(printable).join(", "), "readable");
  if (facts.linesRead === 0) add("", said.nothingRead);
  else add(said.words, said.linesRead(facts.linesRead), "readable");
  for (const { from, text } of facts.lines) add(from === "client" ? "→" : "←", `"${printable(text)}"`, "readable");

  lines.push([]);
  title(said.hidden);
  if (tls === undefined) add("", said.nothingHidden, "readable");
  else {
    add(said.contents, said.hiddenContents(tls.encryptedRecords, tls.encryptedBytes), "protected");
    if (facts.linesRead === 0) add(said.names, said.hiddenNames, "protected");
    if (tls.version?.startsWith("TLS 1.3") && tls.certificates.length === 0) {
      add(said.certificate, said.hiddenCertificate(tls.probableCertificateBytes), "protected");
    }
    if (tls.alpnOffered.length > 0 && tls.alpnChosen === undefined) add(said.alpn, said.hiddenAlpn, "protected");
  }
  return lines;
}

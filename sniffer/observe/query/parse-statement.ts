import { QueryParser } from "./parse-query.ts";
import { hideables, type Statement, type ValueName, type ValueTest, values } from "./query.ts";
import { texts } from "./texts.ts";

/**
 * Parses a statement about a capture: a query with a number (`no text from ana`, `record count >= 3`), a value
 * (`tls.version is 1.3`), or what is visible (`certificate visible is false`). Throws `QueryFault` with the place.
 */
export function parseStatement(source: string): Statement {
  const parser = new QueryParser(source);
  if (parser.next.kind === "end") throw parser.fault(texts.expectedStatement);
  const statement = readVisible(parser) ?? readValue(parser) ?? readCount(parser);
  parser.mustBeAtEnd();
  return statement;
}

function readVisible(parser: QueryParser): Statement | undefined {
  const isText = parser.next.text.toLowerCase() === "text";
  if (isText && parser.after.text.toLowerCase() !== "visible") return undefined;
  const subject = parser.oneOf(hideables);
  if (subject === undefined) return undefined;
  if (!parser.takes("visible")) throw parser.fault(texts.expectedVisible);
  if (!parser.takes("is")) throw parser.fault(texts.expectedIs);
  const answer = parser.oneOf(["true", "false"]);
  if (answer === undefined) throw parser.fault(texts.expectedTrueOrFalse);
  return { kind: "visible", subject, expected: answer === "true" };
}

function readValue(parser: QueryParser): Statement | undefined {
  const subject = parser.oneOf(values);
  return subject === undefined ? undefined : { kind: "value", subject, test: readTest(parser, subject) };
}

function readTest(parser: QueryParser, subject: ValueName): ValueTest {
  if (parser.takes("is")) {
    const negated = parser.takes("not");
    return { kind: "is", negated, value: parser.words(texts.expectedValue) };
  }
  if (parser.takes("contains")) return { kind: "contains", text: parser.words(texts.expectedWords) };
  if (parser.next.kind !== "operator") throw parser.fault(texts.expectedTest(subject));
  return { kind: "compares", operator: parser.operator(), number: parser.number() };
}

function readCount(parser: QueryParser): Statement {
  const isNone = parser.takes("no");
  const query = parser.query();
  if (!isNone && parser.takes("count"))
    return { kind: "count", query, operator: parser.operator(), number: parser.number() };
  if (parser.next.text.toLowerCase() === "count") throw parser.fault(texts.noCountAfterNo);
  return isNone
    ? { kind: "count", query, operator: "=", number: 0 }
    : { kind: "count", query, operator: ">=", number: 1 };
}

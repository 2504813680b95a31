import type { CaptureItem } from "../../sniffer/capture/frame.ts";
import { Inspector } from "../../sniffer/inspector/inspector.ts";
import type { Lock } from "../../sniffer/inspector/page.ts";
import { Session, type Source } from "../../sniffer/inspector/session.ts";
import type { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { ProgramOnScreen } from "../program-on-screen.ts";

/** The inspector on the test's own terminal. */
export class InspectorOnScreen extends ProgramOnScreen {
  readonly session: Session;
  private readonly inspector: Inspector;

  constructor(
    columns: number,
    rows: number,
    source: Source = { kind: "file", name: "test.pcap" },
    lock: Lock = "E",
    secrets?: Secrets,
    maxPackets?: number,
  ) {
    const session = new Session(source, undefined, secrets, maxPackets);
    let inspector!: Inspector;
    super(columns, rows, (screen) => {
      inspector = new Inspector(session, screen, lock);
      return inspector;
    });
    this.session = session;
    this.inspector = inspector;
  }

  take(items: readonly CaptureItem[]): void {
    this.session.take(items);
    this.inspector.news();
  }

  /** The capture is over. */
  end(): void {
    this.session.end();
    this.inspector.news();
  }

  override settled(): Promise<void> {
    return super.settled(() => this.session.hasWork);
  }

  override async close(): Promise<void> {
    this.inspector.stop();
    await super.close();
    this.session.close();
  }
}

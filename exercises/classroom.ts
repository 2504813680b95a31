/** A terminal with a command that does not end by itself. */
export interface Terminal {
  readonly shown: () => string;
  /** Resolves to all output, as soon as it contains `text`. */
  readonly shows: (text: string) => Promise<string>;
  readonly type: (line: string) => void;
  /** Ctrl-C; resolves when the command has ended. */
  readonly interrupt: () => Promise<void>;
  readonly ended: () => Promise<number | null>;
}

/** One line of `lab sniff --json`: the parts that solutions use. */
export interface JsonLine {
  readonly kind: string;
  readonly number: number;
  readonly packet: number;
  readonly connection: number;
  readonly from: string;
  readonly text: string;
  readonly hex: string;
  readonly flags: readonly string[];
  readonly length: number;
  readonly payload: number;
  readonly sequence: number;
  readonly destination: string;
  readonly message: string;
  readonly random?: string;
  readonly encrypted?: boolean;
  readonly serverName?: string;
  readonly suite?: string;
  readonly version?: string;
  readonly certificates?: readonly { readonly sha256: string }[];
}

/** Ends what was started, and resolves when it has ended. */
export type End = () => Promise<void>;

/**
 * The tools of a reference solution: a student's folder and terminals, on a small network of their own. Every port of
 * this network is free, and everything on it may be captured.
 */
export interface Classroom {
  readonly folder: string;
  /** Runs a command line to its end. */
  readonly run: (command: string, input?: string) => Promise<{ readonly code: number | null; readonly shown: string }>;
  /** Like `run`, for a command that must succeed; returns its output. */
  readonly succeed: (command: string, input?: string) => Promise<string>;
  /** Like `succeed`, and parses the output as lines of JSON. */
  readonly json: (command: string) => Promise<readonly JsonLine[]>;
  /** Like `succeed` if the program is installed; otherwise prints that the command was left out. */
  readonly runIfInstalled: (command: string) => Promise<void>;
  readonly open: (command: string) => Terminal;
  /** Every line of the shell blocks of an exercise's page, in order. */
  readonly shellLines: (folder: string) => readonly string[];
  /** Starts the sniffer. Its `End` waits until the last packets are in the file. */
  readonly startSniffer: (file: string) => Promise<End>;
  /** Runs server, sniffer and bot as on the pages, and makes one capture for each file. */
  readonly captureConversations: (
    server: string,
    conversations: readonly { readonly file: string; readonly bot: string }[],
  ) => Promise<void>;
  /** Captures the conversation of an exercise's two bots. */
  readonly captureTalk: (exercise: number, file: string) => Promise<void>;
  /** The same if one bot stays: resolves to its terminal when everything is captured. */
  readonly captureTalkThatStays: (exercise: number, file: string) => Promise<Terminal>;
  readonly serveAccounts: (command: string) => Promise<End>;
}

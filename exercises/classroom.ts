/** A terminal in which a command runs that does not end by itself. */
export interface Terminal {
  readonly shown: () => string;
  /** Resolves with all that was shown once `text` is in it. */
  readonly shows: (text: string) => Promise<string>;
  readonly type: (line: string) => void;
  /** Ctrl-C; resolves when the command has ended. */
  readonly interrupt: () => Promise<void>;
  readonly ended: () => Promise<number | null>;
}

/** One line of `lab sniff --json`, as far as solutions look at it. */
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
 * What a reference solution works with: a student's folder and terminals, on a small network of their own. Every port
 * of this network is free, and everything on it may be captured.
 */
export interface Classroom {
  readonly folder: string;
  /** Runs a command line to its end. */
  readonly run: (command: string, input?: string) => Promise<{ readonly code: number | null; readonly shown: string }>;
  /** As `run`, for a command that must succeed; returns what it showed. */
  readonly succeed: (command: string, input?: string) => Promise<string>;
  /** As `succeed`, and reads what it showed as lines of JSON. */
  readonly json: (command: string) => Promise<readonly JsonLine[]>;
  /** As `succeed` where the program is installed; elsewhere it prints that it left the command out. */
  readonly runIfInstalled: (command: string) => Promise<void>;
  readonly open: (command: string) => Terminal;
  /** Every line of the shell blocks of an exercise's page, in order. */
  readonly shellLines: (folder: string) => readonly string[];
  /** Starts the sniffer. Its `End` waits until the last packets are in the file. */
  readonly startSniffer: (file: string) => Promise<End>;
  /** Runs server, sniffer and bot as the pages say, and leaves one capture for each file. */
  readonly captureConversations: (
    server: string,
    conversations: readonly { readonly file: string; readonly bot: string }[],
  ) => Promise<void>;
  /** Captures the conversation of an exercise's two bots. */
  readonly captureTalk: (exercise: number, file: string) => Promise<void>;
  /** The same where one bot stays: resolves with its terminal, when everything is captured. */
  readonly captureTalkThatStays: (exercise: number, file: string) => Promise<Terminal>;
  /** Starts a server that has accounts. */
  readonly serveAccounts: (command: string) => Promise<End>;
}

import type { Endpoint } from "../../chat/protocol/endpoint.ts";
import type { Protection } from "../../chat/protocol/protocol.ts";

/** The direction of a line. */
export type Direction = "to-server" | "to-client";

/** Events in the middle. `client` counts connections from 1; names and texts are untrusted and not cleaned. */
export type MitmEvent =
  /** Both legs are open: the client's to the attacker, and the attacker's to the server. */
  | {
      readonly kind: "connected";
      readonly client: number;
      readonly from: Endpoint;
      /** The local port of the leg to the server. */
      readonly localPort: number;
      readonly withClient: Protection;
      readonly withServer: Protection;
    }
  | {
      readonly kind: "line";
      readonly client: number;
      /** The client's name in the chat, as soon as it is known. */
      readonly name: string | undefined;
      readonly direction: Direction;
      readonly text: string;
      readonly changedTo?: string;
    }
  | {
      readonly kind: "too-long";
      readonly client: number;
      readonly name: string | undefined;
      readonly direction: Direction;
    }
  /**
   * A client that saw the attacker's certificate and left before it sent anything. `alert` by its IANA name, if it sent
   * one.
   */
  | { readonly kind: "left"; readonly client: number; readonly alert: string | undefined }
  /** A client that failed for another reason. */
  | {
      readonly kind: "failed";
      readonly client: number;
      readonly why: "silent" | "wrong-mode" | "handshake" | "closed";
      readonly reason?: string;
    }
  /** The leg to the server could not be opened. */
  | { readonly kind: "server-lost"; readonly client: number; readonly reason: string }
  | {
      readonly kind: "closed";
      readonly client: number;
      readonly name: string | undefined;
      readonly by: "client" | "server";
      readonly error?: string;
    }
  /** Connections above the bound, closed at once. */
  | { readonly kind: "refused"; readonly count: number };

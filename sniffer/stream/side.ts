/** Who sent something on a connection. */
export type Side = "client" | "server";

/** The other end. */
export const otherSide = (side: Side): Side => (side === "client" ? "server" : "client");

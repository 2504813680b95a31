/** Who sent something on a connection. */
export type Side = "client" | "server";

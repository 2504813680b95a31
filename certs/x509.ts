// The only import of the X.509 library. It takes about 0.1 s to load: commands import this file inside their action,
// and only if they need it.
import "./reflect-metadata.ts";

export * from "@peculiar/x509";

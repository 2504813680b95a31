// The one way to the X.509 library. It takes about 0.1 s to load: only commands that need it import this, inside their action.
import "./reflect-metadata.ts";

export * from "@peculiar/x509";

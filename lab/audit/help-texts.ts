/** The help of `lab audit`. */
export const helpTexts = {
  server: "HOST:PORT of a TLS server on this machine or in a private network",
  read: "audit the servers in a capture file (- is standard input); sends nothing",
  name: "the name that the certificate must have (default: the host)",
  ca: "a CA to trust, PEM (default: work/certs/ca.pem, and the CAs that Node.js trusts)",
  consent: "audit this host in another network: you have its owner's permission",
  example: "print a Python server with mistakes to find (exercise 21)",
  client: "show broken certificates to your client, one by one, and report which it accepts",
  port: "TCP port; 0 takes a free one",
  run: "start your client for each certificate, with the port in LAB_PORT and the CA file in LAB_CA",
  chat: "attack a chat server on this machine, as a hostile client would",
  plain: "the server does not use TLS (default: the audit finds out)",
  tls: "the server uses TLS",
  json: "print the findings as JSON, for programs",
  markdown: "print the report as Markdown",
  html: "write the report as one HTML file",
} as const;

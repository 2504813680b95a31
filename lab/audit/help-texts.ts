/** The help of `lab audit`. */
export const helpTexts = {
  server: "HOST:PORT of a TLS server; on this machine or a private network",
  read: "audit the servers in a capture file; - is standard input; nothing is sent",
  name: "the name to ask for and to look for in the certificate (default: the host)",
  ca: "a CA to trust, PEM (default: work/certs/ca.pem, and the CAs that Node.js trusts)",
  consent: "audit this host although it is elsewhere: you have its owner's permission",
  example: "prints a Python server with mistakes to be found (exercise 21)",
  client: "shows broken certificates to your client, one by one, and reports which it accepts",
  port: "TCP port; 0 takes a free one",
  run: "starts your client for each certificate, with the port in LAB_PORT and the CA file in LAB_CA",
  chat: "tries a chat server on this machine: what a hostile client can do to the others",
  plain: "it speaks in the clear (default: that is found out)",
  tls: "it speaks TLS",
  json: "the findings, for programs",
  markdown: "for a report",
  html: "a page for a report, in one file",
} as const;

import type { Explanation } from "../finding.ts";
import type { HandshakeCode } from "../rules/handshake.ts";

const goodGroups = {
  lab: "lab server --tls",
  node: 'tls.createServer({ ecdhCurve: "X25519:prime256v1:secp384r1", … })',
  python: 'context.set_ecdh_curve("prime256v1")',
  nginx: "ssl_ecdh_curve X25519:prime256v1:secp384r1;",
} as const;
const newLibrary = {
  lab: "lab server --tls",
  node: "Use a Node.js version that still gets updates.",
  python: "Use a Python with OpenSSL 1.1.1 or later: ssl.OPENSSL_VERSION",
  nginx: "Build nginx with OpenSSL 1.1.1 or later: nginx -V",
} as const;

/** The findings about the rest of a handshake, and about the port. */
export const handshakeTexts: Readonly<Record<HandshakeCode, Explanation>> = {
  stops: {
    title: "The server stops when a handshake fails",
    means:
      "After a failed handshake, no program listens on the port any more. The server did not catch the error of one client, so the whole program ended.",
    attacker: "Anyone who can connect stops the server with one line of text or one strange ClientHello.",
    fix: {
      lab: "lab server --tls",
      node: 'server.on("tlsClientError", (error, socket) => socket.destroy())',
      python:
        "accept() a plain socket; in the client's own thread: try: context.wrap_socket(c, server_side=True) except (ssl.SSLError, OSError): c.close()",
      nginx: "nginx continues by itself. Look in its error.log.",
    },
    source: "RFC 8446 section 6.2: a failed handshake ends that one connection",
  },
  "answers-in-the-clear": {
    title: "The port also answers in the clear",
    means: "A client that sends plain text instead of TLS also gets an answer. So encryption depends on each client.",
    attacker:
      "An attacker in the middle answers the client in the clear, or makes it leave out TLS (stripping). Then they read everything.",
    fix: {
      lab: "lab server --tls (not --both)",
      node: "tls.createServer(…) on this port, net.createServer(…) on no port",
      python: "context.wrap_socket(c, server_side=True) for every connection",
      nginx: "listen 443 ssl; and on port 80 only: return 301 https://$host$request_uri;",
    },
    source: "RFC 9325 section 3.2",
  },
  compression: {
    title: "The server compresses before it encrypts",
    means: "Text that repeats itself becomes shorter when it is compressed. Encryption does not hide the length.",
    attacker:
      "An attacker makes a client send guesses. The lengths show which guess was right, letter by letter (CRIME).",
    fix: {
      lab: "lab server --tls",
      node: "Node.js never compresses: use its own TLS.",
      python: "context.options |= ssl.OP_NO_COMPRESSION",
      nginx: "ssl_conf_command Options -Compression;",
    },
    source: "RFC 9325 section 3.3; RFC 8446 section 4.1.2",
  },
  "insecure-renegotiation": {
    title: "The server does not know secure renegotiation",
    means:
      "Renegotiation is a second handshake in the same connection. Here nothing proves that both sides had the same first handshake.",
    attacker:
      "An attacker in the middle connects, sends some text, and then passes on the client's handshake. The server thinks that the client sent the attacker's text.",
    fix: newLibrary,
    source: "RFC 5746 section 3.6; RFC 9325 section 3.5",
  },
  "client-renegotiation": {
    title: "A client may start a new handshake at any time",
    means: "In TLS 1.2 the server agrees to another handshake in the same connection (renegotiation), again and again.",
    attacker:
      "One client with one connection keeps the server busy: a handshake is more work for the server than for the client.",
    fix: {
      lab: "lab server --tls",
      node: "tls.createServer({ secureOptions: crypto.constants.SSL_OP_NO_RENEGOTIATION, … })",
      python: "context.options |= ssl.OP_NO_RENEGOTIATION",
      nginx: "nginx refuses by itself; keep it up to date.",
    },
    source: "RFC 9325 section 3.5",
  },
  "weak-group": {
    title: "The server agrees on weak groups for the key exchange",
    means:
      "These groups (elliptic curves) are too small, or of a kind that is no longer used. The session's keys are only as strong as the group.",
    attacker: "An attacker with many computers finds the key of a recorded conversation and reads it.",
    fix: goodGroups,
    source: "RFC 8422 section 5.1.1; Mozilla 6.0: intermediate.tls_curves",
  },
  "unlisted-group": {
    title: "The server agrees on groups that Mozilla's list does not have",
    means:
      "They are strong enough. But they are slower or rarer than X25519, P-256 and P-384, and no client needs them.",
    attacker: "A client asks for the slowest group: this is more work for the server than for the client.",
    fix: goodGroups,
    source: "Mozilla 6.0: intermediate.tls_curves",
  },
  "weak-prime": {
    title: "The prime of the key exchange is too short",
    means: "Diffie-Hellman calculates with a large prime number. Today this prime needs at least 2,048 bits.",
    attacker:
      "A rich attacker makes one long calculation for a prime of 1,024 bits. It opens every conversation that uses this prime (Logjam).",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: 'tls.createServer({ dhparam: "auto", … }), or suites with ECDHE only',
      python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")',
      nginx: "ssl_dhparam FILE; the file is made by: openssl dhparam 2048",
    },
    source: "RFC 9325 section 4.3; Mozilla 6.0: intermediate.dh_param_size",
  },
  "no-extended-master-secret": {
    title: "The server's keys do not depend on the whole handshake",
    means: "Without the extended master secret, two TLS 1.2 connections with different servers can have the same key.",
    attacker:
      "An attacker in the middle makes two such connections. Then they resume the session of one in the other (triple handshake).",
    fix: newLibrary,
    source: "RFC 7627 section 1; RFC 9325 section 3.5",
  },
  "no-encrypt-then-mac": {
    title: "The server does not protect its CBC suites with encrypt-then-MAC",
    means: "With this extension a receiver checks that the bytes are genuine before it looks at the padding.",
    attacker: "Without it, only a very careful program is safe from the old attacks on CBC padding (Lucky Thirteen).",
    fix: {
      lab: "lab server --tls (it has no CBC suites)",
      node: 'tls.createServer({ ciphers: "ECDHE+AESGCM:ECDHE+CHACHA20", … }): no CBC at all',
      python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20"): no CBC at all',
      nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
    },
    source: "RFC 7366 section 3",
  },
};

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

/** What is said of the rest of a handshake, and of the port. */
export const handshakeTexts: Readonly<Record<HandshakeCode, Explanation>> = {
  stops: {
    title: "The server ends when a handshake fails",
    means:
      "After a connection whose handshake failed, nobody listens on the port any more. The error of one client was never caught, and ended the whole program.",
    attacker: "Anyone who can connect switches the server off, with one line of text or one strange hello.",
    fix: {
      lab: "lab server --tls",
      node: 'server.on("tlsClientError", (error, socket) => socket.destroy())',
      python:
        "accept() a plain socket; in the client's own thread: try: context.wrap_socket(c, server_side=True) except (ssl.SSLError, OSError): c.close()",
      nginx: "nginx goes on by itself; look into its error.log.",
    },
    source: "RFC 8446 section 6.2: a failed handshake ends that one connection",
  },
  "answers-in-the-clear": {
    title: "The port also answers in the clear",
    means: "A client that sends plain text instead of TLS is served too, so encryption depends on each client.",
    attacker:
      "An attacker in the middle answers the client in the clear, or makes it leave out TLS (stripping), and reads everything.",
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
    means: "Compressed text is shorter where it repeats itself, and encryption does not hide the length.",
    attacker:
      "An attacker who can make a client send guesses sees from the lengths which guess was right, letter by letter (CRIME).",
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
    means: "A second handshake inside the first is not tied to it, so both sides may mean different first handshakes.",
    attacker:
      "An attacker in the middle begins a conversation, then lets the client's handshake follow in it: the server takes the attacker's words for the client's.",
    fix: newLibrary,
    source: "RFC 5746 section 3.6; RFC 9325 section 3.5",
  },
  "client-renegotiation": {
    title: "A client may start a new handshake at any time",
    means: "In TLS 1.2 the server agrees to another handshake inside the first, again and again.",
    attacker:
      "One client with one connection keeps the server busy: a handshake costs the server more than the client.",
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
      "These elliptic curves are too small, or of a kind that was given up. The session's key is as strong as the group.",
    attacker: "Someone with much computing power finds the key of a recorded conversation and reads it.",
    fix: goodGroups,
    source: "RFC 8422 section 5.1.1; Mozilla 6.0: intermediate.tls_curves",
  },
  "unlisted-group": {
    title: "The server agrees on groups that Mozilla's list does not have",
    means: "They are strong enough. But they are slower or rarer than X25519, P-256 and P-384, and nobody needs them.",
    attacker: "A client that asks for the slowest group costs the server more time than itself.",
    fix: goodGroups,
    source: "Mozilla 6.0: intermediate.tls_curves",
  },
  "weak-prime": {
    title: "The prime of the key exchange is too short",
    means: "Diffie-Hellman is as strong as its prime is long. 2,048 bits are the least today.",
    attacker: "Work done once for a prime of 1,024 bits opens every conversation that uses it (Logjam).",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: 'tls.createServer({ dhparam: "auto", … }), or suites with ECDHE only',
      python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")',
      nginx: "ssl_dhparam with a file made by: openssl dhparam 2048",
    },
    source: "RFC 9325 section 4.3; Mozilla 6.0: intermediate.dh_param_size",
  },
  "no-extended-master-secret": {
    title: "The server does not tie its keys to the whole handshake",
    means:
      "Without the extended master secret, two connections of TLS 1.2 with different servers can have the same key.",
    attacker:
      "An attacker in the middle makes such a pair of connections and lets one side resume in the other (triple handshake).",
    fix: newLibrary,
    source: "RFC 7627 section 1; RFC 9325 section 3.5",
  },
  "no-encrypt-then-mac": {
    title: "The server does not protect its CBC suites with encrypt-then-MAC",
    means: "With this extension a receiver checks that the bytes are genuine before it looks at the padding.",
    attacker:
      "Without it, the old attacks on the padding of CBC depend on how careful the program is (Lucky Thirteen).",
    fix: {
      lab: "lab server --tls (it has no CBC suites)",
      node: 'tls.createServer({ ciphers: "ECDHE+AESGCM:ECDHE+CHACHA20", … }): no CBC at all',
      python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20"): no CBC at all',
      nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
    },
    source: "RFC 7366 section 3",
  },
};

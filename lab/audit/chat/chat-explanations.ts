import type { Explanation } from "../finding.ts";
import type { ChatCode } from "./trial.ts";

const noProxy = "nginx passes a chat's bytes on as they are: fix the server itself.";
const labDoes = "lab server --tls (docs/chat-protocol.md says how)";

/**
 * What is said of each finding about a chat server. The Python lines are for a server with a thread for each client.
 */
export const chatExplanations: Readonly<Record<ChatCode, Explanation>> = {
  "foreign-name": {
    title: "A client can speak in someone else's name",
    means:
      "The server passes on what a client wrote as the sender's name. It knows who sends on each connection, and does not use it.",
    attacker:
      "Anyone in the chat says anything as anyone: as the teacher, as you. TLS does not help against a person inside.",
    fix: {
      lab: labDoes,
      node: 'other.write(nameOf.get(socket) + " > " + text + "\\n"): the name comes from the connection',
      python: 'broadcast(f"{names[client]} > {text}\\n", client): the name comes from the connection',
      nginx: noProxy,
    },
    source: "RFC 9325 section 1: TLS protects the way, not what people say; CWE-290",
  },
  "taken-name": {
    title: "Two clients can have the same name",
    means: "The server does not look whether someone here has the name already.",
    attacker: "Someone comes in under your name while you are there, and the others cannot tell who speaks.",
    fix: {
      lab: labDoes,
      node: "if ([...nameOf.values()].includes(name)) return socket.end(`! name-taken\\n`)",
      python: 'if name in names.values(): client.sendall(b"! name-taken\\n"); client.close(); return',
      nginx: noProxy,
    },
    source: "RFC 2812 section 3.1.2 (IRC answers ERR_NICKNAMEINUSE); CWE-290",
  },
  "invented-notice": {
    title: "A client can invent the server's notices",
    means: "What the server says of itself looks like what a client can send, so nobody can tell them apart.",
    attacker: "Someone writes that you left, or that the server moved to another port, which is the attacker's.",
    fix: {
      lab: labDoes,
      node: 'for (const text of data.split("\\n")) say(name + " > " + text): a name before every line',
      python: 'for text in data.splitlines(): broadcast(f"{name} > {text}\\n", client): a name before every line',
      nginx: noProxy,
    },
    source: "RFC 5424 section 8.2 names the same fault of logs; CWE-117",
  },
  "terminal-escapes": {
    title: "Terminal escapes are passed on",
    means:
      "The bytes ESC [ are orders to a terminal: colours, other places, an empty screen. The server passes them on as text.",
    attacker: "One client empties the others' screens, hides what was said, or writes lines that nobody sent.",
    fix: {
      lab: labDoes,
      node: 'text = text.replace(/[\\u0000-\\u001f\\u007f-\\u009f]/g, "?")',
      python: 'text = "".join(c if c.isprintable() else "?" for c in text)',
      nginx: noProxy,
    },
    source: "RFC 9839 section 4 (code points that can do harm); CWE-150",
  },
  "two-in-one": {
    title: "Two messages in one send become one",
    means:
      "TCP has no messages, only bytes in order. One recv() may bring two lines, or half a line. The server takes each recv() for one message.",
    attacker:
      "A second line in the same send goes to the others without the sender's name before it: it can pose as anybody.",
    fix: {
      lab: labDoes,
      node: 'buffer += data; const lines = buffer.split("\\n"); buffer = lines.pop()',
      python: 'file = client.makefile("rb"), and for each message: line = file.readline(4096) instead of recv(1024)',
      nginx: noProxy,
    },
    source: "RFC 9293 section 3.8: TCP may join and cut what is sent",
  },
  "cut-character": {
    title: "A letter at the 1,024th byte breaks the message",
    means: "ñ, é and 🐧 have two to four bytes. recv(1024) may end in the middle of one, and decode() then fails.",
    attacker:
      "One such line ends the sender's thread; nobody needs an attacker for it, only a long sentence in Spanish.",
    fix: {
      lab: labDoes,
      node: 'socket.setEncoding("utf8"): Node.js keeps the half letter for the next bytes',
      python:
        'line = file.readline(4096) of file = client.makefile("rb") first, then: text = line.decode("utf-8", "replace")',
      nginx: noProxy,
    },
    source: "RFC 3629 section 3; RFC 9293 section 3.8",
  },
  "endless-line": {
    title: "A line without an end floods the others, or stops them",
    means:
      "The server sets no limit to a line: it passes everything on, or keeps it in memory until the end that never comes.",
    attacker: "One client fills the others' screens, or the server's memory, with one send.",
    fix: {
      lab: labDoes,
      node: "if (buffer.length > 4096) socket.destroy()",
      python: 'file = client.makefile("rb"); then: line = file.readline(4096); if not line.endswith(b"\\n"): break',
      nginx: noProxy,
    },
    source: "RFC 5321 section 4.5.3.1.6 (SMTP bounds a line); CWE-770",
  },
  crowd: {
    title: "Not all of twenty clients that come at once are served",
    means: "Some were not let in, or did not hear what the others said.",
    attacker: "No attacker is needed: a class that begins at the same time is enough.",
    fix: {
      lab: labDoes,
      node: "server.listen({ port, backlog: 511 }), and no work between accept and the next",
      python: "socket.create_server(address, backlog=128), and: with lock: for client in list(clients): …",
      nginx: "worker_connections 1024; and in upstream, enough servers",
    },
    source: "RFC 9293 section 3.10.1 (passive open); CWE-362",
  },
  "stalled-reader": {
    title: "One client that stops reading stops everyone",
    means:
      "sendall() waits until the receiver has read. While the server waits for one client, it sends nothing to the others.",
    attacker: "Someone joins, reads nothing, and the chat stops for all.",
    fix: {
      lab: labDoes,
      node: "if (other.writableLength > 1024 * 1024) other.destroy()",
      python:
        "an outbox for each client, queue.Queue(1000), and a thread that sends what is in it: try: outbox.put_nowait(line) except queue.Full: drop that client",
      nginx: noProxy,
    },
    source: "RFC 9293 section 3.8.6 (the receiver's window); CWE-400",
  },
  "silent-handshake": {
    title: "A client that says nothing before the TLS handshake locks everyone out",
    means:
      "accept() of a wrapped socket makes the whole handshake, and waits for the client's first byte. Until then nobody else is accepted.",
    attacker: "One connection with nc, without a single byte, closes the chat for all who come after.",
    fix: {
      lab: labDoes,
      node: "tls.createServer({ handshakeTimeout: 10_000, … }): Node.js shakes hands with many at once",
      python:
        "client, _ = plain.accept(); in the thread: client.settimeout(10); client = context.wrap_socket(client, server_side=True); client.settimeout(None)",
      nginx: "client_header_timeout 10s; (nginx shakes hands with many at once)",
    },
    source: "RFC 8446 section 4.1.1: the client speaks first; CWE-400",
  },
  "text-to-tls": {
    title: "A line of text to the TLS port ends the server",
    means:
      "The handshake inside accept() fails, the exception is not caught, and the loop that accepts clients ends with it.",
    attacker: "echo hola | nc: one line switches the chat off.",
    fix: {
      lab: labDoes,
      node: 'server.on("tlsClientError", (error, socket) => socket.destroy())',
      python:
        "in the client's own thread: try: client = context.wrap_socket(client, server_side=True) except (ssl.SSLError, OSError): client.close(); return",
      nginx: "nginx goes on by itself and answers 400.",
    },
    source: "RFC 8446 section 6.2: a failed handshake ends that one connection; CWE-248",
  },
};

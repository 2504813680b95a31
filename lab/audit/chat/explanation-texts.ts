import type { Explanation } from "../finding.ts";
import type { ChatCode } from "./trial.ts";

const noProxy = "nginx passes on the bytes of a chat without changes: fix the server itself.";
const labDoes = "lab server --tls (docs/chat-protocol.md explains how)";

/**
 * The findings about a chat server. The Python lines are for a server with a thread for each client.
 */
export const chatExplanations: Readonly<Record<ChatCode, Explanation>> = {
  "foreign-name": {
    title: "A client can write in the name of another client",
    means:
      "The client writes the sender's name itself, and the server passes it on. The server knows the name for each connection, but does not use it.",
    attacker:
      "Any client can write a message in the name of the teacher, or in your name. TLS does not help against a person in the chat.",
    fix: {
      lab: labDoes,
      node: 'other.write(nameOf.get(socket) + " > " + text + "\\n"): the name comes from the connection',
      python: 'broadcast(f"{names[client]} > {text}\\n", client): the name comes from the connection',
      nginx: noProxy,
    },
    source: "RFC 9325 section 1: TLS protects the connection, not what people say; CWE-290",
  },
  "taken-name": {
    title: "Two clients can have the same name",
    means: "The server does not check if another client already has the name.",
    attacker: "Someone joins with your name while you are in the chat. The others cannot see who is writing.",
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
    means: "A client can send a line that looks just like a notice of the server. Nobody can see the difference.",
    attacker: "Someone writes that you left, or that the server now has another port. That port is the attacker's.",
    fix: {
      lab: labDoes,
      node: 'for (const text of data.split("\\n")) say(name + " > " + text): a name before every line',
      python: 'for text in data.splitlines(): broadcast(f"{name} > {text}\\n", client): a name before every line',
      nginx: noProxy,
    },
    source: "RFC 5424 section 8.2 names the same fault in logs; CWE-117",
  },
  "terminal-escapes": {
    title: "Terminal escapes are passed on",
    means:
      "The bytes ESC [ start a command to the terminal: a colour, another position, an empty screen. The server passes them on as text.",
    attacker: "One client clears the others' screens, hides messages, or writes lines that nobody sent.",
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
      "TCP has no messages, only bytes in order. One recv() may return two lines, or half a line. The server thinks that each recv() is one message.",
    attacker:
      "The second line goes to the others without the sender's name before it. It can look like anyone's message.",
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
    means: "ñ, é and 🐧 have two to four bytes each. recv(1024) may end in the middle of one, and then decode() fails.",
    attacker: "One such line ends the sender's thread. No attacker is needed: a long sentence in Spanish is enough.",
    fix: {
      lab: labDoes,
      node: 'socket.setEncoding("utf8"): Node.js keeps the half letter for the next bytes',
      python: 'file = client.makefile("rb"); line = file.readline(4096); text = line.decode("utf-8", "replace")',
      nginx: noProxy,
    },
    source: "RFC 3629 section 3; RFC 9293 section 3.8",
  },
  "endless-line": {
    title: "A line without an end fills the others' screens, or stops them",
    means: "The server has no limit for a line. It passes on everything, or keeps it in memory and waits for the end.",
    attacker: "One client fills the others' screens or the server's memory with one line.",
    fix: {
      lab: labDoes,
      node: "if (buffer.length > 4096) socket.destroy()",
      python: 'file = client.makefile("rb"); then: line = file.readline(4096); if not line.endswith(b"\\n"): break',
      nginx: noProxy,
    },
    source: "RFC 5321 section 4.5.3.1.6 (SMTP bounds a line); CWE-770",
  },
  crowd: {
    title: "The server does not serve all of twenty clients that come at once",
    means: "Some could not join, or did not get the messages of the others.",
    attacker: "No attacker is needed: a class that starts at the same time is enough.",
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
      "sendall() waits until the receiver reads. While the server waits for one client, it sends nothing to the others.",
    attacker: "Someone joins and reads nothing. Then the chat stops for everyone.",
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
    title: "A client that sends nothing before the TLS handshake blocks everyone",
    means:
      "accept() of a wrapped socket also makes the whole handshake. It waits for the client's first byte, and accepts no other client until then.",
    attacker: "One connection with nc that sends no byte closes the chat for all later clients.",
    fix: {
      lab: labDoes,
      node: "tls.createServer({ handshakeTimeout: 10_000, … }): Node.js makes many handshakes at once",
      python:
        "client, _ = plain.accept(); in the thread: client.settimeout(10); client = context.wrap_socket(client, server_side=True); client.settimeout(None)",
      nginx: "client_header_timeout 10s; (nginx makes many handshakes at once)",
    },
    source: "RFC 8446 section 4.1.1: the client speaks first; CWE-400",
  },
  "text-to-tls": {
    title: "A line of text to the TLS port stops the server",
    means:
      "The handshake inside accept() fails and throws an exception. No code catches it, so the loop that accepts clients ends.",
    attacker: "One line of text stops the chat: echo hola | nc",
    fix: {
      lab: labDoes,
      node: 'server.on("tlsClientError", (error, socket) => socket.destroy())',
      python:
        "in the client's own thread: try: client = context.wrap_socket(client, server_side=True) except (ssl.SSLError, OSError): client.close(); return",
      nginx: "nginx continues by itself and answers 400.",
    },
    source: "RFC 8446 section 6.2: a failed handshake ends that one connection; CWE-248",
  },
};

"""The class's chat server, fixed: `lab audit chat` finds nothing. Compare it with class-server.py."""
import queue
import socket
import ssl
import sys
import threading

MAX_LINE = 4096
MAX_WAITING = 1000
PATIENCE = 10

port, cert, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1_2
context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
context.set_ecdh_curve("prime256v1")
context.options |= ssl.OP_NO_RENEGOTIATION
context.load_cert_chain(cert, key)

lock = threading.Lock()
outboxes = {}


def clean(line):
    """A line as text: what could control a terminal is shown as a question mark."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def broadcast(message, sender):
    """Puts a message into everyone's outbox but the sender's. It never waits: a full outbox loses its client."""
    with lock:
        for name, outbox in list(outboxes.items()):
            if name == sender:
                continue
            try:
                outbox.put_nowait(message.encode())
            except queue.Full:
                del outboxes[name]


def send_all(client, outbox):
    """The only thread that sends to this client."""
    try:
        while message := outbox.get():
            client.sendall(message)
    except OSError:
        pass
    finally:
        client.close()


def serve(plain):
    """One client, from its handshake to its end."""
    plain.settimeout(PATIENCE)
    try:
        client = context.wrap_socket(plain, server_side=True)
    except OSError:
        plain.close()
        return
    client.settimeout(None)
    outbox = queue.Queue(MAX_WAITING)
    name = None
    try:
        lines = client.makefile("rb")
        wanted = clean(lines.readline(MAX_LINE))
        with lock:
            if not wanted.isalnum() or wanted in outboxes:
                client.sendall(b"! name-taken\n")
                return
            name = wanted
            outboxes[name] = outbox
        threading.Thread(target=send_all, args=(client, outbox), daemon=True).start()
        broadcast(f"* {name} joined\n", name)
        while (line := lines.readline(MAX_LINE)).endswith(b"\n"):
            broadcast(f"{name} > {clean(line)}\n", name)
    except OSError:
        pass
    finally:
        with lock:
            if name is not None:
                outboxes.pop(name, None)
        if name is not None:
            broadcast(f"* {name} left\n", name)
        outbox.put(None) if not outbox.full() else client.close()


server = socket.create_server(("127.0.0.1", port), backlog=128)
print("ready", flush=True)
while True:
    client, _ = server.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()

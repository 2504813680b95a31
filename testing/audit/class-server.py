"""The class's chat server over TLS, as a student writes it: a thread for each client, recv(1024), and the handshake inside accept()."""
import socket
import ssl
import sys
import threading

port, cert, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)

server = socket.create_server(("127.0.0.1", port))
server = context.wrap_socket(server, server_side=True)

clients = []


def broadcast(message, sender):
    for client in clients:
        if client is not sender:
            client.sendall(message.encode())


def serve(client):
    name = client.recv(1024).decode().strip()
    broadcast(f"* {name} joined\n", client)
    clients.append(client)
    while True:
        data = client.recv(1024)
        if not data:
            break
        broadcast(data.decode(), client)
    clients.remove(client)
    client.close()


print("ready", flush=True)
while True:
    client, address = server.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()

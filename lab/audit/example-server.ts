/** A chat server over TLS like a student's, with mistakes to find: exercise 21 begins with it. Python 3. */
export const exampleServer = `# A chat server over TLS: what one client sends goes to all others.
# It works. What is wrong with it? Ask: lab audit localhost:12345
import socket
import ssl
import threading

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1
context.set_ciphers("ALL:@SECLEVEL=0")
context.load_cert_chain("work/certs/server.pem", "work/certs/server-key.pem")

server = socket.create_server(("127.0.0.1", 12345))
server = context.wrap_socket(server, server_side=True)
clients = []


def serve(client):
    clients.append(client)
    try:
        while data := client.recv(1024):
            for other in list(clients):
                if other is not client:
                    other.sendall(data)
    except OSError:
        pass
    clients.remove(client)
    client.close()


print("listening on port 12345", flush=True)
while True:
    client, address = server.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()
`;

"""A second implementation of the client's half of SCRAM-SHA-256(-PLUS), with nothing but hashlib and hmac; TLS and its exporter are openssl's.

Usage: scram-client.py PORT CA NAME PASSWORD. Prints what the server says at the end."""

import base64
import hashlib
import hmac
import os
import subprocess
import sys

port, ca, name, password = sys.argv[1:]
openssl = subprocess.Popen(
    ["openssl", "s_client", "-connect", f"localhost:{port}", "-CAfile", ca, "-verify_return_error", "-ign_eof"]
    + ["-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32"],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL,
    text=True,
)


def say(line):
    openssl.stdin.write(line + "\n")
    openssl.stdin.flush()


def hear(start):
    for line in openssl.stdout:
        line = line.strip()
        if line.startswith("! "):
            print(line)
            sys.exit(1)
        if line.startswith(start):
            return line[len(start) :].strip()
    sys.exit("the server has closed the connection")


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def base(data):
    return base64.b64encode(data).decode()


channel = bytes.fromhex(hear("Keying material:"))
say(name)
hear("? SCRAM-SHA-256-PLUS")
header = "p=tls-exporter,,"
bare = f"n={name},r={base(os.urandom(18))}"
say(header + bare)
server_first = hear("? ")
nonce, salt, rounds = (part[2:] for part in server_first.split(","))
salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
client_key = mac(salted, "Client Key")
without_proof = f"c={base(header.encode() + channel)},r={nonce}"
message = ",".join([bare, server_first, without_proof])
signature = mac(hashlib.sha256(client_key).digest(), message)
say(without_proof + ",p=" + base(bytes(a ^ b for a, b in zip(client_key, signature))))
expected = base(mac(mac(salted, "Server Key"), message))
print("server proved" if hear("# v=") == expected else "server NOT proved")
print(hear("# welcome "))
say("/quit")

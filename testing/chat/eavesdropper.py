"""An eavesdropper on the loopback device, who hears each word of a move and tries every way to a seat with it.

Usage: eavesdropper.py PORT. Prints "listening", then, when its input ends, "words N tries N seats NAMES".
"""

import re
import select
import socket
import ssl
import sys

PORT = int(sys.argv[1])
unverified = ssl._create_unverified_context()
words, tries, connections = set(), [], []
prepared = {}  # The connections that were made for each victim before the move.


def say(connection, line):
    tries.append(line)
    try:
        connection.sendall(line + b"\n")
    except OSError:
        pass  # The server has closed it.


def connect(tls, line):
    connection = socket.create_connection(("127.0.0.1", PORT))
    if tls:
        connection = unverified.wrap_socket(connection)
    connections.append(connection)
    say(connection, line)
    return connection


def prepare(victim):
    """A seat in each mode, and requests for the victim's seat that are older than the victim's own."""
    seats = [connect(tls, b"mallory-%d-%d" % (len(prepared), tls)) for tls in (False, True)]
    prepared[victim] = seats + [connect(tls, b"/seat " + victim) for tls in (False, True)]


def steal(word):
    words.add(word)
    victim = list(prepared)[-1]
    for connection in prepared[victim]:
        say(connection, b"/move " + word)
        say(connection, b"/back " + word)
    for tls in (False, True):
        say(connect(tls, b"/back " + word), b"/seat " + victim)
        say(connect(tls, b"/seat " + victim), b"/move " + word)


def stolen(connection):
    """The names under which the server has welcomed this connection, without the eavesdropper's own."""
    heard = b""
    connection.setblocking(False)
    try:
        while data := connection.recv(65536):
            heard += data
    except OSError:
        pass  # Nothing more has come.
    return re.findall(rb"# welcome (?!mallory)\S+", heard)


device = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
device.setsockopt(socket.SOL_SOCKET, 33, 1 << 25)  # SO_RCVBUFFORCE: nothing is missed while a theft is tried.
device.bind(("lo", 0))
print("listening", flush=True)
while sys.stdin not in select.select([device, sys.stdin], [], [])[0]:
    packet = device.recv(65535)
    for name in re.findall(rb"\* (ana\d+) joined", packet):
        if name not in prepared:
            prepare(name)
    for word in re.findall(rb"(?:/move |# word: )(\w+)\n", packet):
        if word not in words:
            steal(word)
seats = [name for connection in connections for name in stolen(connection)]
print(f"words {len(words)} tries {len(tries)} seats {seats}", flush=True)

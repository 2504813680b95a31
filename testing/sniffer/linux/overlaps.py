"""Asks the Linux kernel which bytes it reads where TCP segments overlap and differ.

Sends random overlapping segments to a real socket through a TUN device, and writes what was on the wire (PCAP) and what the
sockets read (JSON, by the client's port). Needs root, and a network namespace of its own:

    ip netns add overlaps && ip netns exec overlaps python3 overlaps.py SEED CASES OUT.pcap OUT.json; ip netns del overlaps
"""
import fcntl, json, os, random, select, socket, struct, subprocess, sys, time

seed, cases, pcap_name, json_name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
draw = random.Random(seed)
HERE, THERE, PORT = socket.inet_aton("10.9.0.1"), socket.inet_aton("10.9.0.2"), 7000
SYN, PSH, ACK = 2, 8, 16
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH", b"overlaps", 0x1001))
for command in ("link set lo up", "addr add 10.9.0.1/24 dev overlaps", "link set overlaps up"):
    subprocess.run(["ip", *command.split()], check=True)
server = socket.create_server(("10.9.0.1", PORT), backlog=256)
pcap = open(pcap_name, "wb")
pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))


def record(packet):
    now = time.time()
    pcap.write(struct.pack("<IIII", int(now), int(now % 1 * 1e6), len(packet), len(packet)) + packet)


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send(port, sequence, acknowledgment, flags, data=b""):
    tcp = struct.pack("!HHIIBBHHH", port, PORT, sequence % 2**32, acknowledgment, 5 << 4, flags, 64000, 0, 0) + data
    sum_ = checksum(THERE + HERE + struct.pack("!BBH", 0, 6, len(tcp)) + tcp)
    tcp = tcp[:16] + struct.pack("!H", sum_) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0x4000, 64, 6, 0, THERE, HERE)
    packet = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + tcp
    record(packet)
    os.write(tun, packet)


def drain(seconds):
    """Records what the kernel sends; returns the sequence number of its last SYN ACK."""
    sequence, until = None, time.time() + seconds
    while (left := until - time.time()) > 0 and select.select([tun], [], [], left)[0]:
        packet = os.read(tun, 65535)
        if packet[0] >> 4 != 4 or packet[9] != 6:
            continue
        record(packet)
        if packet[33] & SYN:
            sequence = struct.unpack("!I", packet[24:28])[0]
            break
    return sequence


def random_segments():
    length = draw.randint(8, 40)
    segments = []
    for number in range(draw.randint(3, 10)):
        start = draw.randrange(0 if draw.random() < 0.15 else 1, length)
        end = min(length, start + draw.randint(1, 14))
        segments.append((start, LETTERS[number : number + 1] * (end - start)))
    # The last fill what is missing, from right to left and from left to right.
    cuts = sorted(draw.sample(range(1, length), 2))
    rest = [(0, b"x" * cuts[0]), (cuts[0], b"y" * (cuts[1] - cuts[0])), (cuts[1], b"z" * (length - cuts[1]))]
    draw.shuffle(rest)
    return length, segments + rest


answers = {}
for case in range(cases):
    port, first = 20000 + case, draw.randrange(2**32)
    length, segments = random_segments()
    send(port, first, 0, SYN)
    sequence = drain(1)
    send(port, first + 1, (sequence + 1) % 2**32, ACK)
    connection, _ = server.accept()
    connection.settimeout(1)
    for start, data in segments:
        send(port, first + 1 + start, (sequence + 1) % 2**32, PSH | ACK, data)
        drain(0.002)
    received = b""
    while len(received) < length:
        received += connection.recv(65535)
    answers[port] = received.decode()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    drain(0.002)
pcap.close()
json.dump(answers, open(json_name, "w"), indent=0)

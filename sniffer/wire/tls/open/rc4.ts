/**
 * RC4, the stream cipher of SSL 3.0 to TLS 1.2 that RFC 7465 forbids. OpenSSL 3 lacks it. It is a list of 256 bytes:
 * the key shuffles it, and every output byte shuffles it further.
 */
export class Rc4 {
  private readonly state = new Uint8Array(256).map((_, index) => index);
  private i = 0;
  private j = 0;

  constructor(key: Uint8Array) {
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + this.state[i]! + key[i % key.length]!) & 0xff;
      this.swap(i, j);
    }
  }

  /** Encrypts or decrypts the next bytes: both are the same operation. */
  next(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => byte ^ this.nextKeyByte());
  }

  /** Skips this many bytes of the keystream. */
  skip(count: number): void {
    for (let left = count; left > 0; left--) this.nextKeyByte();
  }

  /** A copy in the same state, to try a record. */
  copy(): Rc4 {
    const copy = new Rc4(new Uint8Array(1));
    copy.state.set(this.state);
    copy.i = this.i;
    copy.j = this.j;
    return copy;
  }

  private nextKeyByte(): number {
    this.i = (this.i + 1) & 0xff;
    this.j = (this.j + this.state[this.i]!) & 0xff;
    this.swap(this.i, this.j);
    return this.state[(this.state[this.i]! + this.state[this.j]!) & 0xff]!;
  }

  private swap(i: number, j: number): void {
    const byte = this.state[i]!;
    this.state[i] = this.state[j]!;
    this.state[j] = byte;
  }
}

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * The cost of one guess: about 60 ms and 32 MiB (RFC 7914). A dictionary of 100,000 words takes hours, not a second.
 */
const USUAL_COST = 2 ** 15;
const BLOCK_SIZE = 8;
const HASH_LENGTH = 32;

/** Compares access keys with the server's, slowly. Tests use a lower cost. */
export class AccessCheck {
  private readonly salt = randomBytes(16);
  private readonly cost: number;
  private readonly wanted: Promise<Buffer>;

  constructor(accessKey: string, cost = USUAL_COST) {
    this.cost = cost;
    this.wanted = this.hash(accessKey);
  }

  async isRight(key: string): Promise<boolean> {
    return timingSafeEqual(await this.hash(key), await this.wanted);
  }

  private hash(key: string): Promise<Buffer> {
    const options = { N: this.cost, r: BLOCK_SIZE, maxmem: 256 * this.cost * BLOCK_SIZE };
    return new Promise((resolve, reject) => {
      scrypt(key, this.salt, HASH_LENGTH, options, (error, hash) => (error ? reject(error) : resolve(hash)));
    });
  }
}

/** More than Node needs below any callback: 64 KiB of stack. */
const zeros = new Array<number>(8192).fill(0);

/**
 * Writes zeros over the unused part of the stack. Node decrypts TLS into a buffer of 16 KiB there and does not wipe it
 * (`ClearOut` in its `crypto_tls.cc`): the last secret would stay in memory until a longer line comes. JavaScript can
 * write there only with the arguments of a call.
 */
export function sweepStack(): void {
  ignore(...zeros);
}

function ignore(..._: readonly number[]): void {}

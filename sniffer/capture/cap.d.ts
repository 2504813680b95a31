/** The part of npm `cap` 0.2.1 used here; it comes without types. */
declare module "cap" {
  interface CapDevice {
    readonly name: string;
    readonly description?: string;
    readonly addresses: readonly { readonly addr?: string }[];
    /** "PCAP_IF_LOOPBACK" for a loopback device, absent for all others. */
    readonly flags?: string;
  }

  class Cap {
    static deviceList(): CapDevice[];
    /** Opens the device; the link type by name. Throws what libpcap says. `bufferSize` is the kernel's ring, in bytes. */
    open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
    /** Each frame, in the buffer given to `open`: so many bytes of it, `truncated` where it did not fit. */
    on(event: "packet", listener: (length: number, truncated: boolean) => void): this;
    close(): boolean;
  }

  const cap: { readonly Cap: typeof Cap };
  export default cap;
}

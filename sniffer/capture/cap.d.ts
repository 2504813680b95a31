/** The types of npm `cap` 0.2.1 that are used here; it has none of its own. */
declare module "cap" {
  interface CapDevice {
    readonly name: string;
    readonly addresses: readonly { readonly addr?: string }[];
    /** "PCAP_IF_LOOPBACK" for a loopback device, absent for all others. */
    readonly flags?: string;
  }

  class Cap {
    static deviceList(): CapDevice[];
    /**
     * Opens the device; returns the name of the link type. Throws libpcap's error. `bufferSize` is the kernel's ring,
     * in bytes.
     */
    open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
    /** Each frame, in the buffer given to `open`: `length` bytes of it. `truncated`: the frame did not fit. */
    on(event: "packet", listener: (length: number, truncated: boolean) => void): this;
    close(): boolean;
  }

  const cap: { readonly Cap: typeof Cap };
  export default cap;
}

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lab,chat,sniffer,exercises,certs,terminal,testing,bench}/**/*.test.{ts,tsx}"],
    reporters: ["default", "./testing/count-reporter.ts"],
    // Many tests wait for a real program: with one worker per core, the cores are idle for two fifths of the time.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Long enough for a busy machine; a correct test never needs this time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
  },
});

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lab,chat,sniffer,exercises,certs,terminal,testing,bench}/**/*.test.{ts,tsx}"],
    reporters: ["default", "./testing/count-reporter.ts"],
    // Many tests wait for a real program. One worker a core keeps the cores busy meanwhile.
    maxWorkers: availableParallelism(),
    // Long enough for a busy machine; a test that asserts never waits for these.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
  },
});

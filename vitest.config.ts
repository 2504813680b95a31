import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lab,chat,sniffer,exercises,certs,terminal,testing,bench}/**/*.test.{ts,tsx}"],
    reporters: ["default", "./testing/count-reporter.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

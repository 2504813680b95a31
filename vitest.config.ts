import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lab,chat,sniffer,exercises,certs}/**/*.test.{ts,tsx}"],
    reporters: ["default", "./lab/testing/count-reporter.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

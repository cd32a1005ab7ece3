import { defineConfig } from "vitest/config";

const project = (name: string, more: object = {}) => ({ test: { name, include: [`tests/${name}/**/*.test.ts`], ...more } });

export default defineConfig({
	test: {
		projects: [
			project("domain"),
			project("operations", { testTimeout: 60_000, hookTimeout: 120_000, globalSetup: "tests/support/postgres-server.ts" }),
			project("http", { testTimeout: 60_000, hookTimeout: 120_000, globalSetup: "tests/support/postgres-server.ts" }),
		],
	},
});

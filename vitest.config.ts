import { defineConfig } from "vitest/config";

const project = (name: string, more: object = {}) => ({ test: { name, include: [`tests/${name}/**/*.test.ts`], ...more } });

const PATIENT = { testTimeout: 60_000, hookTimeout: 120_000 };
const DATABASES = "tests/support/shared-databases.ts";

export default defineConfig({
	test: {
		// Vitest would take one less than there are cores, one of two; but most tests wait for a database or a server more than they compute.
		maxWorkers: 3,
		// A test file that leaves something behind for the next one has a defect; to import everything anew for each took a fifth of the time.
		isolate: false,
		projects: [
			project("domain", PATIENT),
			project("operations", { ...PATIENT, globalSetup: DATABASES }),
			project("http", { ...PATIENT, globalSetup: [DATABASES, "tests/support/built-server.ts"] }),
		],
	},
});

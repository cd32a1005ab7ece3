import { defineConfig } from "vitest/config";

// A test file that leaves something behind for the next one has a defect, so they follow each other
// in one process: a process for each, with all that it imports, took a quarter of the time.
const project = (name: string, more: object = {}) => ({
	test: { name, include: [`tests/${name}/**/*.test.ts`], isolate: false, ...more },
});

const PATIENT = { testTimeout: 60_000, hookTimeout: 120_000 };
const DATABASES = "tests/support/shared-databases.ts";

export default defineConfig({
	test: {
		// Vitest would take one less than there are cores, one of two; but most tests wait for a
		// database or a server more than they compute.
		maxWorkers: 3,
		projects: [
			project("domain", PATIENT),
			project("operations", { ...PATIENT, globalSetup: DATABASES }),
			project("http", { ...PATIENT, globalSetup: [DATABASES, "tests/support/built-server.ts"] }),
		],
	},
});

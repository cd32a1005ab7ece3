import { defineConfig } from "vitest/config";

// Test files run one after the other in one process, without isolation. A process for each file
// would spend a quarter of the time on imports. A file that affects the next one has a defect.
const project = (name: string, more: object = {}) => ({
	test: { name, include: [`tests/${name}/**/*.test.ts`], isolate: false, ...more },
});

const PATIENT = { testTimeout: 60_000, hookTimeout: 120_000 };
const DATABASES = "tests/support/shared-databases.ts";

export default defineConfig({
	test: {
		// Vitest's default is one worker less than there are cores, so one on two cores. Most tests
		// wait for a database or a server more than they compute.
		maxWorkers: 3,
		projects: [
			project("domain", PATIENT),
			project("doors", PATIENT),
			project("operations", { ...PATIENT, globalSetup: DATABASES }),
			project("http", { ...PATIENT, globalSetup: [DATABASES, "tests/support/built-server.ts"] }),
		],
	},
});

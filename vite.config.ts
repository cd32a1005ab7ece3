import { vitePlugin as remix, type VitePluginConfig } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";

declare module "@remix-run/server-runtime" {
	interface Future {
		v3_singleFetch: true;
	}
}

/**
 * Makes server.ts the entry of the server bundle. The pages and the exact API paths then share one
 * copy of every module: one database client, one set of caches, one place where a limit is counted.
 * The process that checks files of groups, the thread that hashes passwords, and what operators
 * run, have entries of their own beside it.
 */
const SERVER_ENTRIES = {
	server: "./server.ts",
	"check-groups-file.child": "./app/operations/import/check-groups-file.child.ts",
	"hash-password.worker": "./app/operations/people/hash-password.worker.mjs",
	users: "./scripts/users.ts",
	seed: "./scripts/seed.ts",
};

/**
 * CommonJS packages ask for some modules of Node only where there are any: without it they would
 * find none, and do without.
 */
const REQUIRE =
	'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const oneServerBundle: Plugin = {
	name: "one-server-bundle",
	config: (_config, { isSsrBuild }) =>
		isSsrBuild
			? {
					// Whatever it is started with: React is several times slower in development, and brings
					// twice as much along.
					define: { "process.env.NODE_ENV": '"production"' },
					build: {
						rollupOptions: {
							input: SERVER_ENTRIES,
							output: { entryFileNames: "[name].js", banner: REQUIRE },
						},
					},
				}
			: undefined,
};

/**
 * In development server.ts does not run, so what it does and prints at the start happens here, by
 * the modules that the pages use.
 */
const startUpInDevelopment: Plugin = {
	name: "start-up-in-development",
	apply: "serve",
	configureServer(server) {
		server.httpServer?.once("listening", async () => {
			const { readyLines, startUp } = await server.ssrLoadModule("/app/start-up.server.ts");
			const { whatTheOperatorCanMend } = await server.ssrLoadModule(
				"/app/start-failures.server.ts",
			);
			try {
				const origin = server.resolvedUrls?.local[0] ?? "http://localhost:3000/";
				console.log(readyLines(origin.replace(/\/$/, ""), await startUp()));
			} catch (error) {
				console.error(whatTheOperatorCanMend(error) ?? error);
				process.exit(1);
			}
		});
	},
};

/**
 * The page of all components. A build has neither its route nor its modules: nothing of the product
 * imports them.
 */
const componentPage: VitePluginConfig["routes"] = (defineRoutes) =>
	defineRoutes((route) => route("dev/components/:wing?", "dev/component-page.tsx"));

export default defineConfig(({ command }) => ({
	plugins: [
		tailwindcss(),
		remix(command === "serve" ? { ...remixConfig, routes: componentPage } : remixConfig),
		oneServerBundle,
		startUpInDevelopment,
	],
	build: { target: "es2022" },
	ssr: {
		// One file instead of 900 starts in half the time. In development Node loads the packages:
		// Vite would run CommonJS as ES modules.
		...(command === "build" ? { noExternal: true as const } : {}),
		// What is native, or loads files of its own, stays outside.
		external: ["@electric-sql/pglite", "@node-rs/argon2", "fs-native-extensions", "pino"],
	},
	server: { port: 3000 },
}));

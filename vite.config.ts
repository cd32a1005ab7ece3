import { vitePlugin as remix, type VitePluginConfig } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";
import { OUTSIDE_THE_BUNDLE } from "./scripts/outside-the-bundle.mjs";

declare module "@remix-run/server-runtime" {
	interface Future {
		v3_singleFetch: true;
	}
}

/**
 * Makes server.ts the entry of the server bundle. The pages and the exact API paths then share one
 * copy of every module: one database client, one set of caches, one counter for each limit. The
 * process that checks files of groups, the thread that hashes passwords, and the operator's
 * commands have their own entries.
 */
const SERVER_ENTRIES = {
	server: "./server.ts",
	"check-groups-file.child": "./app/operations/import/check-groups-file.child.ts",
	"hash-password.worker": "./app/operations/people/hash-password.worker.mjs",
	users: "./scripts/users.ts",
	seed: "./scripts/seed.ts",
	"rotate-secrets": "./scripts/rotate-secrets.ts",
};

/**
 * Some CommonJS packages load optional Node modules with `require`. ES modules have no `require`.
 * Without this banner, such a package would find no module and go on without it.
 */
const REQUIRE =
	'import { createRequire as makeRequire } from "node:module"; ' +
	"const require = makeRequire(import.meta.url);";

const oneServerBundle: Plugin = {
	name: "one-server-bundle",
	config: (_config, { isSsrBuild }) =>
		isSsrBuild
			? {
					// Fixed at build time, whatever NODE_ENV is at run time. React's development build is
					// several times slower and twice as large.
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
 * Development does not run server.ts. This plugin runs the same start-up and prints the same lines,
 * with the module instances that the pages use.
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
 * The component page. A build has neither its route nor its modules, because no product code
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
		// A bundle of one file instead of 900 starts in half the time. In development Node loads the
		// packages, because Vite would run CommonJS as ES modules.
		...(command === "build" ? { noExternal: true as const } : {}),
		external: OUTSIDE_THE_BUNDLE,
	},
	server: { port: 3000 },
}));

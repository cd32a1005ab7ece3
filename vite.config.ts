import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";

declare module "@remix-run/server-runtime" {
	interface Future {
		v3_singleFetch: true;
	}
}

/**
 * Makes server.ts the entry of the server bundle. The pages and the exact API paths then share one copy of
 * every module: one database client, one set of caches, one place where a limit is counted.
 */
const oneServerBundle: Plugin = {
	name: "one-server-bundle",
	config: (_config, { isSsrBuild }) =>
		isSsrBuild ? { build: { rollupOptions: { input: { server: "./server.ts" }, output: { entryFileNames: "[name].js" } } } } : undefined,
};

export default defineConfig({
	plugins: [tailwindcss(), remix(remixConfig), oneServerBundle],
	build: { target: "es2022" },
	server: { port: 3000 },
});

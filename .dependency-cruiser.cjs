// Floors, from the top: server.ts, routes/ > doors/, api/, http/ > operations/ > db/ > domain/, ui/,
// platform/. No floor imports a floor above it. A wing is a folder of a floor. A wing may import
// its floor's root and other wings. The root imports no wing.
const no = (name, from, to) => ({ name, severity: "error", from, to });
const DRIVERS =
	"^(node_modules/)?(drizzle-orm|postgres|@electric-sql/pglite|fs-native-extensions)(/|$)";

module.exports = {
	forbidden: [
		no("no-circles", {}, { circular: true }),
		{
			...no(
				"no-circles-between-folders",
				{ path: "^(app|db)" },
				{ circular: true, path: "^(app|db)" },
			),
			scope: "folder",
		},
		no(
			"a-floors-root-imports-no-wing",
			{ path: "^(app/(?:doors|domain|operations|ui)|db)/[^/]+$" },
			{ path: "^$1/[^/]+/" },
		),
		no(
			"domain-is-pure",
			{ path: "^app/domain" },
			{ pathNot: "^app/(domain|texts)|node_modules/(zod|libphonenumber-js|papaparse|marked)/" },
		),
		no("texts-stand-alone", { path: "^app/texts" }, { pathNot: "^app/texts" }),
		no(
			"sql-lives-in-db",
			{ path: "^(app|server|scripts)", pathNot: "^scripts/empty-database" },
			{ path: DRIVERS.replace("^(node_modules/)?", "node_modules/") },
		),
		no(
			"db-imports-only-below",
			{ path: "^db" },
			{ path: "^(app/(doors|api|http|operations|ui|routes)|server)" },
		),
		no(
			"operations-import-only-below",
			{ path: "^app/operations" },
			{ path: "^(app/(doors|api|http|ui|routes)|server)" },
		),
		no(
			"ui-knows-no-server",
			{ path: "^app/ui" },
			{
				path: "^(db|app/(operations|doors|api|http|routes))|\\.server\\.",
				dependencyTypesNot: ["type-only"],
			},
		),
		no(
			"api-and-http-below-routes",
			{ path: "^app/(api|http)" },
			{ path: "^(app/(routes|ui)|server)" },
		),
		no("api-and-http-are-neighbours", { path: "^app/api" }, { path: "^app/http" }),
		// A door may ask the API's `admit`. It reads and writes a dialect, and decides nothing.
		no("doors-stand-beside-the-api", { path: "^app/(api|http)" }, { path: "^app/doors" }),
		no("doors-are-no-pages", { path: "^app/doors" }, { path: "^(app/(http|ui|routes)|server)" }),
		no("nothing-imports-routes", { pathNot: "^app/routes" }, { path: "^app/routes" }),
		no("only-server-imports-env-above-db", { path: "^app/(ui|domain)" }, { path: "^app/platform" }),
		no(
			"product-does-not-import-the-component-page",
			{ path: "^(app|db|server|scripts)", pathNot: "^app/dev" },
			{ path: "^app/dev" },
		),
		no("product-does-not-import-tests", { path: "^(app|db|server|scripts)" }, { path: "^tests" }),
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: "^(build|\\.cache)" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			extensions: [".ts", ".tsx", ".js", ".mjs"],
			exportsFields: ["exports"],
			conditionNames: ["import", "node"],
		},
	},
};

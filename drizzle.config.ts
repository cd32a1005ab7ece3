import { defineConfig } from "drizzle-kit";

// Only for writing migrations from the schema; at run time db/connection/ connects.
export default defineConfig({
	dialect: "postgresql",
	schema: "./db/schema/*-tables.ts",
	out: "./db/migrations",
});

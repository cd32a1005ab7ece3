import { defineConfig } from "drizzle-kit";

// Only for generating migrations from the schema. At run time db/connection/ connects.
export default defineConfig({
	dialect: "postgresql",
	schema: "./db/schema/*-tables.ts",
	out: "./db/migrations",
});

import { sql } from "drizzle-orm";
import { type AnyPgColumn, customType, integer, timestamp } from "drizzle-orm/pg-core";

/** Whole milliseconds, so that clients and the database compare the same value. */
export const time = (name: string) =>
	timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const createdAt = () => time("created_at").notNull().default(sql`now()`);

export const updatedAt = () => time("updated_at").notNull().default(sql`now()`);

/** Counts changes of a row: the optimistic lock of its editors. */
export const version = () => integer("version").notNull().default(1);

export const timeArray = customType<{ data: Date[]; driverData: string }>({
	dataType: () => "timestamptz(3)[]",
});

/** The list for `in` of a check. The values are constants of the product, never input. */
export const oneOf = (values: readonly string[]) =>
	sql.raw(values.map((value) => `'${value}'`).join(", "));

/** A check that a column is in a range. The limits are constants of the product, never input. */
export const between = (column: AnyPgColumn, { min, max }: { min: number; max: number }) =>
	sql`${column} between ${sql.raw(String(min))} and ${sql.raw(String(max))}`;

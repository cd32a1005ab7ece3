import { STATE_FILTERS, type StateFilter } from "../../domain/groups/number-state.ts";
import { POOL_SORTS, type PoolSort } from "../../domain/groups/pool.ts";
import { searchText } from "../../domain/text.ts";

/** A view of a pool: search, state, sort order and 1-based page. */
export type PoolView = { q: string; state: StateFilter | null; sort: PoolSort; page: number };

/** Reads a view from URL parameters. Invalid parameters get their default. */
export function readPoolView(params: URLSearchParams): PoolView {
	const sort = POOL_SORTS.find((known) => known === params.get("sort")) ?? "number";
	const page = Number(params.get("page"));
	return {
		q: searchText(params.get("q") ?? ""),
		state: STATE_FILTERS.find((known) => known === params.get("state")) ?? null,
		sort,
		page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
	};
}

/** The URL parameters of a view, without those that have their default. */
export const viewParams = ({ q, state, sort, page }: PoolView): Record<string, string> => ({
	...(q !== "" && { q }),
	...(state !== null && { state }),
	...(sort !== "number" && { sort }),
	...(page > 1 && { page: String(page) }),
});

/** The URL of a view, relative to the group's page. */
export const poolHref = (view: PoolView, more: Record<string, string> = {}): string =>
	`?${new URLSearchParams({ ...viewParams(view), ...more })}`;

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

/** The URL of a view, relative to the group's page, without default parameters. */
export function poolHref(view: PoolView, more: Record<string, string> = {}): string {
	const params = new URLSearchParams();
	if (view.q !== "") params.set("q", view.q);
	if (view.state !== null) params.set("state", view.state);
	if (view.sort !== "number") params.set("sort", view.sort);
	if (view.page > 1) params.set("page", String(view.page));
	for (const [name, value] of Object.entries(more)) params.set(name, value);
	return `?${params}`;
}

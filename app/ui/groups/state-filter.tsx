import { STATE_FILTERS } from "../../domain/groups/number-state.ts";
import { texts } from "../../texts/texts.ts";
import type { PoolView } from "./pool-view.ts";

const words = texts.pages.poolNumbers.state;

/** The choice of a state in the search of a pool (G15). */
export function StateFilterField({ view }: { view: PoolView }) {
	return (
		<select
			name="state"
			defaultValue={view.state ?? ""}
			aria-label={words.filter}
			className="input w-auto max-w-full"
		>
			<option value="">{words.any}</option>
			{STATE_FILTERS.map((state) => (
				<option key={state} value={state}>
					{words.names[state]}
				</option>
			))}
		</select>
	);
}

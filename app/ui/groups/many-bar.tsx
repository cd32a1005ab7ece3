import { POOL_ACTIONS } from "../../domain/groups/pool-change.ts";
import { texts } from "../../texts/texts.ts";
import { type PoolView, viewParams } from "./pool-view.ts";

const words = texts.pages.poolNumbers;

/** The form that the ticks of the rows belong to. */
export const MANY_FORM = "many";

/** The box that selects a row's number. */
export function Tick({ entry }: { entry: { id: string; number: string } }) {
	return (
		<input
			type="checkbox"
			form={MANY_FORM}
			name="pick"
			value={entry.id}
			aria-label={words.tick(entry)}
			className="checkbox"
		/>
	);
}

type Props = { groupId: string; view: PoolView; found: number };

/**
 * What can be done with the ticked numbers, or with all that the search found (G16). A plain GET
 * form: its page asks for a confirmation.
 */
export function ManyBar({ groupId, view, found }: Props) {
	const place = `/tools/click-to-call-in/${groupId}`;
	return (
		<form
			id={MANY_FORM}
			action={`${place}/numbers`}
			aria-label={words.bar.label}
			className="many-bar flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5"
		>
			{Object.entries(viewParams(view)).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<span className="figures flex items-center gap-2">
				<input type="checkbox" id="many-all" name="all" value="on" className="checkbox" />
				<label htmlFor="many-all">{words.bar.all({ count: found })}</label>
			</span>
			<span className="flex flex-wrap gap-1 max-sm:contents">
				{POOL_ACTIONS.map((action) => (
					<button
						key={action}
						type="submit"
						name="do"
						value={action}
						className="button button-quiet"
					>
						{words.bar.actions[action]}
						<span className="sr-only"> {words.bar.selected}</span>
					</button>
				))}
				<button type="submit" formAction={`${place}/pool.csv`} className="button button-quiet">
					{words.bar.export}
					<span className="sr-only"> {words.bar.selected}</span>
				</button>
			</span>
			<p className="text-muted text-sm max-sm:sr-only">{words.bar.hint}</p>
		</form>
	);
}

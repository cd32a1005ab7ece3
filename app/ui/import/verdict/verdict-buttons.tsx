import { texts } from "../../../texts/texts.ts";

const words = texts.pages.import;

/** What applying removes: numbers, those of them with live requests, and these requests. */
export type Removal = { numbers: number; live: number; requests: number };

/**
 * The buttons of a review: apply, or start again. Apply also sends `seen`: the versions that the
 * figures are based on (optimistic lock). `seen` is null if nothing can be applied. A button that
 * removes numbers says how many, and asks first where they have live requests (I10).
 */
export function VerdictButtons({
	seen,
	removal,
}: {
	seen: Record<string, string | number> | null;
	removal: Removal;
}) {
	const { numbers, live, requests } = removal;
	return (
		<div className="mt-3 flex flex-wrap items-end gap-3">
			{seen && (
				<form method="post">
					<input type="hidden" name="intent" value="apply" />
					{Object.entries(seen).map(([name, value]) => (
						<input key={name} type="hidden" name={name} value={value} />
					))}
					{live > 0 && (
						<div className="mb-3 flex items-start gap-2">
							<input
								type="checkbox"
								id="may-remove-live"
								name="mayRemoveLive"
								required
								className="checkbox mt-0.5"
							/>
							<label htmlFor="may-remove-live" className="figures font-medium">
								{words.mayRemoveLive({ numbers: live, requests })}
							</label>
						</div>
					)}
					<button
						type="submit"
						className={`button figures ${numbers > 0 ? "button-danger" : "button-primary"}`}
					>
						{numbers > 0 ? words.applyAndRemove({ numbers }) : words.apply}
					</button>
				</form>
			)}
			<form method="post">
				<input type="hidden" name="intent" value="discard" />
				<button type="submit" className="button">
					{words.startAgain}
				</button>
			</form>
		</div>
	);
}

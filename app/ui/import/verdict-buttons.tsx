import { texts } from "../../texts/texts.ts";

const words = texts.pages.import;

/**
 * The buttons of a review: apply, or start again. Apply also sends `seen`: the versions that the
 * figures are based on (optimistic lock). `seen` is null if nothing can be applied.
 */
export function VerdictButtons({ seen }: { seen: Record<string, string | number> | null }) {
	return (
		<div className="mt-3 flex flex-wrap items-center gap-3">
			{seen && (
				<form method="post">
					<input type="hidden" name="intent" value="apply" />
					{Object.entries(seen).map(([name, value]) => (
						<input key={name} type="hidden" name={name} value={value} />
					))}
					<button type="submit" className="button button-primary">
						{words.apply}
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

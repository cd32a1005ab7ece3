/**
 * The two ways on from a review: apply, or start again. `seen` is what the figures were worked out
 * for, and goes along with Apply; null where there is nothing to apply.
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
						Apply
					</button>
				</form>
			)}
			<form method="post">
				<input type="hidden" name="intent" value="discard" />
				<button type="submit" className="button">
					Start again
				</button>
			</form>
		</div>
	);
}

/** The format of a pool's file in four lines (I1). */
export function PoolFileFormat() {
	return (
		<section aria-labelledby="format-heading" className="mt-8">
			<h2 id="format-heading">The file</h2>
			<ul className="mt-2 list-disc space-y-1 pl-5">
				<li>
					One number a line, then a comma, then its description:{" "}
					<code className="font-mono text-sm">+18005555554,Claims</code>
				</li>
				<li>
					Numbers in E.164: plus sign, country calling code and number, digits only. The plus sign
					may be missing.
				</li>
				<li>
					Descriptions have up to 32 characters and may be empty; the comma stays. Put “quotes”
					around one that has a comma in it.
				</li>
				<li>
					A first line that names the columns is passed over. Save it as CSV (UTF-8), separated by
					commas.
				</li>
			</ul>
			<p className="mt-3">
				<a href="/dnis-pool-sample.csv" download className="link">
					Download a sample file
				</a>
			</p>
		</section>
	);
}

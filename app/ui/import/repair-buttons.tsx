import { wordsOfRepair } from "../../domain/import/import-messages.ts";
import type { Repair } from "../../domain/import/import-repairs.ts";

/** Corrections that serve many rows, each with how many and what it makes of three (I3). */
export function ImportRepairs({ repairs }: { repairs: Repair[] }) {
	if (repairs.length === 0) return null;
	return (
		<section aria-labelledby="repairs-heading" className="panel">
			<h2 id="repairs-heading" className="px-4 py-3">
				Repairs for many rows
			</h2>
			<ul className="divide-y divide-line border-line border-t">
				{repairs.map((repair) => (
					<li
						key={repair.kind}
						className="grid items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[15rem_minmax(0,1fr)]"
					>
						<form method="post">
							<input type="hidden" name="intent" value="repair" />
							<button
								type="submit"
								name="kind"
								value={repair.kind}
								className="button w-full whitespace-normal"
							>
								{wordsOfRepair(repair).label}
							</button>
						</form>
						<div>
							<p>{wordsOfRepair(repair).explains}</p>
							<ul className="figures mt-1 text-muted text-sm">
								{repair.examples.map(({ line, before, after }) => (
									<li key={line} className="[overflow-wrap:anywhere]">
										Line {line}:{" "}
										<code className="whitespace-pre-wrap font-mono">{brief(before)}</code>{" "}
										{after === null ? (
											"is left out"
										) : (
											<>
												→ <code className="whitespace-pre-wrap font-mono">{brief(after)}</code>
											</>
										)}
									</li>
								))}
							</ul>
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

const BRIEF = 80;
const brief = (text: string): string =>
	text.length > BRIEF ? `${[...text].slice(0, BRIEF).join("")}…` : text;

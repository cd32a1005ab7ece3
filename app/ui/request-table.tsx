import { formatForReading } from "../domain/phone-number.ts";
import type { RequestState } from "../domain/request-state.ts";
import { Time } from "./time.tsx";

type Request = {
	id: string;
	state: RequestState;
	createdAt: Date;
	fromNumber: string | null;
	toNumber: string;
	groupName: string;
	expiresAt: Date;
	matchedAt: Date | null;
};

/** Requests as rows (K1). Codes are never in lists (K3). */
export function RequestTable({ requests, showsPrivate, zone }: { requests: Request[]; showsPrivate: boolean; zone: string }) {
	const columns = ["State", "Created", ...(showsPrivate ? ["ANI"] : []), "DNIS", "Group", "Expires", "Matched", "ID"];
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
		<section className="relative overflow-x-auto" tabIndex={0} aria-label="Table of requests">
			<table className="figures w-full whitespace-nowrap text-left">
				<thead className="border-line border-b bg-sunken text-muted text-sm">
					<tr>
						{columns.map((column) => (
							<th key={column} scope="col" className="px-3 py-2 font-medium">
								{column}
							</th>
						))}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{requests.map((request) => (
						<tr key={request.id} className="hover:bg-sunken">
							<td className={`px-3 py-1.5 ${request.state === "Active" ? "font-semibold text-good" : ""}`}>{request.state}</td>
							<td className="px-3 py-1.5">
								<Time at={request.createdAt} zone={zone} />
							</td>
							{showsPrivate && <td className="px-3 py-1.5">{request.fromNumber === null ? "" : formatForReading(request.fromNumber)}</td>}
							<td className="px-3 py-1.5">{formatForReading(request.toNumber)}</td>
							<td className="max-w-64 truncate px-3 py-1.5" title={request.groupName}>
								{request.groupName}
							</td>
							<td className="px-3 py-1.5">
								<Time at={request.expiresAt} zone={zone} />
							</td>
							<td className="px-3 py-1.5">{request.matchedAt && <Time at={request.matchedAt} zone={zone} />}</td>
							<td className="px-3 py-1.5">
								<code className="select-all font-mono text-muted text-sm">{request.id}</code>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

import type { Group } from "../../domain/groups/group.ts";

import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";

const words = texts.pages.groups.table;

/** The groups with their sizes and settings. Each links to its page. */
export function GroupTable({ groups }: { groups: Group[] }) {
	return (
		<div className="relative overflow-x-auto">
			<table className="w-full text-left">
				<thead className="border-line border-b bg-sunken text-muted text-sm">
					<tr>
						<Heading>{words.group}</Heading>
						<Heading right>{words.numbers}</Heading>
						<Heading wide>{words.accessCode}</Heading>
						<Heading wide right>
							{words.expiry}
						</Heading>
						<Heading wide>{words.dnis}</Heading>
					</tr>
				</thead>
				<tbody className="figures divide-y divide-line">
					{groups.map((group) => (
						<GroupRow key={group.id} group={group} />
					))}
				</tbody>
			</table>
		</div>
	);
}

function GroupRow({ group: { id, name, poolSize, settings } }: { group: Group }) {
	const digits = settings.generateAccessCode ? settings.accessCodeLength : null;
	const code = digits === null ? words.noCode : words.codeDigits({ digits });
	const seconds = settings.expirySeconds;
	const expiry = words.expirySeconds({ seconds });
	const isUnique = settings.uniqueDnis;
	const sharing = isUnique ? words.unique : words.shared;
	return (
		<tr className="hover:bg-sunken">
			<th scope="row" className="min-w-48 px-4 py-2 font-medium [overflow-wrap:anywhere]">
				<a href={`/tools/click-to-call-in/${id}`} className="link">
					{name}
				</a>
				{/* On a narrow page, the values of the hidden columns. */}
				<span className="block font-normal text-muted text-sm sm:hidden">
					{words.summary({ digits, seconds, isUnique })}
				</span>
			</th>
			<td className="px-4 py-2 text-right">{figure(poolSize)}</td>
			<td className="hidden whitespace-nowrap px-4 py-2 sm:table-cell">{code}</td>
			<td className="hidden whitespace-nowrap px-4 py-2 text-right sm:table-cell">{expiry}</td>
			<td className="hidden whitespace-nowrap px-4 py-2 sm:table-cell">{sharing}</td>
		</tr>
	);
}

function Heading({
	children,
	right = false,
	wide = false,
}: {
	children: string;
	right?: boolean;
	wide?: boolean;
}) {
	return (
		<th
			scope="col"
			className={[
				"whitespace-nowrap px-4 py-2 font-medium",
				right ? "text-right" : "",
				wide ? "hidden sm:table-cell" : "",
			].join(" ")}
		>
			{children}
		</th>
	);
}

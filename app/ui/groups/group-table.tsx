import type { ListedGroup } from "../../domain/traffic/group-risks.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";

const words = texts.pages.groups.table;
const { state: stateWords } = texts.pages.poolNumbers;

/** The groups with their sizes, use and settings. Each links to its page. */
export function GroupTable({ groups }: { groups: ListedGroup[] }) {
	return (
		<div className="relative overflow-x-auto">
			<table className="w-full text-left">
				<thead className="border-line border-b bg-sunken text-muted text-sm">
					<tr>
						<Heading>{words.group}</Heading>
						<Heading right>{words.numbers}</Heading>
						<Heading right wide>
							{words.inUse}
						</Heading>
						<Heading right wide>
							{words.live}
						</Heading>
						<Heading right wide>
							{words.refused}
						</Heading>
						<Heading wide>{words.settings}</Heading>
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

function GroupRow({ group }: { group: ListedGroup }) {
	const { id, name, poolSize, drainingSize, settings, numbersInUse, live, refused, risks } = group;
	const summary = words.summary({
		digits: settings.generateAccessCode ? settings.accessCodeLength : null,
		seconds: settings.expirySeconds,
		isUnique: settings.uniqueDnis,
	});
	return (
		<tr className="hover:bg-sunken">
			<th scope="row" className="min-w-56 px-4 py-2 font-medium [overflow-wrap:anywhere]">
				<a href={`/tools/click-to-call-in/${id}`} className="link">
					{name}
				</a>
				{/* On a narrow page, the values of the hidden columns. */}
				<span className="block font-normal text-muted text-sm sm:hidden">
					{words.use({ inUse: numbersInUse, live, refused })}
				</span>
				<span className="block font-normal text-muted text-sm sm:hidden">{summary}</span>
				{risks.length > 0 && (
					<span className="mt-0.5 flex flex-wrap gap-1 font-normal">
						{risks.map((risk) => (
							<span key={risk} className="tag">
								{words.risks[risk]}
							</span>
						))}
					</span>
				)}
			</th>
			<td className="px-4 py-2 text-right">
				{figure(poolSize)}
				{drainingSize > 0 && (
					<span className="block whitespace-nowrap text-muted text-sm">
						{stateWords.pool({ draining: drainingSize })}
					</span>
				)}
			</td>
			<td className={COUNT}>{figure(numbersInUse)}</td>
			<td className={COUNT}>{figure(live)}</td>
			<td className={COUNT}>{figure(refused)}</td>
			<td className="hidden px-4 py-2 sm:table-cell">{summary}</td>
		</tr>
	);
}

const COUNT = "hidden px-4 py-2 text-right sm:table-cell";

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

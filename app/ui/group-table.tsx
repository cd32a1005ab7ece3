import type { Group } from "../domain/group.ts";

/** The groups with their sizes and settings, each leading to its page. */
export function GroupTable({ groups }: { groups: Group[] }) {
	return (
		<div className="overflow-x-auto">
			<table className="w-full text-left">
				<thead className="border-line border-b bg-sunken text-muted text-sm">
					<tr>
						<Heading>Group</Heading>
						<Heading right>Numbers</Heading>
						<Heading>Access code</Heading>
						<Heading right>Expiry</Heading>
						<Heading>DNIS</Heading>
					</tr>
				</thead>
				<tbody className="figures divide-y divide-line">
					{groups.map(({ id, name, poolSize, settings }) => (
						<tr key={id} className="hover:bg-sunken">
							<th scope="row" className="min-w-48 px-4 py-2 font-medium [overflow-wrap:anywhere]">
								<a href={`/tools/click-to-call-in/${id}`} className="link">
									{name}
								</a>
							</th>
							<td className="px-4 py-2 text-right">{poolSize.toLocaleString("en-US")}</td>
							<td className="whitespace-nowrap px-4 py-2">
								{settings.generateAccessCode ? `${settings.accessCodeLength} digits` : "None"}
							</td>
							<td className="whitespace-nowrap px-4 py-2 text-right">{settings.expirySeconds.toLocaleString("en-US")} s</td>
							<td className="whitespace-nowrap px-4 py-2">{settings.uniqueDnis ? "Unique" : "Shared by callers"}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function Heading({ children, right = false }: { children: string; right?: boolean }) {
	return (
		<th scope="col" className={`whitespace-nowrap px-4 py-2 font-medium ${right ? "text-right" : ""}`}>
			{children}
		</th>
	);
}

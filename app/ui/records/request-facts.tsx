import type { InState, RequestDetails } from "../../domain/records/record.ts";
import { Fact, Facts } from "../fact.tsx";
import { PhoneNumber } from "../grouped-number.tsx";
import { Time } from "../time.tsx";

/** All that is kept of a request but its user data (K3). */
export function RequestFacts({
	request,
	showsPrivate,
	zone,
}: {
	request: InState<RequestDetails>;
	showsPrivate: boolean;
	zone: string;
}) {
	const { state, isLive, groupName } = request;
	const time = (at: Date | null) => (at ? <Time at={at} zone={zone} /> : "No");
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				Facts
			</h2>
			<Facts>
				<Fact name="ID">
					<Code>{request.id}</Code>
				</Fact>
				<Fact name="State">
					<span className={state === "Active" ? "font-semibold text-good" : ""}>{state}</span>
					{isLive && state !== "Active" && ", and live until it expires"}
				</Fact>
				<Fact name="DNIS">
					<PhoneNumber number={request.toNumber} />
				</Fact>
				{showsPrivate && (
					<Fact name="ANI">
						{request.fromNumber ? <PhoneNumber number={request.fromNumber} /> : "Not given"}
					</Fact>
				)}
				<Fact name="Access code">
					<AccessCode request={request} showsPrivate={showsPrivate} />
				</Fact>
				<Fact name="Group">
					{request.hasGroup ? (
						<a href={`/tools/click-to-call-in/${request.groupId}`} className="link">
							{groupName}
						</a>
					) : (
						`${groupName} (deleted)`
					)}
				</Fact>
				<Fact name="Created">{time(request.createdAt)}</Fact>
				<Fact name={isLive ? "Expires" : "Expiry"}>{time(request.expiresAt)}</Fact>
				<Fact name="Matched">{time(request.matchedAt)}</Fact>
				{request.endedAt && <Fact name="Ended early">{time(request.endedAt)}</Fact>}
				<Fact name="callbackServiceId">
					{request.callbackServiceId ? <Code>{request.callbackServiceId}</Code> : "Not given"}
				</Fact>
				<Fact name="API key">{request.apiKeyName ?? "Not kept"}</Fact>
				<Fact name="Correlation ID">
					<Code>{request.corrId}</Code>
				</Fact>
			</Facts>
		</section>
	);
}

type Shown = { request: RequestDetails; showsPrivate: boolean };

function AccessCode({ request, showsPrivate }: Shown) {
	if (!request.hasAccessCode) return <>None</>;
	if (!showsPrivate) return <>Hidden for your role</>;
	if (request.accessCode === null) return <>Not shown any more: the request has ended</>;
	return <Code>{request.accessCode}</Code>;
}

const Code = ({ children }: { children: string }) => (
	<code className="select-all font-mono">{children}</code>
);

type UserData = Pick<RequestDetails, "userData" | "hasUserData"> & { showsPrivate: boolean };

/** What the app sent along with the request, as JSON (K3). */
export function RequestUserData({ userData, hasUserData, showsPrivate }: UserData) {
	return (
		<section className="panel" aria-labelledby="user-data">
			<h2 id="user-data" className="border-line border-b px-4 py-2">
				User data
			</h2>
			{userData === null ? (
				<p className="px-4 py-2 text-muted">
					{hasUserData && !showsPrivate ? "Hidden for your role" : "None"}
				</p>
			) : (
				<pre className="whitespace-pre-wrap px-4 py-2 font-mono text-sm [overflow-wrap:anywhere]">
					{pretty(userData)}
				</pre>
			)}
		</section>
	);
}

/** JSON with a line for each value; as it is where it is none. */
function pretty(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json), null, 2);
	} catch {
		return json;
	}
}

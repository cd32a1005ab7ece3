import { choicesOf } from "../../domain/groups/setting-choices.ts";
import type { InState, RequestDetails } from "../../domain/records/record.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { PhoneNumber } from "../grouped-number.tsx";
import { ValueLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.record.request;
const { columns, states } = texts.pages.records;
const { notGiven } = texts.pages.shared;

/** A request without its user data (K3). */
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
	const time = (at: Date | null) => (at ? <Time at={at} zone={zone} /> : words.notMatched);
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				{words.facts}
			</h2>
			<Facts>
				<Fact name={words.id}>
					<Code>{request.id}</Code>
				</Fact>
				<Fact name={words.state}>
					{state === "Active" ? (
						<span className="font-semibold text-good">{states.Active}</span>
					) : isLive ? (
						words.stillLive({ state: states[state] })
					) : (
						states[state]
					)}
				</Fact>
				<Fact name={columns.dnis}>
					<PhoneNumber
						number={request.toNumber}
						href={`/call-in?dnis=${encodeURIComponent(request.toNumber)}`}
					/>
				</Fact>
				{showsPrivate && (
					<Fact name={columns.ani}>
						{request.fromNumber ? (
							<PhoneNumber
								number={request.fromNumber}
								href={`/call-in?ani=${encodeURIComponent(request.fromNumber)}`}
							/>
						) : (
							notGiven
						)}
					</Fact>
				)}
				<Fact name={words.accessCode}>
					<AccessCode request={request} showsPrivate={showsPrivate} />
				</Fact>
				{!request.hasAccessCode && (
					<Fact name={words.callerId}>
						{choicesOf("callerId")[request.callerId]?.label ?? request.callerId}
					</Fact>
				)}
				<Fact name={columns.group}>
					{request.hasGroup ? (
						<a href={`/tools/click-to-call-in/${request.groupId}`} className="link">
							{groupName}
						</a>
					) : (
						words.groupDeleted({ name: groupName })
					)}
					{" · "}
					<a href={`/call-in?group=${encodeURIComponent(groupName)}`} className="way">
						{words.itsRequests}
					</a>
				</Fact>
				<Fact name={columns.created}>{time(request.createdAt)}</Fact>
				<Fact name={isLive ? columns.expires : words.expiry}>{time(request.expiresAt)}</Fact>
				{request.firstExpiresAt && (
					<Fact name={words.firstExpiry}>{time(request.firstExpiresAt)}</Fact>
				)}
				<Fact name={columns.matched}>{time(request.matchedAt)}</Fact>
				{request.endedAt && <Fact name={words.endedEarly}>{time(request.endedAt)}</Fact>}
				<Fact name={words.callbackServiceId}>
					{request.callbackServiceId ? (
						<ValueLink path="/call-in" field="id" value={request.callbackServiceId}>
							<Code>{request.callbackServiceId}</Code>
						</ValueLink>
					) : (
						notGiven
					)}
				</Fact>
				<Fact name={columns.apiKey}>{request.apiKeyName ?? words.keyNotKept}</Fact>
				<Fact name={words.correlationId}>
					<Code>{request.corrId}</Code>
				</Fact>
			</Facts>
		</section>
	);
}

type Shown = { request: RequestDetails; showsPrivate: boolean };

function AccessCode({ request, showsPrivate }: Shown) {
	if (!request.hasAccessCode) return <>{words.noCode}</>;
	if (!showsPrivate) return <>{words.codeHidden}</>;
	if (request.accessCode === null) return <>{words.codeGone}</>;
	return <Code>{request.accessCode}</Code>;
}

const Code = ({ children }: { children: string }) => (
	<code className="select-all font-mono">{children}</code>
);

type UserData = Pick<RequestDetails, "userData" | "hasUserData"> & { showsPrivate: boolean };

/** The data that the app sent with the request, as JSON (K3). */
export function RequestUserData({ userData, hasUserData, showsPrivate }: UserData) {
	return (
		<section className="panel" aria-labelledby="user-data">
			<h2 id="user-data" className="border-line border-b px-4 py-2">
				{words.userData}
			</h2>
			{userData === null ? (
				<p className="px-4 py-2 text-muted">
					{hasUserData && !showsPrivate ? words.codeHidden : words.noUserData}
				</p>
			) : (
				<pre className="whitespace-pre-wrap px-4 py-2 font-mono text-sm [overflow-wrap:anywhere]">
					{pretty(userData)}
				</pre>
			)}
		</section>
	);
}

/** Indented JSON. Text that is not JSON stays unchanged. */
function pretty(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json), null, 2);
	} catch {
		return json;
	}
}

import { GIVEN_COUNTED_MAX, type NumberState } from "../../domain/groups/number-state.ts";
import type { Drain } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.poolNumbers.state;

type Props = {
	drain: Drain | null;
	state: NumberState | undefined;
	zone: string;
	/** The role sees requests: the state links to the live one. */
	showsRequests: boolean;
};

/** What a number is doing (G15): its state, and below it when and how often it was given. */
export function NumberStateCell({ drain, state, zone, showsRequests }: Props) {
	return (
		<>
			{drain && <span className="tag mr-2">{words.draining[drain]}</span>}
			<StateNow {...{ state, zone, showsRequests }} />
			<span className="figures block text-muted text-sm">
				{state?.lastUsedAt ? (
					<>
						<Sentence of={words.lastUsed({ time: <Time at={state.lastUsedAt} zone={zone} /> })} />
						{" · "}
						{words.given({ count: state.givenLastDay, max: GIVEN_COUNTED_MAX })}
					</>
				) : (
					words.neverUsed
				)}
			</span>
		</>
	);
}

function StateNow({ state, zone, showsRequests }: Omit<Props, "drain">) {
	if (state?.inUseUntil) {
		const time = <Time at={state.inUseUntil} zone={zone} />;
		return (
			<>
				<Sentence of={words.inUseUntil({ time, count: state.liveRequests })} />{" "}
				{showsRequests && state.requestId && (
					<a href={`/call-in/${state.requestId}`} className="link">
						{words.request}
					</a>
				)}
			</>
		);
	}
	if (state?.lateUntil)
		return <Sentence of={words.lateUntil({ time: <Time at={state.lateUntil} zone={zone} /> })} />;
	return <>{words.names.free}</>;
}

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
	/** A time of this day has no date. */
	now: Date;
	/** The role sees requests: the state links to the live one. */
	showsRequests: boolean;
};

/** What a number is doing (G15): its state, then when and how often it was given. */
export function NumberStateCell({ drain, state, zone, now, showsRequests }: Props) {
	return (
		<span className="number-state">
			<span className={`state-${state?.state ?? "free"}`}>
				<StateNow {...{ state, zone, now, showsRequests }} />
			</span>
			{drain && <span className="tag">{words.draining[drain]}</span>}
			<span className="figures text-muted text-sm">
				{state?.lastUsedAt ? (
					<>
						<Sentence
							of={words.lastUsed({
								time: <Time at={state.lastUsedAt} zone={zone} beside={now} />,
							})}
						/>
						{" · "}
						<span className="whitespace-nowrap">
							{words.given({ count: state.givenLastDay, max: GIVEN_COUNTED_MAX })}
						</span>
					</>
				) : (
					words.neverUsed
				)}
			</span>
		</span>
	);
}

function StateNow({ state, zone, now, showsRequests }: Omit<Props, "drain">) {
	if (state?.inUseUntil) {
		const time = <Time at={state.inUseUntil} zone={zone} beside={now} />;
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
		return (
			<Sentence
				of={words.lateUntil({ time: <Time at={state.lateUntil} zone={zone} beside={now} /> })}
			/>
		);
	return <>{words.names.free}</>;
}

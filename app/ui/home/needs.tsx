import type { ReactNode } from "react";
import type { ListedGroup } from "../../domain/traffic/group-risks.ts";
import type { Home, OpenReview, TroubledConnection } from "../../operations/home/read-home.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.home.needs;

const GroupLink = ({ id, name }: { id: string; name: string }) => (
	<a href={`/tools/click-to-call-in/${id}`} className="link">
		{name}
	</a>
);

type Props = { home: Home; liftsLocks: boolean; zone: string };

/** All that waits for a person, the most pressing first (G17). */
export function Needs(props: Props) {
	const items = itemsOf(props);
	return (
		<section aria-labelledby="needs-heading" className="panel">
			<div className={PANEL_HEAD}>
				<h2 id="needs-heading">{words.heading}</h2>
			</div>
			{items.length === 0 ? (
				<p className="px-4 py-3 text-muted">{words.nothing}</p>
			) : (
				<ul className="figures divide-y divide-line">
					{items.map(({ key, shown }) => (
						<li key={key} className="px-4 py-2.5 [overflow-wrap:anywhere]">
							{shown}
						</li>
					))}
				</ul>
			)}
		</section>
	);
}

type Item = { key: string; shown: ReactNode };

const itemsOf = ({ home, liftsLocks, zone }: Props): Item[] => [
	...groupItems(home),
	...guessItems(home, liftsLocks),
	...(home.connections ?? []).map(connectionItem),
	...(home.openReviews ?? []).map((review) => reviewItem(review, zone)),
];

const groupItems = ({ groups }: Home): Item[] =>
	groups
		.filter(({ risks, refused }) => risks.includes("exhausted") || refused > 0)
		.map((group) => ({ key: group.id, shown: <GroupNeed group={group} /> }));

function GroupNeed({ group }: { group: ListedGroup }) {
	const link = <GroupLink {...group} />;
	const { refused: count } = group;
	const isExhausted = group.risks.includes("exhausted");
	return (
		<>
			{isExhausted && <Sentence of={words.exhausted({ group: link })} />}{" "}
			{count > 0 && <Sentence of={words.refused({ group: isExhausted ? null : link, count })} />}
		</>
	);
}

function guessItems({ denseNumbers, guards, locks }: Home, liftsLocks: boolean): Item[] {
	const isGuarded = guards.number + guards.group > 0;
	const items: Item[] = denseNumbers.map(({ number, length, groups }) => ({
		key: `${number} ${length}`,
		shown: (
			<Sentence
				of={words.codes({
					number,
					groups: groups.map((group, index) => (
						<span key={group.id}>
							{index > 0 && ", "}
							<GroupLink {...group} />
						</span>
					)),
				})}
			/>
		),
	}));
	if (isGuarded || locks > 0)
		items.push({
			key: "guesses",
			shown: (
				<>
					{isGuarded && words.guards({ numbers: guards.number, groups: guards.group })}{" "}
					{locks > 0 && words.locks({ count: locks })}{" "}
					{liftsLocks && (
						<a href="/call-in/locks" className="link whitespace-nowrap">
							{words.toLocks}
						</a>
					)}
				</>
			),
		});
	return items;
}

const connectionItem = ({ id, name, trouble }: TroubledConnection): Item => {
	const link = (
		<a href={`/settings/phone-systems/${id}`} className="link">
			{name}
		</a>
	);
	const what = words.connections[trouble];
	return { key: id, shown: <Sentence of={words.connection({ connection: link, what })} /> };
};

function reviewItem({ id, group, fileName, createdBy, createdAt }: OpenReview, zone: string): Item {
	const at = `/tools/click-to-call-in${group === null ? "" : `/${group.id}`}/import/${id}`;
	const link = (
		<a href={at} className="link">
			{fileName}
		</a>
	);
	const shown = (
		<>
			<Sentence of={words.review({ review: link, where: group?.name ?? null })} />
			<span className="block text-muted text-sm">
				<Sentence
					of={words.uploaded({ by: createdBy, time: <Time at={createdAt} zone={zone} /> })}
				/>
			</span>
		</>
	);
	return { key: id, shown };
}

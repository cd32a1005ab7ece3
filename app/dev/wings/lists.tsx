import { Fact, Facts } from "../../ui/fact.tsx";
import { PhoneNumber } from "../../ui/grouped-number.tsx";
import { KeysetPages } from "../../ui/keyset-pages.tsx";
import { LiveNote } from "../../ui/live-note.tsx";
import { Pager } from "../../ui/pager.tsx";
import {
	ActionCell,
	Cell,
	NameCell,
	RecordTable,
	RequestLink,
	ValueLink,
} from "../../ui/record-table.tsx";
import { Time } from "../../ui/time.tsx";
import { RowCountForm } from "../../ui/view-form.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_TEXT, LONG_WORD, NOW, numberOf, ZONE } from "../kit/fixtures.ts";
import { viewOf } from "../kit/record-fixtures.ts";

const pager = (page: number, total: number) => (
	<Pager
		page={page}
		pageSize={50}
		total={total}
		label="Pages of the pool"
		href={(n) => `?page=${n}`}
	/>
);

const keyset = (hasPrevious: boolean, hasNext: boolean) => (
	<KeysetPages
		path="/call-in"
		label="Pages of requests"
		view={viewOf()}
		pager={{ hasPrevious, hasNext }}
		ends={[
			{ id: idOf(1), at: NOW },
			{ id: idOf(2), at: ago(60) },
		]}
	/>
);

const row = (name: string, index: number) => (
	<tr key={index}>
		<Cell of={null}>
			<Time at={ago(index * 60)} zone={ZONE} />
		</Cell>
		<NameCell of="Group" name={name} />
		<Cell of="Attempts" className="text-right">
			{index.toLocaleString("en-US")}
		</Cell>
		<Cell of="ID">
			<RequestLink id={idOf(index)} />
		</Cell>
		<ActionCell>
			<button type="button" className="button button-quiet">
				Lift
			</button>
		</ActionCell>
	</tr>
);

const table = (names: string[]) => (
	<RecordTable label="Example" columns={COLUMNS}>
		{names.map(row)}
	</RecordTable>
);

const COLUMNS = [
	{ name: "Created", direction: "descending" as const, href: "?sort=created" },
	...["Group", "Attempts", "ID", "Action"],
];

const facts = (
	<Facts>
		<Fact name="Group">auto_insurance</Fact>
		<Fact name="A fact with a rather long name">{LONG_TEXT}</Fact>
		<Fact name="Word">{LONG_WORD}</Fact>
	</Facts>
);

/** Tables, lists of facts, times and pagers. */
export const lists: Wing = {
	path: "lists",
	title: "Tables, pages and times",
	components: [
		show(RecordTable, {
			empty: table([]),
			"three rows": table(["auto_insurance", LONG_WORD, "renewals"]),
		}),
		show(ActionCell, { "in a row": table(["auto_insurance"]) }),
		show(Cell, { "in a row": table(["auto_insurance"]) }),
		show(ValueLink, {
			"in a sentence": (
				<p>
					<ValueLink path="/call-in" field="group" value="auto_insurance" />
				</p>
			),
		}),
		show(NameCell, { "cut, whole in its title": table([LONG_WORD]) }),
		show(RequestLink, { plain: <RequestLink id={idOf(7)} /> }),
		show(Pager, {
			"one page, so nothing": pager(1, 50),
			"first of two": pager(1, 51),
			"in the middle of 10,000": pager(100, 10_000),
			"last of 10,000": pager(200, 10_000),
			"past the end": pager(9, 120),
			"of a size that the reader chooses": (
				<Pager page={2} total={10_000} label="Pages of the pool" href={(n) => `?page=${n}`} />
			),
		}),
		show(KeysetPages, {
			"first page": keyset(false, true),
			"in the middle": keyset(true, true),
			"last page": keyset(true, false),
		}),
		show(RowCountForm, { plain: <RowCountForm /> }),
		show(Facts, { wide: facts, narrow: <div className="max-w-sm">{facts}</div> }),
		show(Fact, {
			one: (
				<Facts>
					<Fact name="State">Active</Fact>
				</Facts>
			),
		}),
		show(PhoneNumber, {
			US: <PhoneNumber number={numberOf(1)} />,
			German: <PhoneNumber number="+493012345678" />,
		}),
		show(Time, {
			plain: <Time at={NOW} zone={ZONE} />,
			"beside another on the same day": <Time at={NOW} zone={ZONE} beside={ago(60)} />,
			"beside another on another day": <Time at={NOW} zone={ZONE} beside={ago(100_000)} />,
			"a day": <Time at={NOW} zone={ZONE} isDay />,
			"an hour ago": <Time at={ago(3600)} zone={ZONE} now={NOW} />,
			"longer ago than a week": <Time at={ago(1_000_000)} zone={ZONE} now={NOW} />,
		}),
		show(LiveNote, { plain: <LiveNote now={NOW} zone={ZONE} /> }),
	],
};

import { type messages, type PGlite, parse, protocol, types } from "@electric-sql/pglite";

const { serialize } = protocol;

/** More texts than the product has of one shape; searches of records compose further ones. */
const STATEMENTS_MAX = 200;
/**
 * Milliseconds for which a plan is used. A plan made for small tables would otherwise stay while
 * they grow: the embedded database has no autovacuum, whose `analyze` drops plans on a server.
 */
const PLANS_MS = 10_000;

/** Times stay text, like a server's. */
const TIMES = new Set<number>([types.DATE, types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL]);

type Messages = Awaited<ReturnType<PGlite["execProtocolStream"]>>;
/** A column of the rows. Without `read`, its values are text. */
type Column = {
	name: string;
	type: number;
	read: ((text: string, type: number) => unknown) | undefined;
};
type Prepared = { name: string; parameters: number[]; columns: Column[] };

/**
 * Named prepared statements on PGlite, whose own queries parse and plan each time, in six round
 * trips. A statement is prepared at its first use, and then takes two. Whoever runs statements
 * holds the engine's transaction, or `PGlite._runExclusiveTransaction`.
 */
export class EmbeddedStatements {
	/** By text, the longest unused first. */
	readonly #prepared = new Map<string, Prepared>();
	#names = 0;
	#plannedAt = performance.now();

	constructor(readonly client: PGlite) {}

	/** Runs one statement and returns its rows. Throws Postgres's error, with its `code`. */
	run<Row>(text: string, params: readonly unknown[]): Promise<Row[]> {
		return this.client.runExclusive(async () => {
			// `discard plans` takes a snapshot, and after one no isolation level can be set.
			if (!text.startsWith("set transaction")) await this.#dropOldPlans();
			const { name, parameters, columns } = await this.#prepare(text);
			const values = params.map((param, index) => this.#write(param, parameters[index]));
			const answer = await this.#send(
				serialize.bind({ statement: name, values }),
				serialize.execute(),
			);
			return rowsIn(answer, columns) as Row[];
		});
	}

	async #prepare(text: string): Promise<Prepared> {
		const known = this.#prepared.get(text);
		if (known) {
			this.#prepared.delete(text);
			this.#prepared.set(text, known);
			return known;
		}
		this.#names += 1;
		const name = `call_in_${this.#names}`;
		const described = await this.#send(
			serialize.parse({ name, text }),
			serialize.describe({ type: "S", name }),
		);
		const parameters = parse.parseDescribeStatementResults(described);
		const made = { name, parameters, columns: this.#columnsIn(described) };
		this.#prepared.set(text, made);
		const [oldest] = this.#prepared;
		if (oldest && this.#prepared.size > STATEMENTS_MAX) {
			this.#prepared.delete(oldest[0]);
			await this.#send(serialize.close({ type: "S", name: oldest[1].name }));
		}
		return made;
	}

	#columnsIn(described: Messages): Column[] {
		const description = described.find(isRowDescription);
		return (description?.fields ?? []).map(({ name, dataTypeID: type }) => ({
			...{ name, type },
			read: TIMES.has(type) ? undefined : this.client.parsers[type],
		}));
	}

	async #dropOldPlans(): Promise<void> {
		const now = performance.now();
		if (now - this.#plannedAt < PLANS_MS) return;
		this.#plannedAt = now;
		await this.#exchange(serialize.query("discard plans"));
	}

	#write(param: unknown, type: number | undefined): string | null {
		if (param === null || param === undefined) return null;
		const write = type === undefined ? undefined : this.client.serializers[type];
		return write ? write(param) : String(param);
	}

	/**
	 * The sync goes alone, because it commits. An engine that a full disk ends says why only for the
	 * last message of a round trip. After an error, it skips what is left before the sync.
	 */
	async #send(...messages: Uint8Array[]): Promise<Messages> {
		try {
			return await this.#exchange(Buffer.concat(messages));
		} finally {
			await this.#exchange(serialize.sync());
		}
	}

	#exchange(messages: Uint8Array): Promise<Messages> {
		return this.client.execProtocolStream(messages, { syncToFs: false });
	}
}

type Message = Messages[number];
const isRowDescription = (message: Message): message is messages.RowDescriptionMessage =>
	message.name === "rowDescription";
const isDataRow = (message: Message): message is messages.DataRowMessage =>
	message.name === "dataRow";

/** PGlite's own reading of rows is a twentieth of the time of a create: this takes a fraction. */
function rowsIn(answer: Messages, columns: Column[]): Record<string, unknown>[] {
	return answer.filter(isDataRow).map(({ fields }) => {
		const row: Record<string, unknown> = {};
		columns.forEach(({ name, type, read }, index) => {
			const value = fields[index] ?? null;
			row[name] = value === null || read === undefined ? value : read(value, type);
		});
		return row;
	});
}

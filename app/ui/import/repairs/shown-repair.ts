import type { RepairKind } from "../../../domain/import/repair-kinds.ts";
import type { Example } from "./repair-examples.tsx";

/** A repair to offer, or one already made, with its words. */
export type ShownRepair = {
	kind: RepairKind;
	rows: number;
	examples: Example[];
	label: string;
	explains: string;
	made: string;
};

/**
 * The ANI of a call or a request in comparable form (N2, N3). `fromNumber` is the key of its first
 * reading: all writings of one subscriber have one key. `fromReadings` are the keys of all
 * readings, the first included; absent if there is only one.
 */
export type Ani = {
	fromNumber: string | null;
	fromReadings?: readonly string[] | null | undefined;
};

/** Whether one caller's number *is* the other's: the first readings are equal (N2). */
export const isSameCaller = (one: Ani, other: Ani): boolean =>
	one.fromNumber !== null && one.fromNumber === other.fromNumber;

/** Whether one caller's number *may be* the other's: any two readings are equal (N2). */
export const mayBeSameCaller = (one: Ani, other: Ani): boolean => {
	const others = readingsOf(other);
	return readingsOf(one).some((reading) => others.includes(reading));
};

function readingsOf({ fromNumber, fromReadings }: Ani): readonly string[] {
	if (fromNumber === null) return [];
	return fromReadings ?? [fromNumber];
}

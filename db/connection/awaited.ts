/**
 * A thenable statement, like the driver's own: it is sent when it is awaited, because the form of
 * the rows is chosen between the call and the await.
 */
export function awaited<Answer>(send: (isRaw: boolean) => Promise<Answer>) {
	return {
		// biome-ignore lint/suspicious/noThenProperty: it is awaited like the driver's own.
		then: <A, B>(resolve: (rows: Answer) => A, reject: (error: unknown) => B) =>
			send(false).then(resolve, reject),
		values: () => send(true),
	};
}

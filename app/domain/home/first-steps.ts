/** What a new installation needs before its first caller gets through (G17). */
export const FIRST_STEPS = ["group", "key", "request", "phone-system", "call"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Which of the steps are done. They tick themselves off. */
export type StepsDone = Record<FirstStep, boolean>;

/**
 * Whether the list has served: a call came through to its request. A connection is one way for a
 * call to come in, a key of the phone system another, so it is never waited for.
 */
export const areFirstStepsOver = ({ group, key, request, call }: StepsDone): boolean =>
	group && key && request && call;

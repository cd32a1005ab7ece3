import { z } from "zod";
import { GROUP_NAME_MAX } from "../../domain/groups/group.ts";
import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
} from "../../domain/groups/group-settings.ts";
import type { CallInRequest, StoredCallInRequest } from "../../domain/requests/call-in.ts";
import { REQUEST_STATES, requestState } from "../../domain/requests/request-state.ts";
import { TEST_WAIT_SECONDS } from "../../domain/requests/test-groups.ts";
import type { Service } from "../../platform/service.ts";

const answeredNumber = z.string().regex(/^\+[1-9][0-9]{0,14}$/);

/** The fields common to all answers about a request (C1). */
export const REQUEST_FIELDS = {
	id: z.guid().meta({ description: "The request's ID, a UUID." }),
	toPhoneNumber: answeredNumber.meta({
		description: "The number to dial (DNIS), E.164 with `+`: at most 16 characters.",
		maxLength: 16,
	}),
	groupName: z.string().meta({
		description: "The group's name as it was when the request was made.",
		minLength: 1,
		maxLength: GROUP_NAME_MAX,
	}),
	expirationTime: z
		.int()
		.positive()
		.meta({
			description:
				"When the request expires, in milliseconds since 1970-01-01T00:00:00Z, by the " +
				"database's clock.",
			"x-unit": "milliseconds since 1970",
		}),
	fromPhoneNumber: answeredNumber.optional().meta({
		description:
			"The number that the customer calls from (ANI), E.164 with `+`; absent if none was given.",
		maxLength: 16,
	}),
	callbackServiceId: z.guid().optional().meta({
		description: "The callback that this call-in completes, a UUID; absent if none was given.",
	}),
	isTest: z.literal(true).optional().meta({
		description: "`true` for a request of a test key; absent for any other.",
	}),
};

/** The mark of test requests (C17). */
export const testMark = ({ isTest }: Pick<Service, "isTest">): true | undefined =>
	isTest || undefined;

/** The longest wait to tell; undefined for live groups. In test groups the wait is invented. */
export const waitSecondsMax = ({ isTest }: Pick<Service, "isTest">): number | undefined =>
	isTest ? TEST_WAIT_SECONDS : undefined;

/** User data in an answer: an object. */
export const userDataField = z
	.record(z.string(), z.unknown())
	.optional()
	.meta({
		description:
			"What the client sent as `userData`, as an object; without keys that are not JavaScript " +
			"identifiers. Absent if there is none.",
	});

/** `data` of a create call (C1). */
export const callInRequestData = z.object({
	...REQUEST_FIELDS,
	accessCode: z
		.int()
		.min(10 ** (ACCESS_CODE_LENGTH_MIN - 1))
		.max(10 ** ACCESS_CODE_LENGTH_MAX - 1)
		.optional()
		.meta({
			description:
				`What the caller enters: ${ACCESS_CODE_LENGTH_MIN} to ${ACCESS_CODE_LENGTH_MAX} digits, ` +
				"the first not 0. Absent in a group without access codes, and after the code of an " +
				"ended request is erased.",
			"x-unit": "digits",
		}),
});

/** `data` of a retrieve or cancel call (C8). */
export const storedRequestData = callInRequestData.extend({
	state: z.enum(REQUEST_STATES).meta({
		description:
			"`Active` until something happens, `Matched` once a call was matched to it, `Cancelled` " +
			"when it was ended early, `Expired` when its time ran out.",
	}),
});

/**
 * A request as clients read it. A code has at most 12 digits and never starts with 0, so a JSON
 * number represents it exactly (C1).
 */
export const describeRequest = (
	request: CallInRequest,
	service: Pick<Service, "isTest">,
): z.infer<typeof callInRequestData> => ({
	id: request.id,
	toPhoneNumber: request.toPhoneNumber,
	groupName: request.groupName,
	expirationTime: request.expirationTime,
	accessCode: request.accessCode === null ? undefined : Number(request.accessCode),
	fromPhoneNumber: request.fromPhoneNumber ?? undefined,
	callbackServiceId: request.callbackServiceId ?? undefined,
	isTest: testMark(service),
});

/** A request with its state (C8). */
export const describeStored = (
	request: StoredCallInRequest,
	service: Pick<Service, "isTest">,
): z.infer<typeof storedRequestData> =>
	Object.assign(describeRequest(request, service), { state: requestState(request) });

/** User data is stored as JSON text of an object. A request without user data has none (C1). */
export const describeUserData = (userData: string | null): Record<string, unknown> | undefined =>
	userData === null ? undefined : JSON.parse(userData);

/** The built-in groups of test keys, in the order in which they are described (C17). */
export const TEST_GROUPS = [
	"test_codes",
	"test_unique",
	"test_shared",
	"test_caller_id",
	"test_exhausted",
	"test_no_codes",
	"test_locked",
] as const;

/** The numbers of `test_locked`: a code that is tried there gets LOCKED, right or wrong. */
const LOCKED_NUMBERS = /^\+1202555018\d$/;
export const isLockedForTests = (number: string): boolean => LOCKED_NUMBERS.test(number);

/** A test group without a free number or code says that one will be free in so many seconds. */
export const TEST_WAIT_SECONDS = 30;

/**
 * The expiry of a request that expires at once, in seconds: the shortest there is. It has been
 * live, so that its call comes too late rather than for nothing.
 */
export const AT_ONCE_SECONDS = 0.001;

/** Days after which test requests and their attempts are removed. */
export const TEST_RETENTION_DAYS = 1;

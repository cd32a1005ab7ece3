import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from "../groups/group-settings.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";

/**
 * A group of the demonstration: its pool, and how many requests a minute it has when it is asked
 * for the most.
 */
export type DemonstrationGroup = {
	name: string;
	settings: GroupSettings;
	entries: { number: string; description: string }[];
	requestsAMinute: number;
};

const CITIES = [
	"Albany",
	"Boise",
	"Charleston",
	"Denver",
	"El Paso",
	"Fresno",
	"Grand Rapids",
	"Honolulu",
	"Indianapolis",
	"Jacksonville",
];

/** Toll-free numbers that exist, one after the other. */
const entries = (
	howMany: number,
	first: number,
	descriptionOf: (index: number) => string,
): DemonstrationGroup["entries"] =>
	Array.from({ length: howMany }, (_, index) => ({
		number: `+${first + index}`,
		description: descriptionOf(index),
	}));

/**
 * What `npm run seed` makes: a small pool with a number a caller, the largest there may be with
 * numbers that are shared, and one without codes.
 */
export const DEMONSTRATION: readonly DemonstrationGroup[] = [
	{
		name: "auto_insurance",
		settings: { ...DEFAULT_GROUP_SETTINGS, expirySeconds: 60, uniqueDnis: true },
		entries: entries(24, 18335550100, (index) => (index < 18 ? `Claims, line ${index + 1}` : "")),
		requestsAMinute: 9,
	},
	{
		name: "home_insurance",
		settings: { ...DEFAULT_GROUP_SETTINGS, accessCodeLength: 4, expirySeconds: 300 },
		entries: entries(
			POOL_SIZE_MAX,
			18002000000,
			(index) => `${CITIES[index % CITIES.length]}, desk ${Math.floor(index / CITIES.length) + 1}`,
		),
		requestsAMinute: 12,
	},
	{
		name: "roadside_assistance",
		settings: {
			...DEFAULT_GROUP_SETTINGS,
			generateAccessCode: false,
			expirySeconds: 120,
			uniqueDnis: true,
		},
		entries: entries(12, 18445550180, (index) => `Dispatcher ${index + 1}`),
		requestsAMinute: 3,
	},
];

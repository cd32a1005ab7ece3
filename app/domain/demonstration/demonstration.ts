import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from "../groups/group-settings.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";

/** A group of the demonstration: its pool, and its requests a minute at peak load. */
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

/** Existing toll-free numbers, consecutive. */
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
 * The groups that `npm run seed` makes: a small pool with a number for each caller, the largest
 * possible pool with shared numbers, and a pool without codes.
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

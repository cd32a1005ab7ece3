import { err, ok, type Result } from "./result.ts";

/**
 * Zones that ICU lists by names from before their renaming in the IANA database. ICU accepts both
 * names.
 */
const RENAMED: Record<string, string> = {
	"Africa/Asmera": "Africa/Asmara",
	"America/Buenos_Aires": "America/Argentina/Buenos_Aires",
	"America/Catamarca": "America/Argentina/Catamarca",
	"America/Coral_Harbour": "America/Atikokan",
	"America/Cordoba": "America/Argentina/Cordoba",
	"America/Godthab": "America/Nuuk",
	"America/Indianapolis": "America/Indiana/Indianapolis",
	"America/Jujuy": "America/Argentina/Jujuy",
	"America/Louisville": "America/Kentucky/Louisville",
	"America/Mendoza": "America/Argentina/Mendoza",
	"Asia/Calcutta": "Asia/Kolkata",
	"Asia/Katmandu": "Asia/Kathmandu",
	"Asia/Rangoon": "Asia/Yangon",
	"Asia/Saigon": "Asia/Ho_Chi_Minh",
	"Atlantic/Faeroe": "Atlantic/Faroe",
	"Europe/Kiev": "Europe/Kyiv",
	"Pacific/Enderbury": "Pacific/Kanton",
	"Pacific/Ponape": "Pacific/Pohnpei",
	"Pacific/Truk": "Pacific/Chuuk",
};

/**
 * The IANA time zones that a user can choose (G14), by name. ICU's list leaves out UTC, although
 * ICU accepts it.
 */
export const TIME_ZONES: readonly string[] = [
	...new Set(["UTC", ...Intl.supportedValuesOf("timeZone").map((zone) => RENAMED[zone] ?? zone)]),
].sort();

const KNOWN: ReadonlySet<string> = new Set(TIME_ZONES);

export type TimeZoneError = { code: "time-zone-unknown" };

/** The chosen time zone; null for none, which means the installation's (G14). */
export function parseTimeZone(input: string): Result<string | null, TimeZoneError> {
	const zone = input.trim();
	if (zone === "") return ok(null);
	return KNOWN.has(zone) ? ok(zone) : err({ code: "time-zone-unknown" });
}

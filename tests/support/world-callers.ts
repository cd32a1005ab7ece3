/**
 * Callers of nine countries, for servers with each of them as DEFAULT_COUNTRY. The facts come from
 * the countries' numbering plans (ITU-T E.164 lists, the metadata of libphonenumber).
 */
export const COUNTRIES = ["US", "DE", "GB", "AU", "AR", "MX", "IT", "ID", "NO"] as const;
export type Country = (typeof COUNTRIES)[number];

type Facts = {
	/** Callers, the first one mobile where the plan tells mobiles apart. */
	callers: readonly [string, string];
	/** How the callers are written at home. Each writing certainly is its caller. */
	atHome: Readonly<Record<string, readonly string[]>>;
	/** The prefixes dialed there before a country code. */
	dialedBefore: readonly string[];
	/** A freephone number of a pool, and how phone systems there write it. */
	dnis: readonly [string, ...string[]];
	/**
	 * Foreign callers whose digits without plus are also a number of this country. Germany's area
	 * codes leave few digits out.
	 */
	twins: readonly string[];
	/** Words on the keypad that are a number of this country, if bare. */
	bareWords: readonly string[];
};

export const FACTS: Readonly<Record<Country, Facts>> = {
	US: {
		callers: ["+14155550132", "+12125550147"],
		atHome: {
			"+14155550132": ["4155550132", "14155550132", "(415) 555-0132", "415.555.0132 x12"],
			"+12125550147": ["2125550147", "1-212-555-0147"],
		},
		dialedBefore: ["011", "00"],
		dnis: ["+18005550199", "800 555 0199", "1-800-555-0199", "tel:800-555-0199"],
		twins: ["+4722123456"],
		bareWords: [],
	},
	DE: {
		callers: ["+4915112345678", "+4930123456"],
		atHome: {
			"+4915112345678": ["015112345678", "0151/12345678", "15112345678", "+49 (0)151 12345678"],
			"+4930123456": ["030123456", "(0)30 123456", "+49 030 123456"],
		},
		dialedBefore: ["00"],
		dnis: ["+498001234567", "0800 1234567", "sip:08001234567@pbx.example"],
		twins: [
			...["+447400123456", "+442079460958", "+61412345678", "+61291234567", "+5491123456789"],
			...["+543514123456", "+525512345678", "+528181234567", "+393311234567", "+390612345678"],
			...["+6281234567890", "+622112345678", "+4740123456", "+4722123456"],
		],
		bareWords: ["7378742833", "86282452253"],
	},
	GB: {
		callers: ["+447400123456", "+442079460958"],
		atHome: {
			"+447400123456": ["07400123456", "07400 123456", "7400123456", "+44 (0)7400 123456"],
			"+442079460958": ["02079460958", "(020) 7946 0958", "+44 (0)20 7946 0958"],
		},
		dialedBefore: ["00"],
		dnis: ["+448081570192", "0808 157 0192", "44(0)8081570192"],
		twins: [],
		bareWords: ["7378742833"],
	},
	AU: {
		callers: ["+61412345678", "+61291234567"],
		atHome: {
			"+61412345678": ["0412345678", "0412 345 678", "412345678", "+61 (0)412 345 678"],
			"+61291234567": ["0291234567", "(02) 9123 4567"],
		},
		dialedBefore: ["0011", "00"],
		dnis: ["+611800123456", "1800 123 456", "1800123456"],
		twins: [],
		bareWords: [],
	},
	AR: {
		callers: ["+5491123456789", "+543514123456"],
		atHome: {
			"+5491123456789": ["011 15 2345-6789", "91123456789", "1123456789", "+54 9 11 15 2345 6789"],
			"+543514123456": ["0351 412-3456", "3514123456"],
		},
		dialedBefore: ["00"],
		dnis: ["+548001234567", "0800 123 4567"],
		twins: [],
		bareWords: [],
	},
	MX: {
		callers: ["+525512345678", "+528181234567"],
		atHome: {
			"+525512345678": ["5512345678", "01 55 1234 5678", "044 55 1234 5678", "5215512345678"],
			"+528181234567": ["8181234567", "(81) 8123 4567"],
		},
		dialedBefore: ["00"],
		dnis: ["+528001234567", "800 123 4567", "01 800 123 4567"],
		twins: ["+4930123456", "+4740123456", "+4722123456"],
		bareWords: ["7378742833"],
	},
	IT: {
		callers: ["+393311234567", "+390612345678"],
		atHome: {
			"+393311234567": ["3311234567", "331 123 4567"],
			"+390612345678": ["0612345678", "06 1234 5678", "+39 (0)6 12345678"],
		},
		dialedBefore: ["00"],
		dnis: ["+39800123456", "800 123456"],
		twins: [],
		bareWords: [],
	},
	ID: {
		callers: ["+6281234567890", "+622112345678"],
		atHome: {
			"+6281234567890": ["081234567890", "0812-3456-7890", "+62 0812 3456 7890"],
			"+622112345678": ["02112345678", "(021) 12345678"],
		},
		dialedBefore: ["00"],
		dnis: ["+628001234567", "0800 1234567"],
		twins: ["+4740123456"],
		bareWords: ["7378742833", "86282452253"],
	},
	NO: {
		callers: ["+4740123456", "+4722123456"],
		atHome: {
			"+4740123456": ["40123456", "40 12 34 56", "401 23 456"],
			"+4722123456": ["22123456", "22 12 34 56"],
		},
		dialedBefore: ["00"],
		dnis: ["+4780012345", "800 12 345"],
		twins: [],
		bareWords: [],
	},
};

/** Writings of a number with plus that certainly are this number in every country (N1). */
export const wrappedWritings = (number: string): string[] => {
	const digits = number.slice(1);
	return [
		...[number, `tel:${number}`, `sip:${number}@192.0.2.1:5060;user=phone`],
		...[`\u202a${number}\u202c`, `\u2066+\u200b${digits}\u2069`, `+\u00a0${digits}`],
		`"Tel <4155559999>" <sip:%2B${digits}@c.example>;tag=1`,
		`<sip:ann@c.example>, <tel:${number};cpc=ordinary>`,
		`"${"long name ".repeat(26)}" <sip:${number};verstat=TN-Validation-Passed@c.example>`,
		`<sip:+${digits.replace(/./g, (digit) => `%3${digit}`)}@c.example>`,
	];
};

/** Texts that are a withheld caller in every country (N4). */
export const WITHHELD = [
	...["", "anonymous", "Restricted", "unknown", "<null>", "undefined", "0", "0000000000"],
	...["sip:anonymous@anonymous.invalid", "sip:c.example", "sip:+0000000000@c.example", "201"],
	...["+10000000000", "+440000000000", "+15555555555", "+266696687", "00266696687"],
	...["+7378742833", "17378742833", "+17378742833", "+86282452253", "+8656696", "+2562533"],
];

/** Two writings of one subscriber (N3). Both are stored and given back as they came. */
export const TWO_WRITINGS = [
	["+5491123456789", "+541123456789"],
	["+5215512345678", "+525512345678"],
	["+551187654321", "+5511987654321"],
	["+22507590056", "+2250707590056"],
	["+22997123456", "+2290197123456"],
] as const;

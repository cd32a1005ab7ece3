import { BlockList, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInNetworks, parseNetworks } from "../../../app/domain/keys/client-networks.ts";

describe("client networks of a key (C11a)", () => {
	test.each([
		["203.0.113.7", "203.0.113.7/32"],
		["203.0.113.7/24", "203.0.113.0/24"],
		["0.0.0.0/0", "0.0.0.0/0"],
		["2001:DB8::1/32", "2001:db8:0:0:0:0:0:0/32"],
		["::1", "0:0:0:0:0:0:0:1/128"],
		["::ffff:10.1.2.3/104", "10.0.0.0/8"],
		[" 10.0.0.0/8 ", "10.0.0.0/8"],
	])("%s is stored as %s", (given, stored) => {
		expect(parseNetworks([given])).toEqual({ ok: true, value: [stored] });
	});

	test.each([
		"",
		"10.0.0",
		"10.0.0.256",
		"10.0.0.0/33",
		"10.0.0.01",
		"::1/129",
		"1::2::3",
		"a/8/8",
	])("%j is no network", (text) => {
		expect(parseNetworks(["10.0.0.0/8", text])).toEqual({
			ok: false,
			error: { code: "network-unreadable", text },
		});
	});

	test("an IPv4 address is the same behind ::ffff:, and an unknown address is in no network", () => {
		expect(isInNetworks("::ffff:10.1.2.3", ["10.0.0.0/8"])).toBe(true);
		expect(isInNetworks("::ffff:0a01:0203", ["10.0.0.0/8"])).toBe(true);
		expect(isInNetworks("11.1.2.3", ["10.0.0.0/8"])).toBe(false);
		expect(isInNetworks(undefined, ["0.0.0.0/0", "::/0"])).toBe(false);
	});

	test("agrees with Node's own list of networks", () => {
		const address = fc.oneof(fc.ipV4(), fc.ipV6());
		fc.assert(
			fc.property(address, address, fc.nat(128), (network, client, bits) => {
				const type = (text: string) => (isIPv6(text) ? "ipv6" : "ipv4");
				const prefix = type(network) === "ipv4" ? bits % 33 : bits;
				const list = new BlockList();
				list.addSubnet(network, prefix, type(network));
				const parsed = parseNetworks([`${network}/${prefix}`]);
				// Mapped addresses are IPv4 here, and their networks too.
				fc.pre(type(network) === type(client));
				fc.pre(!/^(0*:)*:?(0*:)*ffff:/i.test(network));
				expect(parsed.ok && isInNetworks(client, parsed.value)).toBe(
					list.check(client, type(client)),
				);
			}),
		);
	});
});

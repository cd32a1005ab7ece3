/** A key of a telephone, a pause without packets, or a pause with packets of sound. */
export type Pressed =
	| { key: string; forMs?: number; lost?: "first" | "end" }
	| { silenceMs: number }
	| { soundMs: number };

const KEYS = "0123456789*#ABCD";
const PACKET_MS = 20;
/** Samples a millisecond, at 8000 Hz. */
const SAMPLES = 8;
/** RFC 4733, 2.5.1.4: the end of an event is sent three times. */
const ENDS = 3;
const GAP_MS = 80;
/** baresip has to have its end of the sound ready. */
const START_MS = 200;

/** The keys of a text, one after the other. */
export const keysOf = (text: string, more: { forMs?: number; lost?: "end" } = {}): Pressed[] =>
	[...text].map((key) => ({ key, ...more }));

/**
 * A capture file of named telephone events (RFC 4733) as a phone sends them, for SIPp to play.
 * Between the keys nothing is sent, as by a phone that suppresses silence, unless told so.
 */
export function keysCapture(pressed: readonly Pressed[], payloadType: number): Buffer {
	const packets: Buffer[] = [];
	let at = START_MS;
	let sequence = 1;
	const send = (milliseconds: number, rtp: Buffer) =>
		packets.push(capturedPacket(milliseconds, rtp));
	for (const step of pressed) {
		if ("silenceMs" in step) {
			at += step.silenceMs;
			continue;
		}
		if ("soundMs" in step) {
			for (const end = at + step.soundMs; at < end; at += PACKET_MS) {
				send(at, soundOf(sequence, at));
				sequence += 1;
			}
			continue;
		}
		const event = KEYS.indexOf(step.key);
		const length = step.forMs ?? 100;
		const begin = at;
		for (let told = PACKET_MS; told <= length; told += PACKET_MS) {
			const isFirst = told === PACKET_MS;
			if (!(isFirst && step.lost === "first"))
				send(at, rtpOf({ payloadType, sequence, begin, event, told, isFirst, isEnd: false }));
			sequence += 1;
			at += PACKET_MS;
		}
		for (let end = 0; end < ENDS; end += 1) {
			if (step.lost !== "end")
				send(
					at,
					rtpOf({ payloadType, sequence, begin, event, told: length, isFirst: false, isEnd: true }),
				);
			sequence += 1;
			at += PACKET_MS;
		}
		at += GAP_MS;
	}
	return Buffer.concat([fileHeader(), ...packets]);
}

type Event = {
	payloadType: number;
	sequence: number;
	begin: number;
	event: number;
	told: number;
	isFirst: boolean;
	isEnd: boolean;
};

/** An RTP packet with 20 ms of silence in G.711. */
function soundOf(sequence: number, at: number): Buffer {
	const packet = Buffer.alloc(12 + PACKET_MS * SAMPLES, 0xff);
	packet[0] = 0x80;
	packet[1] = 0;
	packet.writeUInt16BE(sequence, 2);
	packet.writeUInt32BE(at * SAMPLES, 4);
	packet.writeUInt32BE(0x5eed5eed, 8);
	return packet;
}

/** An RTP packet (RFC 3550) with one event (RFC 4733, 2.3). */
function rtpOf({ payloadType, sequence, begin, event, told, isFirst, isEnd }: Event): Buffer {
	const packet = Buffer.alloc(16);
	packet[0] = 0x80;
	packet[1] = (isFirst ? 0x80 : 0) | payloadType;
	packet.writeUInt16BE(sequence, 2);
	packet.writeUInt32BE(begin * SAMPLES, 4);
	packet.writeUInt32BE(0x5eed5eed, 8);
	packet[12] = event;
	packet[13] = (isEnd ? 0x80 : 0) | 10;
	packet.writeUInt16BE(told * SAMPLES, 14);
	return packet;
}

function fileHeader(): Buffer {
	const header = Buffer.alloc(24);
	header.writeUInt32LE(0xa1b2c3d4, 0);
	header.writeUInt16LE(2, 4);
	header.writeUInt16LE(4, 6);
	header.writeUInt32LE(65_535, 16);
	// Ethernet.
	header.writeUInt32LE(1, 20);
	return header;
}

/** Ethernet, IPv4 and UDP around it. SIPp puts its own addresses and ports in. */
function capturedPacket(milliseconds: number, rtp: Buffer): Buffer {
	const length = 14 + 20 + 8 + rtp.length;
	const packet = Buffer.alloc(16 + length);
	packet.writeUInt32LE(1_000 + Math.floor(milliseconds / 1_000), 0);
	packet.writeUInt32LE((milliseconds % 1_000) * 1_000, 4);
	packet.writeUInt32LE(length, 8);
	packet.writeUInt32LE(length, 12);
	const [ethernet, ip, udp] = [16, 30, 50];
	packet.writeUInt16BE(0x0800, ethernet + 12);
	packet[ip] = 0x45;
	packet.writeUInt16BE(28 + rtp.length, ip + 2);
	packet[ip + 8] = 64;
	packet[ip + 9] = 17;
	packet.set([127, 0, 0, 1, 127, 0, 0, 1], ip + 12);
	packet.writeUInt16BE(6_000, udp);
	packet.writeUInt16BE(6_000, udp + 2);
	packet.writeUInt16BE(8 + rtp.length, udp + 4);
	rtp.copy(packet, 58);
	return packet;
}

import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { Connections } from "../../../app/http/server/connections.server.ts";

afterEach(() => void vi.useRealTimers());

test("a connection whose last valid key or session is a minute ago is a stranger's again, and makes room (O7)", () => {
	vi.useFakeTimers({ toFake: ["performance"] });
	const connections = new Connections({ connections: 2, connectionsOfAStranger: 2 }, 0);
	const sockets = [new Socket(), new Socket(), new Socket(), new Socket()] as const;
	const [ended, used, early, late] = sockets;
	const ask = (socket: Socket, isValid: boolean) => {
		const request = new IncomingMessage(socket);
		const response = new ServerResponse(request);
		const connection = connections.of(socket)!;
		connections.begin(connection, request, response);
		if (isValid) connection.becomeKnown();
		connections.end(connection, response);
	};
	for (const socket of [ended, used]) {
		connections.add(socket);
		ask(socket, true);
	}
	vi.advanceTimersByTime(59_000);
	ask(ended, false);
	ask(used, true);
	connections.add(early);
	expect(connections.of(early)!.isTurnedAway).toBe(true);
	vi.advanceTimersByTime(2000);
	ask(ended, false);
	ask(used, true);
	connections.add(late);
	expect([connections.of(late)!.isTurnedAway, ended.destroyed, used.destroyed]).toEqual([
		false,
		true,
		false,
	]);
	for (const socket of sockets) socket.destroy();
});

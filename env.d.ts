declare module "fs-native-extensions" {
	/**
	 * Takes the kernel's lock on an open file without waiting. False if another process holds the
	 * lock.
	 */
	export function tryLock(fd: number): boolean;
	export function unlock(fd: number): void;
}

declare module "virtual:remix/server-build" {
	import type { ServerBuild } from "@remix-run/node";

	const build: ServerBuild;
	export = build;
}

import { NodeFS } from "@electric-sql/pglite/nodefs";

type Attributes = { mode?: number | undefined };
type SetAttributes = (about: unknown, attributes: Attributes) => void;
/** The part of Emscripten's file system on Node's that makes or changes files. */
type Emscripten = {
	FS: { isDir(mode: number): boolean };
	NODEFS: {
		tryFSOperation<T>(operation: () => T): T;
		node_ops: {
			mknod(parent: unknown, name: string, mode: number, device: number): unknown;
			setattr: SetAttributes;
		};
		stream_ops: { setattr: SetAttributes };
	};
};

const TROUBLES = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE"]);

/**
 * The files of the embedded database, made for their owner alone (O6). Emscripten sets each new
 * file's mode by its own chmod, so the process's umask has no effect.
 */
export class OwnersFiles extends NodeFS {
	/** The last fatal error of the system: Postgres reports it in many forms. */
	trouble: unknown;

	override async init(...given: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
		const made = await super.init(...given);
		const { preRun = [] } = made.emscriptenOpts as { preRun?: unknown[] };
		Object.assign(made.emscriptenOpts, {
			preRun: [...preRun, (module: Emscripten) => this.#guard(module)],
		});
		return made;
	}

	#guard({ FS, NODEFS }: Emscripten): void {
		const alone = (mode: number): number => (mode & ~0o777) | (FS.isDir(mode) ? 0o700 : 0o600);
		const { mknod } = NODEFS.node_ops;
		NODEFS.node_ops.mknod = (parent, name, mode, device) =>
			mknod(parent, name, alone(mode), device);
		for (const operations of [NODEFS.node_ops, NODEFS.stream_ops]) {
			const { setattr } = operations;
			operations.setattr = (about, attributes) =>
				setattr(
					about,
					attributes.mode === undefined
						? attributes
						: { ...attributes, mode: alone(attributes.mode) },
				);
		}
		const { tryFSOperation } = NODEFS;
		NODEFS.tryFSOperation = (operation) =>
			tryFSOperation(() => {
				try {
					return operation();
				} catch (error) {
					if (TROUBLES.has(String((error as { code?: unknown }).code))) this.trouble = error;
					throw error;
				}
			});
	}
}

import { NodeFS } from "@electric-sql/pglite/nodefs";

type Attributes = { mode?: number | undefined };
type SetAttributes<T> = (about: T, attributes: Attributes) => void;
/** A file, for as long as it exists or is open: a file of the same name later is another one. */
type Node = { mode: number };
type Stream = { node: Node };
/** The part of Emscripten's file system on Node's that makes, changes or measures files. */
type Emscripten = {
	FS: { isDir(mode: number): boolean; isFile(mode: number): boolean };
	NODEFS: {
		tryFSOperation<T>(operation: () => T): T;
		node_ops: {
			mknod(parent: unknown, name: string, mode: number, device: number): unknown;
			setattr: SetAttributes<Node>;
		};
		stream_ops: {
			setattr: SetAttributes<Stream>;
			llseek(stream: Stream, offset: number, whence: number): number;
			write(stream: Stream, ...given: unknown[]): number;
		};
	};
};
/** `whence` of a seek from the file's end. */
const FROM_END = 2;

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
			preRun: [
				...preRun,
				(module: Emscripten) => {
					this.#guard(module);
					rememberSizes(module);
				},
			],
		});
		return made;
	}

	#guard({ FS, NODEFS }: Emscripten): void {
		const alone = (mode: number): number => (mode & ~0o777) | (FS.isDir(mode) ? 0o700 : 0o600);
		const { mknod } = NODEFS.node_ops;
		NODEFS.node_ops.mknod = (parent, name, mode, device) =>
			mknod(parent, name, alone(mode), device);
		const limited =
			<T>(setattr: SetAttributes<T>): SetAttributes<T> =>
			(about, attributes) =>
				setattr(
					about,
					attributes.mode === undefined
						? attributes
						: { ...attributes, mode: alone(attributes.mode) },
				);
		NODEFS.node_ops.setattr = limited(NODEFS.node_ops.setattr);
		NODEFS.stream_ops.setattr = limited(NODEFS.stream_ops.setattr);
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

/**
 * Postgres asks for the size of each table and index of a statement, by a seek to the file's end.
 * In Node that is a costly call. Only this process changes the files, so a size holds until a write
 * or a change of attributes, which truncates.
 */
function rememberSizes({ FS, NODEFS: { node_ops, stream_ops } }: Emscripten): void {
	const sizes = new WeakMap<Node, number>();
	const { llseek, write } = stream_ops;
	stream_ops.llseek = (stream, offset, whence) => {
		if (whence !== FROM_END || offset !== 0 || !FS.isFile(stream.node.mode))
			return llseek(stream, offset, whence);
		const size = sizes.get(stream.node) ?? llseek(stream, 0, FROM_END);
		sizes.set(stream.node, size);
		return size;
	};
	stream_ops.write = (stream, ...given) => {
		sizes.delete(stream.node);
		return write(stream, ...given);
	};
	const { setattr } = node_ops;
	node_ops.setattr = (node, attributes) => {
		sizes.delete(node);
		setattr(node, attributes);
	};
	const { setattr: setOpen } = stream_ops;
	stream_ops.setattr = (stream, attributes) => {
		sizes.delete(stream.node);
		setOpen(stream, attributes);
	};
}

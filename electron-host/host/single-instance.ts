import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a second instance tells the first one. */
export interface SecondInstance {
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/**
 * The lock of one profile. It is a socket in Linux's abstract namespace: binding one is atomic, and the kernel
 * frees it with the process, so there is neither a race nor a stale lock.
 */
export class SingleInstanceLock {
  readonly #address: string;
  #server: Server | undefined;

  constructor(profile: string) {
    const key = createHash('sha256')
      .update(`${process.getuid?.() ?? 0}:${realpathSync(profile)}`)
      .digest('hex');
    this.#address = `\0electron-host-${key}`;
  }

  get held(): boolean {
    return this.#server !== undefined;
  }

  /** Takes the lock if it is free; `onSecondInstance` is called for everyone who comes after. */
  acquire(onSecondInstance: (instance: SecondInstance) => void): boolean {
    if (this.#server) return true;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      json(socket).then(
        (message) => {
          socket.end();
          onSecondInstance(message as SecondInstance);
        },
        () => socket.destroy(),
      );
    });
    // The address being in use is told by `listening`, right after `listen` returns; the event repeats it.
    server.on('error', () => server.close(() => undefined));
    server.listen(this.#address);
    if (!server.listening) return false;
    server.unref();
    this.#server = server;
    return true;
  }

  /** Tells the instance that holds the lock about this one; resolves once it has been heard. */
  notify(instance: SecondInstance): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#address);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
      socket.end(JSON.stringify(instance));
    });
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}

import type { Readable, Writable } from 'node:stream';
import { report } from '../host/trace.ts';
import type { Commands, Events } from './protocol.ts';

type Listener<Name extends keyof Events> = (parameters: Events[Name]) => void;

interface Pending {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Thrown by commands whose target, or the whole of Chromium, has gone meanwhile. */
export class TargetGoneError extends Error {}

/** One target's side of the debugging pipe; the root session is that of the browser itself. */
export class CdpSession {
  readonly #connection: CdpConnection;
  readonly #listeners = new Map<string, Set<(parameters: never) => void>>();
  readonly id: string | undefined;
  #detached = false;

  constructor(connection: CdpConnection, id?: string) {
    this.#connection = connection;
    this.id = id;
  }

  on<Name extends keyof Events>(event: Name, listener: Listener<Name>): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  /** Sends a command and waits for its result. */
  send<Method extends keyof Commands>(
    method: Method,
    parameters: Commands[Method]['parameters'],
  ): Promise<Commands[Method]['result']> {
    if (this.#detached) return Promise.reject(new TargetGoneError(`${method}: the target is gone`));
    return this.#connection.send(method, parameters, this.id);
  }

  /** Sends a command whose result nobody waits for; that its target has gone meanwhile is no failure. */
  post<Method extends keyof Commands>(method: Method, parameters: Commands[Method]['parameters']): void {
    this.send(method, parameters).catch((error: unknown) => {
      if (!(error instanceof TargetGoneError)) report('Chromium refused', error);
    });
  }

  /** The session of a target that belongs to this one. */
  child(id: string): CdpSession {
    return this.#connection.session(id);
  }

  dispatch(event: string, parameters: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(parameters as never);
  }

  /** Marks the target as gone. */
  detach(): void {
    this.#detached = true;
  }
}

/** Chromium's debugging pipe: JSON messages that end with a zero byte. */
export class CdpConnection {
  readonly root: CdpSession;
  readonly #output: Writable;
  readonly #sessions = new Map<string, CdpSession>();
  readonly #pending = new Map<number, Pending & { readonly sessionId: string | undefined }>();
  #lastId = 0;
  #closed = false;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    this.root = new CdpSession(this);
    // A broken pipe means that Chromium has ended, which its exit reports.
    output.on('error', () => this.close());
    input.on('error', () => this.close());
    const parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        parts.push(chunk.subarray(start, end));
        this.#receive(JSON.parse(Buffer.concat(parts).toString('utf8')) as Incoming);
        parts.length = 0;
        start = end + 1;
      }
      if (start < chunk.length) parts.push(chunk.subarray(start));
    });
  }

  send<Method extends keyof Commands>(
    method: Method,
    parameters: Commands[Method]['parameters'],
    sessionId?: string,
  ): Promise<Commands[Method]['result']> {
    if (this.#closed) return Promise.reject(new TargetGoneError(`${method}: Chromium is gone`));
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { method, sessionId, resolve, reject } as Pending & {
        sessionId: string | undefined;
      });
      this.#output.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`);
    });
  }

  /** The session of an attached target. */
  session(id: string): CdpSession {
    const session = this.#sessions.get(id) ?? new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  /** Forgets the session of a target that has gone, and fails what it still owed. */
  detach(sessionId: string): void {
    this.#sessions.get(sessionId)?.detach();
    this.#sessions.delete(sessionId);
    for (const [id, pending] of this.#pending) {
      if (pending.sessionId !== sessionId) continue;
      this.#pending.delete(id);
      pending.reject(new TargetGoneError(`${pending.method}: the target is gone`));
    }
  }

  /** Fails everything that Chromium still owes. */
  close(): void {
    this.#closed = true;
    for (const pending of this.#pending.values()) {
      pending.reject(new TargetGoneError(`${pending.method}: Chromium is gone`));
    }
    this.#pending.clear();
  }

  #receive(message: Incoming): void {
    if (message.id !== undefined) {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (!message.error) pending?.resolve(message.result);
      else pending?.reject(failureOf(pending.method, message.error.message));
      return;
    }
    const session = message.sessionId === undefined ? this.root : this.#sessions.get(message.sessionId);
    if (message.method) session?.dispatch(message.method, message.params);
  }
}

function failureOf(method: string, message: string): Error {
  const gone =
    /closed|detached|not found|Cannot find (default execution )?context|Not attached|Invalid InterceptionId/i;
  const text = `${method}: ${message}`;
  return gone.test(message) ? new TargetGoneError(text) : new Error(text);
}

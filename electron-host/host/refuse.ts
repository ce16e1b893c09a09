import { EventEmitter } from 'node:events';

/** Thrown by everything that Electron has and the host does not provide. */
export class NotProvidedError extends Error {
  constructor(what: string) {
    super(`electron-host does not provide ${what}`);
    this.name = 'NotProvidedError';
  }
}

// Asked by promises, JSON, inspectors, test runners and module interop of any object: not a use of Electron.
const PROBED_KEYS = new Set([
  'then',
  'toJSON',
  'inspect',
  'length',
  'splice',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  '$$typeof',
  '__esModule',
  'default',
  'module.exports',
  'window',
  'href',
]);

function refusingHandler(nameOf: (receiver: unknown) => string): ProxyHandler<object> {
  return {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
      if (PROBED_KEYS.has(key)) return undefined;
      throw new NotProvidedError(`${nameOf(receiver)}.${key}`);
    },
    set(target, key, value, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.set(target, key, value, receiver);
      throw new NotProvidedError(`${nameOf(receiver)}.${key}`);
    },
  };
}

/**
 * Turns an object of members into an Electron module: what is not among them throws, with its name.
 * The refusal sits at the end of the prototype chain, so that members are reached without a detour.
 */
export function provide<Members extends object>(name: string, members: Members): Members {
  const refusing = new Proxy(
    Object.prototype,
    refusingHandler(() => name),
  );
  return Object.setPrototypeOf(members, refusing) as Members;
}

/** A whole Electron module that the host lacks: it can be imported, but neither used, called nor constructed. */
export function refuseModule(name: string): unknown {
  const refuse = (): never => {
    throw new NotProvidedError(name);
  };
  // Only a class can be both called and constructed by way of a proxy.
  return new Proxy(class {}, {
    get(target, key) {
      if (typeof key === 'symbol' || PROBED_KEYS.has(key) || key in target) return Reflect.get(target, key);
      throw new NotProvidedError(`${name}.${key}`);
    },
    set(_target, key) {
      throw new NotProvidedError(`${name}.${String(key)}`);
    },
    apply: refuse,
    construct: refuse,
  });
}

type Listener = (...parameters: unknown[]) => void;

/**
 * Base of the host's event emitters. Members, static members and events that a class does not have throw
 * with their name; a listener for an event that nobody will ever emit would wait in silence otherwise.
 */
export class HostEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: ReadonlySet<string> | undefined;

  /** Without a list of events, the emitter has names of the app's own choosing and refuses none. */
  constructor(name: string, events: readonly string[] | undefined) {
    super();
    this.#name = name;
    this.#events = events && new Set(events);
    this.setMaxListeners(0);
  }

  /** The name under which refusals of this object are reported. */
  static nameOf(receiver: unknown): string {
    return receiver instanceof HostEmitter ? receiver.#name : 'object';
  }

  override on(event: string | symbol, listener: Listener): this {
    this.#check(event);
    return super.on(event, listener);
  }

  override addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener);
  }

  override once(event: string | symbol, listener: Listener): this {
    this.#check(event);
    return super.once(event, listener);
  }

  override prependListener(event: string | symbol, listener: Listener): this {
    this.#check(event);
    return super.prependListener(event, listener);
  }

  override prependOnceListener(event: string | symbol, listener: Listener): this {
    this.#check(event);
    return super.prependOnceListener(event, listener);
  }

  #check(event: string | symbol): void {
    if (typeof event === 'symbol' || this.#events === undefined || this.#events.has(event)) return;
    throw new NotProvidedError(`the event '${event}' of ${this.#name}`);
  }
}

Object.setPrototypeOf(
  HostEmitter.prototype,
  new Proxy(
    EventEmitter.prototype,
    refusingHandler((receiver) => HostEmitter.nameOf(receiver)),
  ),
);
Object.setPrototypeOf(
  HostEmitter,
  new Proxy(
    EventEmitter,
    refusingHandler((receiver) => (typeof receiver === 'function' ? receiver.name : 'object')),
  ),
);

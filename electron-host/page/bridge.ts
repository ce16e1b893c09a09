/** One end of the bridge between the preload's world and the page's own. */
export interface Bridge {
  /** Gives a value of this world to the other one, under a name of its `window`. */
  expose(key: string, api: unknown): void;
}

/** What travels in place of a value: functions and promises as numbers, the rest by structured clone. */
type Wire =
  | { readonly kind: 'function'; readonly id: number }
  | { readonly kind: 'promise'; readonly id: number }
  | { readonly kind: 'array'; readonly items: readonly Wire[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Wire])[] }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'value'; readonly value: unknown };

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly api: Wire }
  | { readonly kind: 'call'; readonly id: number; readonly parameters: readonly Wire[] }
  | { readonly kind: 'returned'; readonly result: Wire }
  | { readonly kind: 'threw'; readonly message: string }
  | { readonly kind: 'resolved'; readonly id: number; readonly result: Wire }
  | { readonly kind: 'rejected'; readonly id: number; readonly message: string };

/**
 * One end of `contextBridge`. Both worlds share the document, so a synchronous DOM event carries a call across,
 * and Chromium clones its detail. The names of the events are secret: the page can neither hear nor forge them.
 * The text of the function runs in the page, through `toString`: it may use nothing but its own body.
 */
export function createBridge(receiveName: string, sendName: string): Bridge {
  const Carrier = CustomEvent;
  const dispatch = EventTarget.prototype.dispatchEvent.bind(window);
  const listen = EventTarget.prototype.addEventListener.bind(window);
  const functions = new Map<number, (...parameters: unknown[]) => unknown>();
  const functionIds = new WeakMap<object, number>();
  const settlers = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let answer: Message | undefined;

  const messageOf = (error: unknown): string => {
    if (error instanceof Error) return error.message;
    return typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message)
      : String(error);
  };
  const send = (message: Message): Message | undefined => {
    answer = undefined;
    dispatch(new Carrier(sendName, { detail: message }));
    const received = answer;
    answer = undefined;
    return received;
  };

  const wrap = (value: unknown, depth = 0): Wire => {
    if (depth > 1000) {
      throw new TypeError(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    }
    if (typeof value === 'function') {
      const known = functionIds.get(value);
      if (known !== undefined) return { kind: 'function', id: known };
      const id = ++lastId;
      functionIds.set(value, id);
      functions.set(id, value as (...parameters: unknown[]) => unknown);
      return { kind: 'function', id };
    }
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (result) => send(settled(id, result)),
        (error: unknown) => send({ kind: 'rejected', id, message: messageOf(error) }),
      );
      return { kind: 'promise', id };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => wrap(item, depth + 1)) };
    if (value instanceof Error) return { kind: 'error', message: value.message };
    if (typeof value === 'object' && value !== null) {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === null) {
        return {
          kind: 'object',
          entries: Object.entries(value).map(([key, content]) => [key, wrap(content, depth + 1)]),
        };
      }
    }
    try {
      return { kind: 'value', value: structuredClone(value) };
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };
  const settled = (id: number, result: unknown): Message => {
    try {
      return { kind: 'resolved', id, result: wrap(result) };
    } catch (error) {
      return { kind: 'rejected', id, message: messageOf(error) };
    }
  };

  const unwrap = (wire: Wire): unknown => {
    switch (wire.kind) {
      case 'function':
        return (...parameters: unknown[]) => call(wire.id, parameters);
      case 'promise':
        return new Promise((resolve, reject) => settlers.set(wire.id, { resolve, reject }));
      case 'array':
        return wire.items.map(unwrap);
      case 'object': {
        const object = {};
        for (const [key, content] of wire.entries) {
          Object.defineProperty(object, key, {
            value: unwrap(content),
            enumerable: true,
            configurable: true,
            writable: true,
          });
        }
        return object;
      }
      case 'error':
        return new Error(wire.message);
      case 'value':
        return wire.value;
    }
  };
  const call = (id: number, parameters: readonly unknown[]): unknown => {
    const answered = send({ kind: 'call', id, parameters: parameters.map((parameter) => wrap(parameter)) });
    if (answered?.kind === 'threw') throw new Error(answered.message);
    if (answered?.kind !== 'returned') throw new Error('The other side of the context bridge is gone.');
    return unwrap(answered.result);
  };
  const answerCall = (id: number, parameters: readonly Wire[]): Message => {
    try {
      return { kind: 'returned', result: wrap(functions.get(id)?.(...parameters.map(unwrap))) };
    } catch (error) {
      return { kind: 'threw', message: messageOf(error) };
    }
  };
  const freezeDeep = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      for (const content of Object.values(value)) freezeDeep(content);
      Object.freeze(value);
    }
    return value;
  };

  const receive = (event: Event): void => {
    event.stopImmediatePropagation();
    const message = (event as CustomEvent<Message>).detail;
    switch (message.kind) {
      case 'expose':
        Object.defineProperty(window, message.key, {
          value: freezeDeep(unwrap(message.api)),
          enumerable: true,
        });
        break;
      case 'call':
        dispatch(new Carrier(sendName, { detail: answerCall(message.id, message.parameters) }));
        break;
      case 'returned':
      case 'threw':
        answer = message;
        break;
      case 'resolved':
        settlers.get(message.id)?.resolve(unwrap(message.result));
        settlers.delete(message.id);
        break;
      case 'rejected':
        settlers.get(message.id)?.reject(new Error(message.message));
        settlers.delete(message.id);
        break;
    }
  };
  listen(receiveName, receive, true);

  return {
    expose: (key, api) => {
      if (Object.hasOwn(window, key)) {
        throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      }
      send({ kind: 'expose', key, api: wrap(api) });
    },
  };
}

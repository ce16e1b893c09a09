import { createEvent } from '../host/event.ts';
import type { WebFrameMain } from '../host/frame.ts';
import { HostEmitter } from '../host/refuse.ts';
import { createCodec } from '../page/codec.ts';
import type { FromPreload, ToPreload } from '../page/preload-runtime.ts';
import type { WebContents } from './web-contents.ts';

type Handler = (event: object, ...parameters: unknown[]) => unknown;

const codec = createCodec();

class IpcMain extends HostEmitter {
  readonly #handlers = new Map<string, Handler>();

  constructor() {
    super('ipcMain', undefined);
  }

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    if (typeof handler !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    }
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...parameters) => {
      this.removeHandler(channel);
      return handler(event, ...parameters);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the host: carries a message of a preload to its listeners or its handler. */
  async hostDispatch(
    sender: WebContents,
    senderFrame: WebFrameMain,
    message: Exclude<FromPreload, { kind: 'preload-error' }>,
    answer: (message: ToPreload) => void,
  ): Promise<void> {
    const { channel } = message;
    const parameters = codec.decode(message.parameters) as unknown[];
    const event = createEvent({
      type: 'frame',
      sender,
      senderFrame,
      frameId: senderFrame.routingId,
      processId: senderFrame.processId,
      reply: (replyChannel: string, ...replyParameters: unknown[]) =>
        sender.send(replyChannel, ...replyParameters),
    });
    if (message.kind === 'send') {
      this.emit(channel, event, ...parameters);
      return;
    }
    const handler = this.#handlers.get(channel);
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const result = codec.encode(await handler(event, ...parameters));
      answer({ kind: 'reply', id: message.id, result });
    } catch (error) {
      if (handler) console.error(`Error occurred in handler for '${channel}':`, error);
      answer({
        kind: 'failure',
        id: message.id,
        message: `Error invoking remote method '${channel}': ${error}`,
      });
    }
  }
}

/** Electron's `ipcMain`. */
export const ipcMain = new IpcMain();

/** The text of a message's parameters; throws when they can't be cloned. */
export function encodeParameters(parameters: readonly unknown[]): string {
  return codec.encode(parameters);
}

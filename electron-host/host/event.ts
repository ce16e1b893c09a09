import { NotProvidedError } from './refuse.ts';

/** The first argument of Electron's events. */
export interface HostEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** An event that Electron's listeners can prevent and those of the host can't: by then it has happened. */
export function createUnpreventableEvent(name: string): HostEvent {
  return {
    defaultPrevented: false,
    preventDefault(): never {
      throw new NotProvidedError(`preventDefault of the event '${name}'`);
    },
  };
}

/** An event that listeners can prevent, with the fields its kind carries. */
export function createEvent<Fields extends object>(fields: Fields): HostEvent & Fields {
  let prevented = false;
  return Object.defineProperties(fields, {
    defaultPrevented: { get: () => prevented },
    preventDefault: {
      value: () => {
        prevented = true;
      },
    },
  }) as HostEvent & Fields;
}

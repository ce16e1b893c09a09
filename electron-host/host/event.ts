/** The first argument of Electron's events. */
export interface HostEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
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

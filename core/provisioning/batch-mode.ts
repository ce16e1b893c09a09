/**
 * What a row of a batch needs to be done:
 * `cardsOnly`: its card written and read back;
 * `cardThenSimulatedDevice`: that, and the first session of a simulated device with the card;
 * `cardThenDevice`: that, and the plan of the device that the card is put into, whenever it comes;
 * `deviceOnly`: the plan of a device that has no card: it fetches its bootstrap (DM-3), or has had it already;
 * `simulatedDeviceOnly`: the same, with a simulated device.
 */
export const batchModes = [
  'cardsOnly',
  'cardThenSimulatedDevice',
  'cardThenDevice',
  'deviceOnly',
  'simulatedDeviceOnly',
] as const;

export type BatchMode = (typeof batchModes)[number];

/** Whether a card is written for each row. */
export function usesCard(mode: BatchMode): boolean {
  return mode !== 'deviceOnly' && mode !== 'simulatedDeviceOnly';
}

/** What holds the sessions of each row; `nothing` where the card is all. */
export function deviceOf(mode: BatchMode): 'nothing' | 'simulated' | 'real' {
  switch (mode) {
    case 'cardsOnly':
      return 'nothing';
    case 'cardThenSimulatedDevice':
    case 'simulatedDeviceOnly':
      return 'simulated';
    case 'cardThenDevice':
    case 'deviceOnly':
      return 'real';
  }
}

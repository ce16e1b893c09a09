import { answer, status } from './answers.ts';
import { receiveCommand } from './received-command.ts';

/**
 * How a T=0 card answers (ISO/IEC 7816-3, 12.2): a command with data gives its answer only to a GET RESPONSE
 * (61xx), and one that expects another length than there is says which (6Cxx).
 */
export class T0Manner {
  #waiting: Uint8Array | undefined;
  readonly #whole: (command: Uint8Array) => Uint8Array;

  /** @param whole answers a command as a T=1 card does */
  constructor(whole: (command: Uint8Array) => Uint8Array) {
    this.#whole = whole;
  }

  answer(octets: Uint8Array): Uint8Array {
    const command = receiveCommand(octets);
    if (command === undefined || command.extended) return status(0x6700);
    if (command.ins === 0xc0) return this.#getResponse(command.le ?? 256);
    this.#waiting = undefined;
    // T=0 has no way to carry both a length of data and an expected length.
    if (command.data.length > 0 && command.le !== undefined) return status(0x6700);
    const whole = this.#whole(octets);
    const data = whole.subarray(0, -2);
    const [high = 0, low = 0] = whole.subarray(-2);
    if (command.data.length > 0 && data.length > 0 && high === 0x90) {
      this.#waiting = data;
      return status(0x6100 | (data.length & 0xff));
    }
    // Another length than there is: the command is to be sent again with the right one.
    if (command.le !== undefined && data.length > 0 && data.length < command.le && high !== 0x6c)
      return status(0x6c00 | (data.length & 0xff));
    return answer(data, (high << 8) | low);
  }

  reset(): void {
    this.#waiting = undefined;
  }

  #getResponse(wanted: number): Uint8Array {
    const waiting = this.#waiting;
    if (waiting === undefined) return status(0x6985);
    if (wanted > waiting.length) return status(0x6c00 | (waiting.length & 0xff));
    const rest = waiting.subarray(wanted);
    this.#waiting = rest.length > 0 ? rest : undefined;
    const given = waiting.subarray(0, wanted);
    return rest.length > 0 ? answer(given, 0x6100 | (rest.length & 0xff)) : answer(given, 0x9000);
  }
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardView } from '../../core/api-cards.ts';
import { faultOf } from '../../core/errors.ts';
import { useCards } from './cards.ts';

const station = 'Left';

function cardOf(iccid: string): CardView {
  return {
    station,
    readAt: 1,
    card: {
      atr: '3B00',
      atrFacts: { understood: true, protocols: ['T=1'], extendedLength: false, channels: 1 },
      iccid,
      applications: [],
      files: [],
      entries: [],
      problems: [],
    },
    tries: { adm: { kind: 'left', tries: 3 }, pin: { kind: 'missing' } },
    holder: { kind: 'unknown' },
  };
}

/** A main that answers each call when the test says so. */
function fakeMain() {
  const asked: { name: string; request: unknown; answer: (result: unknown) => void }[] = [];
  vi.stubGlobal('window', {
    bench: {
      call: (name: string, request: unknown) =>
        new Promise((answer) => asked.push({ name, request, answer })),
      on: () => () => {},
    },
  });
  return {
    names: () => asked.map((each) => each.name),
    /** The request that was made last, answered. */
    async answer(result: unknown) {
      const last = asked.at(-1)!;
      last.answer(result);
      await new Promise((done) => setImmediate(done));
      return last.request;
    },
  };
}

const answered = (answer: unknown) => ({ kind: 'answer', answer });
const pulled = { kind: 'fault', fault: faultOf('CARD_PULLED', {}) };
const handle = () => useCards.getState().handles[station];

let main: ReturnType<typeof fakeMain>;

beforeEach(async () => {
  main = fakeMain();
  useCards.setState({ handles: {}, admKeys: undefined });
  const reading = useCards.getState().read(station);
  await main.answer(answered(cardOf('1')));
  await reading;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('work with a card', () => {
  it('gives leave for what was named, and the keys that were chosen', async () => {
    useCards.getState().chooseAdmKeys({ token: 't', name: 'keys.txt', count: 2 });
    const target = { deviceId: 'IMEI:1', label: 'BX' };
    const change = { kind: 'write', target, overwriteUnknown: true } as const;
    const work = useCards.getState().change(station, change);
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'writeCard']));
    expect(handle()?.work).toBe('write');
    const request = await main.answer(answered(cardOf('1')));
    await work;
    expect(request).toEqual({ station, deviceId: 'IMEI:1', overwriteUnknown: true, admKeys: 't' });
    expect(handle()).toMatchObject({ stale: false, outcome: { kind: 'written', target } });
  });

  it('is followed by a reading where it failed: what the card holds is not assumed', async () => {
    const work = useCards.getState().change(station, { kind: 'erase', overwriteUnknown: true });
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'eraseCard']));
    await main.answer(pulled);
    expect(main.names()).toEqual(['card', 'eraseCard', 'card']);
    await main.answer({ kind: 'fault', fault: faultOf('CARD_ABSENT', { reader: station }) });
    await work;
    expect(handle()).toMatchObject({
      seen: { kind: 'fault', fault: { code: 'CARD_ABSENT' } },
      outcome: { kind: 'failed', fault: { code: 'CARD_PULLED' }, change: { kind: 'erase' } },
    });
  });

  it('waits for a reading that is under way', async () => {
    const reading = useCards.getState().read(station);
    const work = useCards.getState().verify(station);
    await main.answer(answered(cardOf('1')));
    await reading;
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'card', 'verifyCard']));
    await main.answer(answered({ kind: 'unknown', sha256: 'aa' }));
    await work;
    expect(handle()?.outcome).toMatchObject({ kind: 'verified' });
  });

  it('is not done with another card that was put in meanwhile', async () => {
    const reading = useCards.getState().read(station);
    const work = useCards.getState().change(station, { kind: 'erase', overwriteUnknown: true });
    await main.answer(answered(cardOf('2')));
    await Promise.all([reading, work]);
    expect(main.names()).toEqual(['card', 'card']);
    expect(handle()?.work).toBeUndefined();
  });

  it('holds up the reading that an event asks for', async () => {
    const work = useCards.getState().verify(station);
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'verifyCard']));
    await useCards.getState().read(station);
    expect(main.names()).toEqual(['card', 'verifyCard']);
    await main.answer(answered({ kind: 'same', sha256: 'aa', asLaidOut: true }));
    expect(main.names()).toEqual(['card', 'verifyCard', 'card']);
    await main.answer(answered(cardOf('1')));
    await work;
    expect(handle()).toMatchObject({ stale: false, outcome: { kind: 'verified' } });
  });

  it('answers why a key was not taken, and shows the counter that was read anew', async () => {
    const request = { key: 'adm', keys: 't', evenTheLastTry: false } as const;
    const work = useCards.getState().unlock(station, request);
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'unlockCard']));
    await main.answer({ kind: 'fault', fault: faultOf('CARD_ADM_REFUSED', { tries: 2 }) });
    const tries = { adm: { kind: 'left', tries: 2 }, pin: { kind: 'missing' } };
    await main.answer(answered({ ...cardOf('1'), tries }));
    expect(await work).toMatchObject({ code: 'CARD_ADM_REFUSED' });
    expect(handle()).toMatchObject({ seen: { view: { tries } } });
    expect(handle()?.outcome).toBeUndefined();
  });

  it('leaves everything as it was where a person changed their mind', async () => {
    const work = useCards.getState().copy(station);
    await vi.waitFor(() => expect(main.names()).toEqual(['card', 'copyCard']));
    await main.answer(answered({ kind: 'cancelled' }));
    expect(await work).toBeUndefined();
    expect(handle()).toMatchObject({ stale: false, seen: { kind: 'card' } });
    expect(handle()?.outcome).toBeUndefined();
  });
});

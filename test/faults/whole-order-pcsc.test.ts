import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../core/octets.ts';
import { type CardFault, FaultyCard, type PlannedFault } from '../../main/card/virtual/faulty-card.ts';
import { Uicc, virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { type CardBox, CardHand } from '../support/card-hand.ts';
import {
  endRunning,
  gatewayProfile,
  type Line,
  type RunningCli,
  startCli,
  temporaryFolder,
} from '../support/cli.ts';
import { deviceList } from '../support/device-lists.ts';
import { chanceOf } from '../support/mutate.ts';
import { hasVirtualReaders, startPcscd, virtualReaders } from '../support/pcscd.ts';

/** DM_BENCH_ROWS makes the order longer. */
const rows = Number(process.env.DM_BENCH_ROWS ?? 120);
const seed = Number(process.env.DM_BENCH_SEED ?? 20261126);
/** One card of so many fails, and one device of twenty: of a short order more cards, so that every fault comes. */
const cardsBetweenFaults = rows < 2000 ? 2 : 20;
const kills = 10;
/** In these runs pcscd is started anew, while cards are in. */
const restarts: ReadonlySet<number> = new Set([3, 7]);
const stations = [virtualReaders[0].name, virtualReaders[1].name, 'Virtual station', 'virtual-2'];
/** Where the process is killed: when a station comes to this. */
const moments = ['write', 'verify', 'card', 'session'];

/** What goes wrong with a card: at any command, or (`atUpdate`) at one that writes. */
const ways: readonly { readonly fault: CardFault; readonly atUpdate: boolean }[] = [
  { fault: { kind: 'pull', moment: 'before' }, atUpdate: false },
  { fault: { kind: 'torn', share: 0.5, rest: 'erased' }, atUpdate: true },
  { fault: { kind: 'dropped' }, atUpdate: true },
  { fault: { kind: 'status', statusWord: 0x6581, carriedOut: false }, atUpdate: true },
  { fault: { kind: 'corrupted', share: 0.3 }, atUpdate: true },
  { fault: { kind: 'slow', milliseconds: 900 }, atUpdate: false },
  { fault: { kind: 'pull', moment: 'after' }, atUpdate: true },
  { fault: { kind: 'status', statusWord: 0x6f00, carriedOut: false }, atUpdate: false },
  { fault: { kind: 'torn', share: 0.5, rest: 'old' }, atUpdate: true },
  { fault: { kind: 'status', statusWord: 0x6581, carriedOut: true }, atUpdate: true },
  { fault: { kind: 'cutShort' }, atUpdate: false },
];

describe.skipIf(!hasVirtualReaders)('a whole order (pcscd and vpcd are for Linux)', () => {
  let pcscd: Awaited<ReturnType<typeof startPcscd>>;
  beforeAll(async () => {
    pcscd = await startPcscd();
  });
  afterEach(endRunning);
  afterAll(() => pcscd?.stop());

  it(`of ${rows} rows at two readers and two virtual stations, with failing cards and devices, ${kills} kills and pcscd started anew, ends with each row accounted for once`, {
    timeout: 300_000 + rows * 2500,
  }, async () => {
    const folder = temporaryFolder('whole');
    const file = (name: string, content: string) => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const chance = chanceOf(seed);
    const isWrong = Array.from({ length: rows }, () => chance.below(20) === 0);
    const list = file(
      'order.csv',
      deviceList(rows, (row) => (isWrong[row] ? '0.0.1' : '2.4.1')),
    );
    // The profile expects one firmware; devices whose row says another one have another one.
    const text = readFileSync(gatewayProfile, 'utf8');
    const profile = file(
      'order.profile.json',
      text.replace('"DevInfo/FwV": "{{fw}}"', '"DevInfo/FwV": "2.4.1"'),
    );
    const keys = file('keys.txt', `${toHex(virtualAdmKey)}\n`);
    const report = path.join(folder, 'report.json');
    const order = ['--data', folder, '--profile', profile, '--devices', list, '--adm-file', keys];
    const places = stations.flatMap((name) => ['--station', name]);

    const box = cardBox(chance);
    const hands = virtualReaders.map((reader) => new CardHand(reader, box));
    const toldDone: number[] = [];
    const begin = (...more: readonly string[]) => {
      const run = startCli('provision', ...order, ...places, '--resume', '--real-pace', ...more);
      run.listen((line) => {
        if (isStation(line) && line.kind === 'done') toldDone.push((line.job as { line: number }).line);
      });
      for (const hand of hands) hand.attend(run);
      return run;
    };

    for (let kill = 0; kill < kills; kill++) {
      const run = begin();
      if (restarts.has(kill) && pcscd.own) {
        await run.line((line) => isAt(line, stations[0], 'write'));
        const away = restartPcscd(run);
        await Promise.all(hands.map((hand) => hand.whileAway(away)));
      }
      const over = 1 + chance.below(Math.max(2, Math.floor(rows / kills) - 5));
      const isOver = ({ kind }: Line) => kind === 'done' || kind === 'failed';
      await run.line(() => run.lines.filter((line) => isStation(line) && isOver(line)).length >= over);
      const before = run.lines.length;
      const [station, moment] = [stations[kill % stations.length], chance.pick(moments)];
      await run.line((line) => run.lines.indexOf(line) >= before && isAt(line, station, moment));
      run.process.kill('SIGKILL');
      expect(await run.exit, run.errors()).toBe('SIGKILL');
      for (const hand of hands) await hand.rest();
    }
    const wrong = isWrong.filter(Boolean).length;
    // Cards go on failing, and somebody goes on trying those rows again.
    for (let tries = 0; tries < 10; tries++) {
      const run = begin('--report', report);
      await run.exit;
      for (const hand of hands) await hand.rest();
      const end = run.lines.findLast(({ event }) => event === 'end');
      expect(end, run.errors()).toMatchObject({ rows, left: 0 });
      // A device that will fail may have got a card that failed before it.
      const failed = toldIn(report).rows.filter(({ state }) => state === 'failed');
      if (failed.length === wrong && failed.every(({ fault }) => fault?.code === 'SESSION_VALUE_DIFFERS'))
        break;
    }
    for (const hand of hands) await hand.takeOut();
    const [faults, read] = [box.faults(), hands.flatMap(({ readBack }) => [...readBack])];
    const faultWords = [...faults].map(([kind, times]) => `${times} ${kind}`).join(', ');
    console.log(`${box.dealt()} cards, of which failed: ${faultWords}; ${read.length} read by OpenSC`);

    // Counted by what the list says, what OpenSC read and what is in the file, not by the product.
    const lines = isWrong.map((_, row) => row + 2);
    const done = lines.filter((line) => !isWrong[line - 2]);
    expect(toldDone.filter((line) => !done.includes(line))).toEqual([]);
    expect(new Set(toldDone).size).toBe(toldDone.length);
    const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    const linesIn = (state: string) =>
      store
        .prepare('SELECT line FROM job WHERE state = ? ORDER BY line')
        .all(state)
        .map(({ line }) => Number(line));
    const count = (sql: string) => Number(store.prepare(sql).get()?.n);
    expect(linesIn('done'), `seed ${seed}`).toEqual(done);
    expect(linesIn('failed'), `seed ${seed}`).toEqual(lines.filter((line) => isWrong[line - 2]));
    expect(count('SELECT count(*) AS n FROM job')).toBe(rows);
    expect(count("SELECT count(*) AS n FROM job_event WHERE event = 'finish'")).toBe(done.length);
    expect(count("SELECT count(*) AS n FROM session WHERE state = 'open'")).toBe(0);
    store.close();
    const told = toldIn(report);
    expect(told.totals).toEqual({ rows, done: done.length, failed: wrong, left: 0 });
    for (const row of told.rows) {
      const { line, state, fault } = row;
      expect([line, state, fault?.code]).toEqual(
        isWrong[line - 2] ? [line, 'failed', 'SESSION_VALUE_DIFFERS'] : [line, 'done', undefined],
      );
      // The card of each of them was read back; of the failed ones, the session alone failed.
      expect(row.card).toMatchObject({ octets: expect.any(Number) });
    }
    const named = new Map(told.rows.map(({ line, card }) => [line, card?.sha256]));
    expect(read.map(([line]) => [line, named.get(line)])).toEqual(read);
    expect(read.length).toBeGreaterThan(rows / 16);
    expect(faults.size).toBeGreaterThan(3);
  });

  /** Stops pcscd until both readers' stations have told that it is gone, and starts it anew. */
  async function restartPcscd(run: RunningCli): Promise<void> {
    const before = run.lines.length;
    await pcscd.stop();
    const isLost = (line: Line, { name }: { readonly name: string }) =>
      isStation(line) && line.kind === 'lost' && line.station === name && run.lines.indexOf(line) >= before;
    await Promise.all(virtualReaders.map((reader) => run.line((line) => isLost(line, reader))));
    pcscd = await startPcscd();
  }
});

/** What a report says of the whole order, and of each row. */
function toldIn(report: string) {
  return JSON.parse(readFileSync(report, 'utf8')) as {
    totals: object;
    rows: { line: number; state: string; card?: { sha256: string }; fault?: { code: string } }[];
  };
}

const isStation = ({ event }: Line) => event === 'station';
const isAt = (line: Line, station: string | undefined, step: string) =>
  isStation(line) && line.station === station && line.kind === 'working' && line.step === step;

/** A box of cards, some of which fail; a card that fell out is pushed in again, or put aside for the next one. */
function cardBox(chance: ReturnType<typeof chanceOf>): CardBox & {
  dealt(): number;
  /** The kinds of faults that came, each with how often. */
  faults(): ReadonlyMap<string, number>;
} {
  /** As they were planned; a fault has come where its card got so many commands before it was done. */
  const failing: {
    readonly card: FaultyCard;
    readonly planned: PlannedFault[];
    readonly way: PlannedFault;
  }[] = [];
  const sound: FaultyCard[] = [];
  let dealt = 0;
  const uicc = () => new Uicc({ iccid: String(8_944_509_000_000_000_000n + BigInt(dealt)) });
  const isUpdate = (command: string) => /D[6C]$/.test(command);
  const soundCard = () => {
    const card = new FaultyCard(uicc());
    sound.push(card);
    return card;
  };
  /** Fails at one of the commands that a sound card got, once one was written. */
  const failingCard = () => {
    const way = ways[failing.length % ways.length];
    const example = sound.find(({ commands }) => commands.filter(isUpdate).length > 2);
    if (way === undefined || example === undefined) return soundCard();
    const { commands } = example;
    const at = chance.pick(
      commands.flatMap((command, index) => (!way.atUpdate || isUpdate(command) ? [index] : [])),
    );
    const plannedFault = { at, fault: way.fault };
    const planned = [plannedFault];
    const card = new FaultyCard(uicc(), planned, (milliseconds) => delay(milliseconds));
    failing.push({ card, planned, way: plannedFault });
    return card;
  };
  return {
    deal(before: FaultyCard | undefined): FaultyCard {
      if (before && chance.below(2) === 0) return before;
      dealt++;
      return dealt % cardsBetweenFaults === 0 ? failingCard() : soundCard();
    },
    done(card) {
      const its = failing.find((each) => each.card === card);
      if (its && card.commands.length <= its.way.at) its.planned.length = 0;
    },
    dealt: () => dealt,
    faults() {
      const kinds = failing
        .filter(({ card, planned, way }) => planned.length > 0 && card.commands.length > way.at)
        .map(({ way }) => way.fault.kind);
      return new Map(kinds.map((kind) => [kind, kinds.filter((each) => each === kind).length]));
    },
  };
}

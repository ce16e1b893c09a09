import { monitorEventLoopDelay } from 'node:perf_hooks';
import { conduct } from '../../core/card/dialog.ts';
import { keysOf, noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { usualLayout } from '../../core/card/layout-schema.ts';
import { planWrite } from '../../core/card/plan-write.ts';
import { readCard } from '../../core/card/read-card.ts';
import { carryOut } from '../../core/card/run-plan.ts';
import { createReaders, type Readers } from '../../main/card/readers.ts';
import { FaultyCard } from '../../main/card/virtual/faulty-card.ts';
import { Uicc, virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { carryOutOn, planMessage, readForWork } from '../../main/provisioning/card-work.ts';
import { hasVirtualReaders, insertCard, startPcscd, virtualReaders } from '../support/pcscd.ts';

/**
 * What a card costs: commands for a message of 1.5 KB against the least possible, time in our own code, memory over
 * 2,000 cards, and two readers at once against one. Run with: npm run bench -- cards
 */
const message = (text: string) => new TextEncoder().encode(`["${text.padEnd(1496, '.')}"]`);
const keys = keysOf(usualLayout, { adm: virtualAdmKey });

async function write(card: FaultyCard | Uicc, content: Uint8Array) {
  const contents = await conduct(readCard(), card);
  return conduct(carryOut(planWrite(contents, content, usualLayout), keys), card);
}

/**
 * The fewest commands with which a prepared, empty card can be read, written and proved: each file selected once on
 * the way to the message, and those that are written after it once more; VERIFY, and the question for its counter
 * before; each small file read before, each block of 255 that differs updated once, each block of what is written
 * read back once.
 */
function leastCommands(octets: number, fileSize: number): number {
  const blocks = (size: number) => Math.ceil(size / 255);
  const selects = 7 + 3;
  const readBefore = 1 + 2 + blocks(64) + blocks(64) + blocks(256);
  const updates = 3 + blocks(octets);
  const readBack = 3 + blocks(fileSize);
  return selects + 2 + readBefore + updates + readBack;
}

async function commands(): Promise<void> {
  const card = new FaultyCard(new Uicc());
  await write(card, message('first'));
  const sent = card.commands.length;
  const least = leastCommands(1500, 4096);
  console.log(
    `1,500 octets onto a prepared card: ${sent} commands, ${least} is the least possible; ` +
      `ratio ${(sent / least).toFixed(3)}, at most 1.1`,
  );
  card.reset();
  const again = new FaultyCard(card.card);
  await write(again, message('first'));
  console.log(
    `the same once more: ${again.commands.length} commands, ${again.count('D6', 'DC')} of them UPDATE, ` +
      `${again.count('20')} VERIFY`,
  );
}

const cards = 2000;

async function ownTime(): Promise<void> {
  const run = async (count: number) => {
    let inCard = 0;
    const started = performance.now();
    for (let number = 0; number < count; number++) {
      const card = new Uicc();
      const answer = card.answer.bind(card);
      card.answer = (command) => {
        const begun = performance.now();
        const answered = answer(command);
        inCard += performance.now() - begun;
        return answered;
      };
      await write(card, message(String(number)));
    }
    return (performance.now() - started - inCard) / count;
  };
  await run(cards);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const milliseconds = await run(cards);
  globalThis.gc?.();
  const grown = (process.memoryUsage().heapUsed - before) / 1024;
  console.log(
    `${cards} cards read, written and read back: ${milliseconds.toFixed(2)} ms a card in our own code, at most 2; ` +
      `heap grown by ${grown.toFixed(0)} KB${globalThis.gc ? '' : ' (without --expose-gc this is not exact)'}`,
  );
}

async function writeIn(readers: Readers, station: string, content: Uint8Array): Promise<number> {
  const started = performance.now();
  const card = await readers.get(station).insertedCard(new AbortController().signal, () => {});
  try {
    const issuerKeys = { ...noIssuerKeys, keyFor: () => virtualAdmKey.slice() };
    const delivery = { layout: usualLayout, issuerKeys };
    const contents = await readForWork(card, delivery);
    await carryOutOn(card, contents, planMessage(contents, content, delivery), delivery);
  } finally {
    await card.close();
  }
  return performance.now() - started;
}

async function twoReaders(): Promise<void> {
  if (!hasVirtualReaders) return console.log('two readers: pcscd and vpcd are for Linux');
  const pcscd = await startPcscd();
  const inserted = [await insertCard(0), await insertCard(1)];
  const readers = createReaders(fullSpeed);
  const [first, second] = virtualReaders.map(({ name }) => name) as [string, string];
  try {
    for (const station of [first, second]) await writeIn(readers, station, message('prime'));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const alone = await writeIn(readers, first, message('one'));
    const started = performance.now();
    await Promise.all([first, second].map((station) => writeIn(readers, station, message('two'))));
    const both = performance.now() - started;
    delay.disable();
    console.log(
      `one reader ${alone.toFixed(0)} ms, two at once ${both.toFixed(0)} ms: ratio ${(both / alone).toFixed(3)}, ` +
        `at most 1.15; the event loop was held up for ${(delay.max / 1e6).toFixed(0)} ms at most`,
    );
  } finally {
    readers.close();
    for (const card of inserted) await card.pull();
    await pcscd.stop();
  }
}

await commands();
await ownTime();
await twoReaders();

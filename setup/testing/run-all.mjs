import { describeElectron, electronEnvironment } from '../app/electron.mjs';
import { endWith } from '../machine/end-with.mjs';
import { endWithNpm } from '../machine/guard.mjs';
import { prepareTests } from '../prepare.mjs';
import { closingLine, failures } from './counts.mjs';
import { openDisplay } from './display.mjs';
import { STEPS } from './steps.mjs';

// CI ends a run after a while; by then the closing line must have been printed.
const DEADLINE = Date.now() + 60 * 60 * 1000;

/** Sets the tests up and runs every step, whatever came of the one before; the last line has the counts. */
export async function runAll() {
  endWithNpm();
  let electron;
  let display;
  try {
    electron = await prepareTests();
    display = await openDisplay(electronEnvironment(electron));
  } catch (error) {
    endWith(error);
    console.log('0 passed, 1 failed');
    return;
  }
  console.log(describeElectron(electron));
  const outcomes = [];
  for (const step of STEPS) outcomes.push(...(await performAll(step, display.environment)));
  display.close();
  summarize(outcomes);
}

/** A step, or lanes of steps beside each other; the outcomes in their order. */
async function performAll({ lanes, ...step }, environment) {
  if (lanes === undefined) return [await perform(step, environment)];
  const all = lanes.map(async (lane) => {
    const outcomes = [];
    for (const each of lane) outcomes.push(await perform(each, environment));
    return outcomes;
  });
  return (await Promise.all(all)).flat();
}

async function perform(step, environment) {
  console.log(`\n── ${step.name}`);
  const begun = Date.now();
  const left = DEADLINE - begun;
  const outcome =
    left > 0
      ? await step.perform(Math.min(step.limit, left), environment)
      : { passed: 0, failed: 0, skipped: [], problems: ['no time was left for it'] };
  return { ...outcome, name: step.name, seconds: (Date.now() - begun) / 1000 };
}

function summarize(outcomes) {
  console.log('\n── in all');
  for (const outcome of outcomes) {
    const { name, passed, skipped, seconds, problems } = outcome;
    const counts = `${passed} passed, ${failures(outcome)} failed, ${skipped.length} skipped`;
    console.log(`${name.padEnd(26)} ${counts} (${seconds.toFixed(1)} s)`);
    for (const problem of problems) console.log(`  ${name}: ${problem}`);
  }
  for (const { name, skipped } of outcomes) {
    for (const test of skipped)
      console.log(`skipped in ${name}: ${test.name} – ${test.reason || 'no reason given'}`);
  }
  process.exitCode = outcomes.some((outcome) => failures(outcome) > 0) ? 1 : 0;
  console.log(closingLine(outcomes));
}

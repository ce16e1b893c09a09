import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

// npm run bench [-- NAME]: every benchmark of this folder, or the one named; they print numbers and ratios.
const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));
const wanted = process.argv[2] === undefined ? names : names.filter((name) => name === process.argv[2]);
if (wanted.length === 0) {
  console.error(`There is no benchmark ${process.argv[2]}; known: ${names.join(', ')}.`);
  process.exitCode = 2;
}
for (const name of wanted) {
  console.log(`== ${name}`);
  const { status } = spawnSync(
    process.execPath,
    ['--expose-gc', path.join(import.meta.dirname, `${name}.ts`)],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exitCode = 1;
}

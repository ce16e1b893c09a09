import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { migrations } from './migrations.ts';
import { stationsSchema } from './stations-schema.ts';

it('batches of an earlier version keep what they asked for, as a mode', () => {
  const database = new DatabaseSync(':memory:');
  for (const step of migrations.slice(0, migrations.indexOf(stationsSchema))) database.exec(step);
  for (const simulated of [0, 1])
    database.exec(
      `INSERT INTO batch (batch_id, name, profile_text, list_name, order_digest, simulated_device, created_at)
         VALUES ('${simulated}', 'n', '{}', 'l', 'd', ${simulated}, 1)`,
    );
  database.exec(stationsSchema);
  expect(database.prepare('SELECT mode, stop_after FROM batch ORDER BY batch_id').all()).toEqual([
    { mode: 'cardsOnly', stop_after: 0 },
    { mode: 'cardThenSimulatedDevice', stop_after: 0 },
  ]);
});

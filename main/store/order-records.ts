import { createHash } from 'node:crypto';
import { type ColumnMapping, columnMappingSchema } from '../../core/order/column-mapping.ts';
import { type ListReading, listReadingSchema } from '../../core/order/reading.ts';
import type { Database } from './database.ts';

/** A device as it stands in the newest batch that it is in. */
export interface EarlierDevice {
  readonly deviceId: string;
  readonly batchName: string;
  /** When the batch was made, in milliseconds since 1970. */
  readonly createdAt: number;
  readonly state: string;
}

/** What an order takes from earlier ones. */
export interface OrderRecords {
  saveReading(batchId: string, reading: ListReading): void;
  /** Undefined for batches of an older version. */
  reading(batchId: string): ListReading | undefined;
  mapping(profileName: string, headings: readonly string[]): ColumnMapping | undefined;
  saveMapping(profileName: string, headings: readonly string[], mapping: ColumnMapping, at: number): void;
  /** Takes so many numbers of a sequence. @returns the first of them */
  takeNumbers(profileName: string, column: string, start: number, count: number): number;
  /** Those of these devices that a batch has; a few hundred at once do not hold anything up. */
  earlier(deviceIds: readonly string[]): readonly EarlierDevice[];
}

export function createOrderRecords(database: Database): OrderRecords {
  return {
    saveReading: (batchId, reading) =>
      void database.run(
        'UPDATE batch SET list_reading = ? WHERE batch_id = ?',
        JSON.stringify(reading),
        batchId,
      ),
    reading(batchId) {
      const row = database.first('SELECT list_reading FROM batch WHERE batch_id = ?', batchId);
      const text = row?.list_reading;
      return typeof text === 'string' ? listReadingSchema.parse(JSON.parse(text)) : undefined;
    },
    mapping(profileName, headings) {
      const row = database.first(
        'SELECT mapping_json FROM column_mapping WHERE profile_name = ? AND headings_digest = ?',
        profileName,
        digestOf(headings),
      );
      return row && columnMappingSchema.parse(JSON.parse(String(row.mapping_json)));
    },
    saveMapping: (profileName, headings, mapping, at) =>
      void database.run(
        `INSERT INTO column_mapping VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET mapping_json = excluded.mapping_json, used_at = excluded.used_at`,
        profileName,
        digestOf(headings),
        JSON.stringify(mapping),
        at,
      ),
    takeNumbers(profileName, column, start, count) {
      const row = database.first(
        `INSERT INTO sequence_number VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET next = max(next, ?) + ? RETURNING next`,
        profileName,
        column,
        start + count,
        start,
        count,
      );
      return Number(row?.next) - count;
    },
    earlier: (deviceIds) =>
      database
        .all(
          // SQLite takes the other columns from the row with the greatest.
          `SELECT job.device_id, job.state, batch.name, batch.created_at, max(job.changed_at)
             FROM job JOIN batch USING (batch_id)
            WHERE job.device_id IN (SELECT value FROM json_each(?)) GROUP BY job.device_id`,
          JSON.stringify(deviceIds),
        )
        .map((row) => ({
          deviceId: String(row.device_id),
          batchName: String(row.name),
          createdAt: Number(row.created_at),
          state: String(row.state),
        })),
  };
}

function digestOf(headings: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([...new Set(headings)].sort()))
    .digest('hex');
}

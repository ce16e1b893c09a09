import type { TextFile } from '../../core/api.ts';
import type { BatchCheck, ListProgress, OrderAnswers } from '../../core/api-orders.ts';
import { type Fault, faultOf } from '../../core/errors.ts';
import type { ColumnMapping, ListChoice } from '../../core/order/column-mapping.ts';
import { exampleValue, generatedColumns } from '../../core/order/generated-values.ts';
import {
  checkTable,
  headingsOf,
  type OrderList,
  openTable,
  type TableReading,
} from '../../core/order/order-list.ts';
import {
  type ProblemQuery,
  type ProblemRow,
  printProblems,
  problemRows,
} from '../../core/order/problem-rows.ts';
import type { ListFile } from '../../core/order/read-table.ts';
import { type ListReading, readingOf } from '../../core/order/reading.ts';
import type { DeviceRow, ListProblem } from '../../core/provisioning/device-list.ts';
import { type Profile, readProfile } from '../../core/provisioning/profile.ts';
import type { EarlierDevice } from '../store/order-records.ts';
import { digestOfOrder } from './order-digest.ts';
import { unpacking } from './unpacking.ts';

/** What the work on a list asks whoever has the store. */
export interface ListQuestions {
  /** The mapping that was used for these headings the last time. */
  remembered(profileName: string, headings: readonly string[]): Promise<ColumnMapping | undefined>;
  /** Those of these devices that are in an earlier batch. */
  earlier(deviceIds: readonly string[]): Promise<readonly EarlierDevice[]>;
}

/** What a list is checked against, and how it is read. */
export interface ListOrder {
  readonly profile: TextFile;
  /** Why pre-shared keys cannot be used here. */
  readonly presharedKeys?: Fault | undefined;
  readonly choice: ListChoice;
}

/** What is known of a list after its check, apart from its rows and all its problems. */
export interface CheckedList {
  readonly check: BatchCheck;
  readonly reading: ListReading;
  readonly digest: string;
}

export type Progress = Omit<ListProgress, 'listId'>;

const firstProblems = 200;
const devicesAtOnce = 500;

/** A list file on which somebody works: each table and the last check are kept, so that pages are quick. */
export class ListWork {
  readonly #file: ListFile;
  readonly #ask: ListQuestions;
  readonly #tell: (progress: Progress) => void;
  #table: { readonly key: string; readonly reading: TableReading } | undefined;
  #list: OrderList | undefined;
  #problems: readonly ListProblem[] = [];
  #shown: { readonly key: string; readonly rows: readonly ProblemRow[] } | undefined;

  constructor(file: ListFile, ask: ListQuestions, tell: (progress: Progress) => void) {
    this.#file = file;
    this.#ask = ask;
    this.#tell = tell;
  }

  /** Checks profile and list whole. Never throws for what is in them. */
  async check({ profile: text, presharedKeys, choice }: ListOrder): Promise<CheckedList> {
    const profile = readProfile(text.text, text.name, { presharedKeys });
    this.#shown = undefined;
    if (profile.kind === 'faults') {
      this.#list = undefined;
      this.#problems = [];
      return this.#withFaults(profile.faults, text);
    }
    const list = await this.#read(profile.profile, choice);
    const earlier = await this.#earlier(list);
    this.#list = list;
    this.#problems = byLine([...list.problems, ...earlier.problems]);
    const reading = readingOf(list);
    return {
      check: {
        profile: titleOf(profile.profile),
        profileFaults: [],
        problems: this.#problems.slice(0, firstProblems),
        errors: list.count.errors,
        warnings: list.count.warnings + earlier.count,
        rows: list.rows.length,
        columns: list.columns,
        firstLines: list.firstLines,
        mapping: list.mapping,
        made: generatedColumns(profile.profile).map(({ name, generate }) => ({
          name,
          example: exampleValue(generate),
        })),
        sheets: list.sheets,
        ...(list.sheet === undefined ? {} : { sheet: list.sheet }),
        ...(list.encoding === undefined ? {} : { encoding: list.encoding }),
        ...(list.encodingOffered === undefined ? {} : { encodingOffered: list.encodingOffered }),
        heading: list.heading,
        headingDoubtful: list.headingDoubtful,
        inEarlierBatches: earlier.count,
        provisionedBefore: earlier.done,
      },
      reading,
      digest: digestOfOrder(text.text, this.#file.octets, reading),
    };
  }

  /** A page of the list of problems, as `query` shows it. */
  problems(query: ProblemQuery, offset: number, limit: number): OrderAnswers['listProblems'] {
    const key = JSON.stringify([query.severity, query.unfolded]);
    if (this.#shown?.key !== key) this.#shown = { key, rows: problemRows(this.#problems, query) };
    const { rows } = this.#shown;
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  }

  /** Problems as they are, from one on. */
  problemsFrom(offset: number, limit: number): readonly ListProblem[] {
    return this.#problems.slice(offset, offset + limit);
  }

  /** Rows that were read, from one on. */
  rows(offset: number, limit: number): readonly DeviceRow[] {
    return (this.#list?.rows ?? []).slice(offset, offset + limit);
  }

  /** All problems as CSV. */
  problemsAsCsv(): string {
    return printProblems(this.#problems);
  }

  async #read(profile: Profile, choice: ListChoice): Promise<OrderList> {
    const key = JSON.stringify([choice.sheet, choice.encoding]);
    if (this.#table?.key !== key) {
      const tell = throttled((done, total) => this.#tell({ stage: 'reading', done, total }));
      this.#table = { key, reading: openTable(this.#file, choice, unpacking, tell) };
    }
    const { reading } = this.#table;
    if (reading.kind === 'unreadable') return reading.list;
    const remembered = await this.#ask.remembered(profile.name, headingsOf(reading.table, choice.heading));
    const tell = throttled((done, total) => this.#tell({ stage: 'checking', done, total }));
    return checkTable(profile, this.#file.name, reading.table, choice, remembered, tell);
  }

  /** A warning for each device of an earlier batch: a few hundred are asked for at once, for others wait behind it. */
  async #earlier({ deviceIds, rows }: OrderList) {
    const problems: ListProblem[] = [];
    let [count, done] = [0, 0];
    for (let offset = 0; offset < deviceIds.length; offset += devicesAtOnce) {
      this.#tell({ stage: 'comparing', done: offset, total: deviceIds.length });
      const ids = deviceIds.slice(offset, offset + devicesAtOnce);
      const known = new Map((await this.#ask.earlier(ids)).map((device) => [device.deviceId, device]));
      for (const [index, deviceId] of ids.entries()) {
        const device = known.get(deviceId);
        if (device === undefined) continue;
        count++;
        if (device.state === 'done') done++;
        problems.push(earlierProblem(device, this.#file.name, rows[offset + index]?.line ?? 0));
      }
    }
    return { problems, count, done };
  }

  #withFaults(profileFaults: readonly Fault[], text: TextFile): CheckedList {
    const reading: ListReading = { heading: 'firstLine', mapping: {} };
    return {
      check: {
        ...{ profileFaults, problems: [], errors: 0, warnings: 0, rows: 0, columns: [], firstLines: [] },
        ...{ mapping: [], made: [], sheets: [], heading: 'firstLine', headingDoubtful: false },
        ...{ inEarlierBatches: 0, provisionedBefore: 0 },
      },
      reading,
      digest: digestOfOrder(text.text, this.#file.octets, reading),
    };
  }
}

function titleOf({ name, version, columns }: Profile): NonNullable<BatchCheck['profile']> {
  return { name, version, columns: Object.keys(columns) };
}

function earlierProblem(
  { deviceId, batchName, createdAt, state }: EarlierDevice,
  file: string,
  line: number,
): ListProblem {
  const outcomes: Readonly<Record<string, string>> = {
    done: 'it was provisioned',
    failed: 'it failed',
    waiting: 'it was not begun',
  };
  const date = new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ');
  const parameters = {
    device: deviceId,
    batch: batchName,
    date,
    outcome: outcomes[state] ?? 'it was in work',
  };
  return {
    severity: 'warning',
    fault: faultOf('LIST_DEVICE_BEFORE', parameters, { file, line }),
    value: deviceId,
  };
}

function byLine(problems: readonly ListProblem[]): readonly ListProblem[] {
  return problems.toSorted((left, right) => (left.fault.place?.line ?? 0) - (right.fault.place?.line ?? 0));
}

/** Of many steps only some are told: each is a message to another thread. */
function throttled(tell: (done: number, total: number) => void): (done: number, total: number) => void {
  let next = 0;
  return (done, total) => {
    if (done < next) return;
    next = done + total / 50;
    tell(done, total);
  };
}

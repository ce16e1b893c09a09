import type { OrderAnswers } from '../../core/api-orders.ts';
import type { Fault } from '../../core/errors.ts';
import type { ColumnMapping } from '../../core/order/column-mapping.ts';
import type { ProblemQuery } from '../../core/order/problem-rows.ts';
import type { DeviceRow, ListProblem } from '../../core/provisioning/device-list.ts';
import type { EarlierDevice } from '../store/order-records.ts';
import type { CheckedList, ListOrder, Progress } from './list-work.ts';

/** What the thread that works on a list is asked, by name, and what it answers. */
export interface ListCalls {
  check: { readonly request: ListOrder; readonly answer: CheckedList };
  problems: {
    readonly request: { readonly query: ProblemQuery; readonly offset: number; readonly limit: number };
    readonly answer: OrderAnswers['listProblems'];
  };
  problemsFrom: {
    readonly request: { readonly offset: number; readonly limit: number };
    readonly answer: readonly ListProblem[];
  };
  rows: {
    readonly request: { readonly offset: number; readonly limit: number };
    readonly answer: readonly DeviceRow[];
  };
  problemsAsCsv: { readonly request: Record<string, never>; readonly answer: string };
}

export type ListCall = {
  [Name in keyof ListCalls]: { readonly name: Name; readonly request: ListCalls[Name]['request'] };
}[keyof ListCalls];

export type Question =
  | { readonly about: 'remembered'; readonly profileName: string; readonly headings: readonly string[] }
  | { readonly about: 'earlier'; readonly deviceIds: readonly string[] };

/** To the thread. */
export type ToThread =
  | { readonly kind: 'call'; readonly id: number; readonly call: ListCall }
  | {
      readonly kind: 'told';
      readonly id: number;
      readonly mapping?: ColumnMapping | undefined;
      readonly earlier?: readonly EarlierDevice[];
    };

/** From the thread. */
export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  | { readonly kind: 'progress'; readonly progress: Progress };

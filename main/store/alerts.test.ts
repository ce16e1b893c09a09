import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertBounds } from '../../core/alerts/kept-alert.ts';
import { testRule } from '../../core/alerts/test-rule.ts';
import type { AlertFilter } from '../../core/api-alerts.ts';
import { type Alert, alertTypes } from '../../core/dm/alerts.ts';
import { openDatabase } from './database.ts';
import { openStore, type Store } from './store.ts';

const everything: AlertFilter = { severityAtLeast: 'indeterminate', type: '', search: '', open: false };
const page = { offset: 0, limit: 500 };
const told = (type: string, own: Partial<Alert> = {}): Alert => ({ alertType: `urn:x:${type}`, ...own });

describe('alerts in the store', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'alerts-'));
    store = openStore(folder, () => 1);
    store.batches.add({
      ...{ batchId: 'b', name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' },
      ...{ mode: 'cardThenSimulatedDevice' as const, createdAt: 1 },
    });
    for (const [index, deviceId] of ['IMEI:1', 'IMEI:2'].entries()) {
      const [jobId, label] = [`j${index}`, `Label ${index + 1}`];
      store.jobs.add([{ jobId, batchId: 'b', line: index + 1, deviceId, label, variables: {} }], 1);
      const passwordSealed = new Uint8Array(1);
      store.devices.enrol({ deviceId, label, jobId, userName: `u${index}`, passwordSealed }, 1);
      store.sessions.open({ sessionId: `s${index + 1}`, deviceId, jobId, openedAt: 1 });
    }
  });
  afterEach(() => store.close());

  const keep = (device: 1 | 2, ...alerts: readonly Alert[]) =>
    store.transaction(() =>
      store.alerts.keep({ deviceId: `IMEI:${device}`, sessionId: `s${device}`, at: 5 }, alerts),
    );
  const typesOf = (filter: Partial<AlertFilter> = {}) =>
    store.alerts.page({ ...everything, ...filter, ...page }).rows.map(({ alertType }) => alertType.slice(6));

  it('are there after a restart, the newest first, with all that they say', () => {
    const alert = told('one', {
      sourceUri: 'urn:oma:mo:x:1.0/a/',
      targetUri: 'urn:oma:mo:x:1.0/b/',
      mark: 'Fatal',
      dataType: 'application/json',
      data: { ResultCode: 500, text: '<b>‮' },
    });
    keep(1, { alertType: alertTypes.clientInitiated }, alert, told('two'));
    store.close();
    store = openStore(folder, () => 1);
    expect(typesOf()).toEqual(['two', 'one']);
    const [two, one] = store.alerts.last(2);
    expect(two).toEqual({
      ...{ alertId: 2, deviceId: 'IMEI:1', label: 'Label 1', sessionId: 's1', at: 5 },
      ...{ alertType: 'urn:x:two', severity: 'indeterminate' },
    });
    const data = JSON.stringify(alert.data);
    expect(one).toMatchObject({
      ...alert,
      severity: 'fatal',
      resultCode: 500,
      data,
      dataLength: data.length,
    });
    expect(store.alerts.get(1)).toEqual(one);
    expect(store.alerts.get(3)).toBeUndefined();
  });

  it('are found by severity, type, device, and whether somebody has acknowledged them', () => {
    keep(1, told('a', { mark: 'fatal' }), told('b', { mark: 'warning' }));
    keep(2, told('ab', { mark: 'minor' }), told('c'));
    expect(typesOf({ severityAtLeast: 'minor' })).toEqual(['ab', 'a']);
    expect(typesOf({ type: 'X:A' })).toEqual(['ab', 'a']);
    expect(typesOf({ search: 'label 2' })).toEqual(['c', 'ab']);
    expect(typesOf({ search: 'imei:1', severityAtLeast: 'critical' })).toEqual(['a']);
    expect(typesOf({ deviceId: 'IMEI:2' })).toEqual(['c', 'ab']);
    expect(typesOf({ type: '%' })).toEqual([]);
    store.alerts.acknowledge([1, 3, 99], { kind: 'operator', operatorId: 'o', name: 'Ada' }, 7);
    expect(typesOf({ open: true })).toEqual(['c', 'b']);
    expect(store.alerts.get(1)?.acknowledged).toEqual({
      at: 7,
      by: { kind: 'operator', operatorId: 'o', name: 'Ada' },
    });
    store.alerts.acknowledge([1, 2], { kind: 'bench' }, 9);
    expect(store.alerts.get(1)?.acknowledged?.at).toBe(7);
    expect(store.alerts.get(2)?.acknowledged?.at).toBe(9);
    expect(store.alerts.counts()).toEqual({ total: 4, open: 1, grave: 0 });
  });

  it('are counted where nobody has acknowledged them and they are grave', () => {
    keep(1, told('a', { mark: 'fatal' }), told('b', { mark: 'critical' }), told('c', { mark: 'minor' }));
    expect(store.alerts.counts()).toEqual({ total: 3, open: 3, grave: 2 });
    store.alerts.mark(3, 'critical');
    store.alerts.mark(1, 'harmless');
    expect(store.alerts.counts()).toEqual({ total: 3, open: 3, grave: 2 });
    expect(store.alerts.openOf([1, 2, 77]).map(({ alertId }) => alertId)).toEqual([1, 2]);
    expect(store.alerts.open({ ...everything, severityAtLeast: 'critical' }, 2, 10)).toEqual([
      { alertId: 2, deviceId: 'IMEI:1' },
    ]);
  });

  it('of a device that floods them keep nobody else out', () => {
    keep(2, told('quiet'));
    const package3 = Array.from({ length: 900 }, (_, index) => told(`flood ${index}`));
    for (let round = 0; round < 5; round++) keep(1, ...package3);
    const { rows, total } = store.alerts.page({ ...everything, ...page, deviceId: 'IMEI:1' });
    expect(total).toBe(alertBounds.ofDevice);
    expect(rows[0]?.alertType).toBe('urn:x:flood 899');
    expect(typesOf({ deviceId: 'IMEI:2' })).toEqual(['quiet']);
    // One at a time they may be a little more, for a while.
    for (let one = 0; one < 130; one++) keep(1, told('more'));
    const most = store.alerts.page({ ...everything, ...page, deviceId: 'IMEI:1' }).total;
    expect(most).toBeLessThan(alertBounds.ofDevice + 50);
  });

  it('are no more than so many in all', () => {
    store.close();
    const database = openDatabase(folder);
    database.run(
      `INSERT INTO alert (device_id, session_id, at, severity, alert_type)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         SELECT 'IMEI:1', 's1', 1, 0, 'urn:x:old' FROM n`,
      alertBounds.total + 5000,
    );
    database.close();
    store = openStore(folder, () => 1);
    keep(2, told('new'));
    expect(store.alerts.counts().total).toBe(alertBounds.total);
    expect(store.alerts.newest()).toBe(alertBounds.total + 5001);
  });

  it('take what rules did about them along when they go', () => {
    keep(1, told('first'));
    const firing = { ruleId: 'r', ruleName: 'R', alertId: 1, at: 1, act: { kind: 'acting' } } as const;
    store.alertRules.addFiring(firing, 0);
    expect(store.alertRules.acting()).toEqual([{ firing, place: 0, deviceId: 'IMEI:1' }]);
    keep(1, ...Array.from({ length: alertBounds.ofDevice }, () => told('flood')));
    expect(store.alertRules.acting()).toEqual([]);
    expect(store.alertRules.ofAlert(1)).toEqual([]);
    // What comes of it later has nowhere to be kept.
    store.alertRules.keepFiring({ ...firing, act: { kind: 'heldBack', why: 'paused' } }, 0);
    expect(store.alertRules.ofAlert(1)).toEqual([]);
  });

  it('are undone with the package that they came with', () => {
    expect(() =>
      store.transaction(() => {
        store.alerts.keep({ deviceId: 'IMEI:1', sessionId: 's1', at: 1 }, [told('gone')]);
        throw new Error('the package was refused');
      }),
    ).toThrow('refused');
    expect(store.alerts.counts().total).toBe(0);
  });
});

describe('alert rules in the store', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'alert-rules-')), () => 1);
  });
  afterEach(() => store.close());

  it('are kept with a revision', () => {
    expect(store.alertRules.list()).toEqual({ revision: 0, rules: [] });
    const rules = [testRule(), testRule({ ruleId: 'r2' })];
    store.alertRules.save(rules, 7, true);
    expect(store.alertRules.list()).toEqual({ revision: 1, rules });
    expect(store.alertRules.revision()).toBe(1);
  });

  it('remember when they acted, as near to now as they did', () => {
    const { addAct, actedAt, actedInHour } = store.alertRules;
    const [now, hour, day] = [100 * 86_400_000, 3_600_000, 86_400_000];
    expect(actedAt('r', 'd', now)).toBeUndefined();
    addAct('r', 'd', now - hour / 2);
    // The clock was a week ahead for a while.
    addAct('r', 'd', now + 7 * day);
    addAct('r', 'other', now - 2 * hour);
    addAct('other', 'd', now);
    expect(actedAt('r', 'd', now)).toBe(now - hour / 2);
    expect(actedInHour('r', now)).toBe(1);
    addAct('r', 'd', now + 30 * day);
    expect(actedInHour('r', now)).toBe(0);
  });
});

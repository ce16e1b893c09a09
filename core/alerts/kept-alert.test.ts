import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alert, alertTypes, interactionEndAlert } from '../dm/alerts.ts';
import { parsePackage1 } from '../dm/packages.ts';
import { interactionPath } from '../interaction/addresses.ts';
import { alertBounds, alertsToKeep, isWorthKeeping, wholeDataOf } from './kept-alert.ts';

const token = 'abcdefghijklmnopqrstuvwxyz0123456789';
const address = `http://bench.example${interactionPath(token)}`;
const kept = (alert: Partial<Alert>) => alertsToKeep([{ alertType: 'urn:oma:at:x:1.0:Told', ...alert }])[0]!;

describe('what is kept of alerts', () => {
  it('leaves out what the protocol itself says by them, however it is written', () => {
    const own = [
      ...Object.values(alertTypes).map((alertType) => ({ alertType })),
      interactionEndAlert({ serverUri: address, reason: 'closed' }),
    ];
    expect(own.some(isWorthKeeping)).toBe(false);
    expect(isWorthKeeping({ alertType: ' URN:OMA:AT:DM:2.0:uiinteractionend' })).toBe(false);
    expect(alertsToKeep([...own, { alertType: 'urn:oma:at:dm:2.0:Other' }])).toHaveLength(1);
  });

  it('is all that the device says, in bounds', () => {
    const [alert] = parsePackage1(
      JSON.stringify({
        Alert: [
          {
            AlertType: 'urn:oma:at:scomo:1.0:OperationComplete',
            SourceURI: 'urn:oma:mo:oma-scomo:1.0/s1/Download/1',
            TargetURI: 'urn:oma:mo:oma-scomo:1.0/s1/',
            Mark: 'Critical',
            DataType: 'application/json',
            Data: { ResultCode: 1404, Text: 'not found' },
          },
        ],
      }),
    ).alerts;
    expect(alertsToKeep([alert!])).toEqual([
      {
        alertType: 'urn:oma:at:scomo:1.0:OperationComplete',
        sourceUri: 'urn:oma:mo:oma-scomo:1.0/s1/Download/1',
        targetUri: 'urn:oma:mo:oma-scomo:1.0/s1/',
        mark: 'Critical',
        severity: 'critical',
        dataType: 'application/json',
        resultCode: 1404,
        data: '{"ResultCode":1404,"Text":"not found"}',
        dataLength: 38,
      },
    ]);
    expect(kept({ data: null })).toMatchObject({ data: 'null', dataLength: 4 });
    expect(kept({ data: { ResultCode: 1e300 } })).not.toHaveProperty('resultCode');
  });

  it('never has the address of an interaction, wherever the device put it', () => {
    const everywhere = { [address]: [address, { deep: `see ${address}/1` }] };
    const alert = kept({
      alertType: `urn:${address}`,
      sourceUri: address,
      targetUri: address,
      mark: address,
      dataType: address,
      data: everywhere,
    });
    expect(JSON.stringify(alert)).not.toContain(token);
  });

  it('is bounded, and says what was cut off', () => {
    const text = 'long '.repeat(200_000);
    const alert = kept({ alertType: text, sourceUri: text, mark: text, dataType: text, data: text });
    expect(alert.data).toHaveLength(alertBounds.data);
    expect(alert.dataLength).toBe(text.length + 2);
    expect(alert.alertType).toHaveLength(alertBounds.type);
    expect(alert.sourceUri).toHaveLength(alertBounds.uri);
    expect(wholeDataOf(alert)).toBeUndefined();
    const many = Array.from({ length: 40_000 }, (_, index) => ({ alertType: `urn:x:${index}` }));
    const newest = alertsToKeep(many);
    expect(newest).toHaveLength(alertBounds.ofDevice);
    expect(newest.at(-1)?.alertType).toBe('urn:x:39999');
  });

  it('never ends in half of a character, and is the whole where it says so', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 0, maxLength: 40 }),
        fc.nat(200),
        (part, times) => {
          const data = { text: part.repeat(times) };
          const alert = kept({ data, sourceUri: part.repeat(times) });
          expect(alert.data?.isWellFormed()).toBe(true);
          expect(alert.sourceUri?.isWellFormed() ?? true).toBe(true);
          const isWhole = alert.data?.length === alert.dataLength;
          expect(wholeDataOf(alert)).toEqual(isWhole ? data : undefined);
        },
      ),
    );
  });
});
